package com.beetroot.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.config.Settings;
import com.beetroot.previews.PreviewSettings;
import com.beetroot.previews.PreviewsHandler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the function in the template that makes previews: it is off by default, and has a role of its own. */
class PreviewsTemplateTest {

    private static Template withMaker(String... others) {
        Map<String, String> parameters = Template.openWith(others);
        parameters.putAll(Map.of("PreviewsMaker", "true", "PreviewsBucket", "small"));
        return new Template(parameters);
    }

    @Test
    void isOffByDefault() {
        assertThat(new Template(Template.openWith()).resources().keySet())
                .noneMatch(name -> name.startsWith("Previews"));
        assertThat(new Template(Template.openWith("PreviewsBucket", "small"))
                        .resources()
                        .keySet())
                .noneMatch(name -> name.startsWith("Previews"));
    }

    @Test
    void requiresTheBucketOfThePreviews() {
        assertThat(new Template(Template.openWith("PreviewsMaker", "true")).complaints())
                .singleElement()
                .asString()
                .contains("PreviewsBucket must be");
        assertThat(withMaker().complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"photos-raw/", ""})
    void writesWhereTheApiReads(String rawPrefix) {
        Template template = withMaker("RawPrefix", rawPrefix);
        Map<String, ?> function = template.properties("PreviewsFunction", "AWS::Lambda::Function");
        Map<String, String> environment =
                Template.map(Template.<Object>map(function.get("Environment")).get("Variables"));
        PreviewSettings settings = PreviewSettings.from(environment);

        assertThat(function.get("Handler")).isEqualTo(PreviewsHandler.class.getName());
        assertThat(settings.previews())
                .isEqualTo(Settings.from(template.environment()).previews().orElseThrow());
        assertThat(settings.photos())
                .extracting(place -> place.bucket() + "/" + place.prefix())
                .containsExactly("raw/" + rawPrefix);
        assertThat(template.properties("PreviewsRule", "AWS::Events::Rule")
                        .get("EventPattern")
                        .toString())
                .contains("name=[raw]", rawPrefix.isEmpty() ? "exists=true" : "prefix=" + rawPrefix);
    }

    @Test
    void readsOriginalsAndWritesPreviewsAndNothingElse() {
        assertThat(rights(withMaker()))
                .containsExactlyInAnyOrder(
                        "s3:GetObject arn:aws:s3:::raw/photos-raw/*",
                        "s3:PutObject arn:aws:s3:::small/previews/*",
                        "logs:CreateLogStream PreviewsLog.Arn",
                        "logs:PutLogEvents PreviewsLog.Arn");
        assertThat(rights(withMaker("KmsKeyArns", "arn:aws:kms:eu-central-1:123456789012:key/abc")))
                .hasSize(6)
                .contains("kms:GenerateDataKey arn:aws:kms:eu-central-1:123456789012:key/abc");
    }

    private static Set<String> rights(Template template) {
        return Template.<Map<String, Object>>list(
                        template.properties("PreviewsRole", "AWS::IAM::Role").get("Policies"))
                .stream()
                .flatMap(policy -> Template.<Map<String, Object>>list(
                        Template.<Object>map(policy.get("PolicyDocument")).get("Statement"))
                        .stream())
                .flatMap(statement -> each(statement.get("Action")).stream()
                        .flatMap(action ->
                                each(statement.get("Resource")).stream().map(resource -> action + " " + resource)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<?> each(Object value) {
        return value instanceof List<?> list ? list : List.of(value);
    }
}
