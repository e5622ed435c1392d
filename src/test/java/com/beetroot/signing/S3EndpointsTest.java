package com.beetroot.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.testkit.CapturedLog;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Tests endpoints for each of the SDK's settings. The SDK's own S3Presigner gives the expected host and scope. */
class S3EndpointsTest {

    private static final AwsBasicCredentials KEYS = AwsBasicCredentials.create("AKIDEXAMPLE", "secret");
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC);

    /**
     * The endpoints that the local servers set for the process. S3Presigner would use them, so they are cleared during
     * this test.
     */
    private static final Map<String, String> LOCAL = new HashMap<>();

    @BeforeAll
    static void clearLocalEndpoints() {
        for (String name : List.of("aws.endpointUrl", "aws.endpointUrlS3")) {
            String value = System.clearProperty(name);
            if (value != null) {
                LOCAL.put(name, value);
            }
        }
    }

    @AfterAll
    static void restoreLocalEndpoints() {
        LOCAL.forEach(System::setProperty);
    }

    @ParameterizedTest(name = "{0} in {1}, FIPS {2}, dual stack {3}")
    @CsvSource({
        "plain-bucket, eu-west-1, false, false, https://plain-bucket.s3.eu-west-1.amazonaws.com/",
        "plain-bucket, us-east-1, true, false, https://plain-bucket.s3-fips.us-east-1.amazonaws.com/",
        "plain-bucket, eu-central-1, false, true, https://plain-bucket.s3.dualstack.eu-central-1.amazonaws.com/",
        "plain-bucket, us-west-2, true, true, https://plain-bucket.s3-fips.dualstack.us-west-2.amazonaws.com/",
        "dotted.bucket, us-east-2, true, false, https://s3-fips.us-east-2.amazonaws.com/dotted.bucket/",
        "plain-bucket, us-gov-west-1, true, false, https://plain-bucket.s3-fips.us-gov-west-1.amazonaws.com/"
    })
    void followsTheSdksSettings(String bucket, String region, boolean fips, boolean dualStack, String start) {
        S3Endpoints endpoints = new S3Endpoints(Region.of(region), Map.of(), Optional.empty(), fips, dualStack);

        String url = urls(endpoints).url(bucket, "a b.jpg");

        assertThat(url).startsWith(start + "a%20b.jpg?").contains("%2F" + region + "%2Fs3%2Faws4_request");
        try (S3Presigner peer = S3Presigner.builder()
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(KEYS))
                .fipsEnabled(fips)
                .dualstackEnabled(dualStack)
                .build()) {
            URI other = URI.create(peer.presignGetObject(presign -> presign.signatureDuration(Duration.ofHours(1))
                            .getObjectRequest(get -> get.bucket(bucket).key("a b.jpg")))
                    .url()
                    .toString());
            assertThat(URI.create(url).getHost()).isEqualTo(other.getHost());
            assertThat(URI.create(url).getRawPath()).isEqualTo(other.getRawPath());
        }
    }

    @Test
    void signsForTheRegionOfEachBucket() {
        S3Endpoints endpoints = new S3Endpoints(
                Region.EU_CENTRAL_1,
                Map.of("family-raw", "us-east-2", "dotted.raw", "cn-north-1"),
                Optional.empty(),
                false,
                false);
        ResponseUrls urls = urls(endpoints);

        assertThat(urls.url("thumbs", "k"))
                .startsWith("https://thumbs.s3.eu-central-1.amazonaws.com/k?")
                .contains("%2Feu-central-1%2Fs3%2F");
        assertThat(urls.url("family-raw", "k"))
                .startsWith("https://family-raw.s3.us-east-2.amazonaws.com/k?")
                .contains("%2Fus-east-2%2Fs3%2F");
        assertThat(urls.url("dotted.raw", "k"))
                .startsWith("https://s3.cn-north-1.amazonaws.com.cn/dotted.raw/k?")
                .contains("%2Fcn-north-1%2Fs3%2F");
        assertThat(urls.url("thumbs", "l")).contains("%2Feu-central-1%2Fs3%2F");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "photos--usw2-az1--x-s3",
                "photos--usw2-az1--xa-s3",
                "test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3"
            })
    void doesNotSignForOtherBucketTypesAndLogsWhy(String bucket) {
        S3Endpoints endpoints = S3Endpoints.of(Region.US_WEST_2, Optional.empty());

        String log = CapturedLog.during(() -> {
            assertThat(urls(endpoints).url(bucket, "k")).isNull();
            assertThat(urls(endpoints).url(bucket, "l")).isNull();
        });

        assertThat(log).containsOnlyOnce(bucket);
    }

    @Test
    void doesNotSignForAnAccessPointAndLogsOnce() {
        S3Endpoints endpoints = S3Endpoints.of(Region.EU_CENTRAL_1, Optional.empty());

        String log = CapturedLog.during(() -> {
            for (String arn : List.of(
                    "arn:aws:s3:eu-central-1:123456789012:accesspoint/mine",
                    "arn:aws:s3-outposts:eu-central-1:123456789012:outpost/op-1/accesspoint/mine")) {
                assertThat(urls(endpoints).url(arn, "k")).isNull();
            }
        });

        assertThat(log).containsOnlyOnce("names an access point").doesNotContain("mine");
    }

    @Test
    void doesNotSignForContradictorySettingsAndLogsWhy() {
        S3Endpoints endpoints = new S3Endpoints(
                Region.EU_CENTRAL_1, Map.of(), Optional.of(URI.create("http://127.0.0.1:9000")), true, false);

        String log = CapturedLog.during(
                () -> assertThat(urls(endpoints).url("bucket", "k")).isNull());

        assertThat(log).contains("bucket").containsIgnoringCase("FIPS");
    }

    private static ResponseUrls urls(S3Endpoints endpoints) {
        return new UrlPresigner(
                        endpoints,
                        new RenewableCredentials(() -> StaticCredentialsProvider.create(KEYS), NOW),
                        new UrlLifetime(Duration.ofHours(1), Duration.ofMinutes(15)),
                        SigningAllowList.of(List.of()),
                        NOW)
                .open();
    }
}
