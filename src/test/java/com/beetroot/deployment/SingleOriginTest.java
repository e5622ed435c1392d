package com.beetroot.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checks the example of a page and an API on one origin, {@code src/docs/single-origin.yaml}. */
class SingleOriginTest {

    private static final Template EXAMPLE = new Template(
            Template.read(Path.of("src", "docs", "single-origin.yaml")),
            Map.of("ApiHost", "abc.execute-api.eu-central-1.amazonaws.com"));

    private static Map<String, Object> distribution() {
        return Template.map(EXAMPLE.properties("Distribution", "AWS::CloudFront::Distribution")
                .get("DistributionConfig"));
    }

    private static Map<String, Object> apiBehavior() {
        List<Map<String, Object>> behaviors = Template.list(distribution().get("CacheBehaviors"));
        assertThat(behaviors).hasSize(1);
        return behaviors.getFirst();
    }

    @Test
    void routesTheBasePathToTheApi() {
        Map<String, String> api = new Template(Template.openWith(
                        "BasePath",
                        EXAMPLE.parameters().get("BasePath").get("Default").toString()))
                .environment();

        assertThat(apiBehavior().get("PathPattern")).isEqualTo(api.get("BASE_PATH") + "/*");
        assertThat(Template.<Map<String, Object>>list(distribution().get("Origins")).stream()
                        .filter(origin -> origin.get("Id").equals(apiBehavior().get("TargetOriginId"))))
                .singleElement()
                .satisfies(origin -> {
                    assertThat(origin.get("DomainName")).isEqualTo("abc.execute-api.eu-central-1.amazonaws.com");
                    assertThat(origin.containsKey("OriginPath"))
                            .as("a path that CloudFront adds")
                            .isFalse();
                });
    }

    @Test
    void forwardsTokensAndDoesNotCache() {
        assertThat(apiBehavior().get("CachePolicyId"))
                .as("Managed-CachingDisabled")
                .isEqualTo("4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
        assertThat(apiBehavior().get("OriginRequestPolicyId"))
                .as("Managed-AllViewerExceptHostHeader")
                .isEqualTo("b689b0a8-53d0-40ab-baf2-68738e2966ac");
        assertThat(apiBehavior().get("AllowedMethods")).isEqualTo(List.of("GET", "HEAD", "OPTIONS"));
    }

    @Test
    void doesNotReplaceErrorResponses() {
        assertThat(distribution().containsKey("CustomErrorResponses")).isFalse();
    }

    @Test
    void keepsThePageBucketPrivate() {
        assertThat(Template.<Object>map(EXAMPLE.properties("PageBucket", "AWS::S3::Bucket")
                                .get("PublicAccessBlockConfiguration"))
                        .values())
                .hasSize(4)
                .containsOnly(true);
    }
}
