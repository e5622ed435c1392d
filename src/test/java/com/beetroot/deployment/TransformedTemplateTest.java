package com.beetroot.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.beetroot.deployment.SamTransform.Deployment;
import com.beetroot.deployment.Template.Right;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the CloudFormation template after AWS SAM's transform for many deployments. */
class TransformedTemplateTest {

    private static final String TOPIC = "AlarmTopicArn=arn:aws:sns:eu-central-1:123456789012:alarms";

    /** The deployments, named after what is special about them. */
    private static final Map<String, Deployment> DEPLOYMENTS = new LinkedHashMap<>();

    static {
        deployment("defaults", "zip-1");
        deployment("other code", "zip-2");
        deployment("other release", "zip-1", "Release=2");
        deployment("other code and release", "zip-2", "Release=2");
        deployment("other gateway", "zip-1", "RateLimit=7", "JwtAudience=third", "LogRetentionDays=90", TOPIC);
        deployment("other setting without a release", "zip-1", "PresignExpires=1800");
        deployment("other setting and release", "zip-1", "PresignExpires=1800", "Release=2");
        deployment("jar", "jar-1", "Runtime=java25");
        deployment("jar, other release", "jar-1", "Runtime=java25", "Release=2", "RateLimit=7");
        deployment("jar, other gateway", "jar-1", "Runtime=java25", "RateLimit=7", TOPIC);
        deployment(
                "open, whole buckets",
                "zip-1",
                "Access=open",
                "JwtIssuer=",
                "JwtAudience=",
                "ThumbsPrefix=",
                "RawPrefix=");
        deployment(
                "several places",
                "zip-1",
                "MoreBucket1=old",
                "MorePrefix1=2019/",
                "MoreBucket2=older",
                "KmsKeyArns=arn:aws:kms:eu-central-1:123456789012:key/a,arn:aws:kms:eu-central-1:123456789012:key/b",
                "PersonsIndex=grid");
        deployment(
                "page, API and images behind CloudFront",
                "zip-1",
                "CloudFront=site",
                "BasePath=api",
                "ImageUrls=cloudfront",
                "CloudFrontPublicKey=MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEDD2dVKDki8bqUggCL180GGe1AtxH,"
                        + "U/v7WXh7aow3v7ruze6cbnISxZdvrIUDEG/YUZtEpckWXnKoUWevtNovbw==",
                "CloudFrontKeySecret=arn:aws:secretsmanager:eu-central-1:123456789012:secret:beetroot-AbCdEf",
                "CloudFrontPolicy=object",
                "PreviewsBucket=small");
        deployment("gradual", "zip-1", "Rollout=Linear10PercentEvery1Minute", TOPIC);
        deployment(
                "gradual jar on Arm",
                "jar-1",
                "Runtime=java25",
                "Rollout=Canary10Percent5Minutes",
                "Architecture=arm64");
        deployment(
                "own domain, no traces, no dashboard",
                "zip-1",
                "DomainName=api.example.org",
                "CertificateArn=arn:aws:acm:eu-central-1:123456789012:certificate/a",
                "BasePath=api",
                "JwtScopes=photos",
                "ReservedConcurrency=20",
                "Tracing=PassThrough",
                "Dashboard=false");
    }

    /** The templates of AWS's own transform; null if it is not installed. */
    private static List<Template> translated;

    private static Map<String, Template> transformed;

    private static void deployment(String name, String code, String... others) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "Access",
                "jwt",
                "JwtIssuer",
                "https://issuer.example",
                "JwtAudience",
                "app",
                "AllowedOrigins",
                "https://a.example",
                "ThumbsBucket",
                "thumbs",
                "RawBucket",
                "raw"));
        Arrays.stream(others).map(other -> other.split("=", 2)).forEach(other -> parameters.put(other[0], other[1]));
        DEPLOYMENTS.put(name, new Deployment(code, parameters));
    }

    @BeforeAll
    static void transform() {
        translated = SamTransform.byTranslator(List.copyOf(DEPLOYMENTS.values()));
        List<Template> templates = translated != null
                ? translated
                : DEPLOYMENTS.values().stream().map(SamTransform::own).toList();
        transformed = new LinkedHashMap<>();
        DEPLOYMENTS.keySet().forEach(name -> transformed.put(name, templates.get(transformed.size())));
    }

    static Stream<String> names() {
        return DEPLOYMENTS.keySet().stream();
    }

    private static boolean isJar(String name) {
        return "java25".equals(DEPLOYMENTS.get(name).parameters().get("Runtime"));
    }

    private static String function(String name) {
        return isJar(name) ? "JarFunction" : "PackageFunction";
    }

    private static Map.Entry<String, Map<String, ?>> only(Template template, String type) {
        List<Map.Entry<String, Map<String, ?>>> found = template.resources().entrySet().stream()
                .filter(resource -> resource.getValue().get("Type").equals(type))
                .toList();
        assertThat(found).as(type).hasSize(1);
        return found.getFirst();
    }

    private static Map<String, Object> properties(Map.Entry<String, Map<String, ?>> resource) {
        return Template.map(resource.getValue().get("Properties"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void hasParametersThatCloudFormationAccepts(String name) {
        Template template = transformed.get(name);

        assertThat(template.complaints()).isEmpty();
        assertThat(DEPLOYMENTS.get(name).parameters())
                .allSatisfy((parameter, value) -> assertThat(
                                new Template(DEPLOYMENTS.get(name).parameters()).complaint(parameter, value))
                        .isNull());
    }

    @ParameterizedTest
    @MethodSource("names")
    void letsTheGatewayCallThePublishedVersion(String name) {
        Template template = transformed.get(name);
        Map.Entry<String, Map<String, ?>> version = only(template, "AWS::Lambda::Version");
        Map.Entry<String, Map<String, ?>> alias = only(template, "AWS::Lambda::Alias");

        assertThat(only(template, "AWS::Lambda::Function").getKey()).isEqualTo(function(name));
        assertThat(properties(version).get("FunctionName")).isEqualTo(function(name));
        assertThat(properties(alias).get("Name")).isEqualTo("live");
        assertThat(properties(alias).get("FunctionVersion")).isEqualTo(version.getKey() + ".Version");
        assertThat(template.properties("Integration", "AWS::ApiGatewayV2::Integration")
                        .get("IntegrationUri"))
                .isEqualTo(alias.getKey());
        assertThat(template.properties("Invocation", "AWS::Lambda::Permission").get("FunctionName"))
                .isEqualTo(alias.getKey());
    }

    @ParameterizedTest
    @MethodSource("names")
    void keepsEachVersionForARollback(String name) {
        Map<String, ?> version =
                only(transformed.get(name), "AWS::Lambda::Version").getValue();

        assertThat(version.get("DeletionPolicy")).as("for new code").isEqualTo("Retain");
        assertThat(version.get("UpdateReplacePolicy")).as("for a new Release").isEqualTo("Retain");
    }

    /**
     * Returns what identifies a version: CloudFormation publishes one if its logical id or a property differs from the
     * last deployment.
     */
    private static List<Object> version(String name) {
        Map.Entry<String, Map<String, ?>> version = only(transformed.get(name), "AWS::Lambda::Version");
        return List.of(version.getKey(), properties(version));
    }

    private static Map<String, Object> functionOf(String name) {
        return properties(only(transformed.get(name), "AWS::Lambda::Function"));
    }

    /** Lambda rejects a second version of the same code and configuration, and then the stack rolls back. */
    @Test
    void changesTheFunctionWheneverTheVersionChanges() {
        int changes = 0;
        for (String before : DEPLOYMENTS.keySet()) {
            for (String after : DEPLOYMENTS.keySet()) {
                if (isJar(before) == isJar(after) && !version(before).equals(version(after))) {
                    changes++;
                    assertThat(functionOf(after)).as(before + " → " + after).isNotEqualTo(functionOf(before));
                }
            }
        }
        assertThat(changes).isPositive();
    }

    @Test
    void publishesAVersionForNewCodeAndForANewRelease() {
        assertThat(version("other code")).isNotEqualTo(version("defaults"));
        assertThat(version("other release")).isNotEqualTo(version("defaults"));
        assertThat(version("other code and release")).isNotEqualTo(version("other code"));
        assertThat(version("other setting and release")).isNotEqualTo(version("defaults"));
        assertThat(version("jar, other release")).isNotEqualTo(version("jar"));
    }

    @Test
    void changesNeitherFunctionNorVersionForOtherParameters() {
        assertThat(version("other gateway")).isEqualTo(version("defaults"));
        assertThat(functionOf("other gateway")).isEqualTo(functionOf("defaults"));
        assertThat(version("jar, other gateway")).isEqualTo(version("jar"));
        assertThat(functionOf("jar, other gateway")).isEqualTo(functionOf("jar"));
    }

    /**
     * Checks what the description of the parameter Release says. If this fails, AWS SAM has learned to detect changed
     * parameters, and Release can be removed.
     */
    @Test
    void needsANewReleaseForAChangedSetting() {
        assertThat(version("other setting without a release")).isEqualTo(version("defaults"));
        assertThat(functionOf("other setting without a release")).isNotEqualTo(functionOf("defaults"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void usesCodeDeployOnlyForAGradualRollout(String name) {
        Template template = transformed.get(name);
        String rollout = DEPLOYMENTS.get(name).parameters().getOrDefault("Rollout", "AllAtOnce");
        Map<String, ?> alias = only(template, "AWS::Lambda::Alias").getValue();

        if (rollout.equals("AllAtOnce")) {
            assertThat(alias.containsKey("UpdatePolicy")).isFalse();
            assertThat(template.properties("AWS::CodeDeploy::DeploymentGroup")).isEmpty();
        } else {
            Map.Entry<String, Map<String, ?>> group = only(template, "AWS::CodeDeploy::DeploymentGroup");
            assertThat(Template.<Object>map(Template.<Object>map(alias.get("UpdatePolicy"))
                                    .get("CodeDeployLambdaAliasUpdate"))
                            .get("DeploymentGroupName"))
                    .isEqualTo(group.getKey());
            assertThat(properties(group).get("DeploymentConfigName")).isEqualTo("CodeDeployDefault.Lambda" + rollout);
            assertThat(Template.<Object>map(properties(group).get("AlarmConfiguration"))
                            .get("Alarms"))
                    .isEqualTo(List.of(
                            Map.of("Name", "ErrorsAlarm"),
                            Map.of("Name", "MisconfiguredAlarm"),
                            Map.of("Name", "ServerErrorsAlarm")));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void grantsTheLocationsInSignable(String name) {
        Template template = transformed.get(name);
        String signable =
                (String) Template.map(Template.<Object>map(functionOf(name).get("Environment"))
                                .get("Variables"))
                        .get("SIGNABLE");

        assertThat(places(template, "s3:GetObject", Right::resource)).containsExactly(signable.split(","));
        assertThat(places(template, "s3:ListBucket", right -> right.resource() + "/" + right.prefix()))
                .containsExactly(signable.split(","));
        if (name.equals("several places")) {
            assertThat(signable).isEqualTo("thumbs/faces-thumbs/*,raw/photos-raw/*,old/2019/*,older/*");
        } else if (name.equals("open, whole buckets")) {
            assertThat(signable).isEqualTo("thumbs/*,raw/*");
        }
    }

    private static Stream<String> places(
            Template template, String action, java.util.function.Function<Right, String> place) {
        return template.rights().stream()
                .filter(right -> right.action().equals(action))
                .map(place)
                .map(arn -> arn.replace("arn:aws:s3:::", ""));
    }

    @ParameterizedTest
    @MethodSource("names")
    void grantsNoWildcardExceptForXRay(String name) {
        Template template = transformed.get(name);
        boolean tracing =
                !"PassThrough".equals(DEPLOYMENTS.get(name).parameters().get("Tracing"));

        assertThat(template.rights()).noneMatch(right -> right.action().contains("*"));
        assertThat(template.rights().stream()
                        .filter(right -> right.resource().equals("*"))
                        .map(Right::action))
                .containsExactlyElementsOf(
                        tracing ? List.of("xray:PutTraceSegments", "xray:PutTelemetryRecords") : List.of());
        Set<String> roles = template.resources().entrySet().stream()
                .filter(resource -> resource.getValue().get("Type").equals("AWS::IAM::Role"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        // AWS SAM adds CodeDeploy's role, with AWS's managed policy.
        roles.remove("CodeDeployServiceRole");
        assertThat(roles).containsExactly("Role");
    }

    @ParameterizedTest
    @MethodSource("names")
    void monitorsTheCreatedFunction(String name) {
        Template template = transformed.get(name);
        Map<String, String> dimensions = new TreeMap<>();
        template.resources().forEach((alarm, resource) -> {
            if (resource.get("Type").equals("AWS::CloudWatch::Alarm")) {
                Map<String, Object> properties = Template.map(resource.get("Properties"));
                List<Map<String, Object>> metrics = properties.containsKey("Metrics")
                        ? Template.<Map<String, Object>>list(properties.get("Metrics")).stream()
                                .map(metric -> Template.<Map<String, Object>>map(metric.get("MetricStat")))
                                .filter(Objects::nonNull)
                                .map(stat -> Template.<Object>map(stat.get("Metric")))
                                .toList()
                        : List.of(properties);
                metrics.forEach(metric -> dimensions.put(
                        alarm + " " + metric.get("MetricName"),
                        metric.get("Dimensions").toString()));
            }
        });
        String byFunction = List.of(Map.of("Name", "FunctionName", "Value", function(name))).stream()
                .map(TreeMap::new)
                .toList()
                .toString();
        String byApi = "[{Name=ApiId, Value=Api}]";

        assertThat(dimensions)
                .isEqualTo(new TreeMap<>(Map.of(
                        "ErrorsAlarm Errors", byFunction,
                        "ThrottlesAlarm Throttles", byFunction,
                        "MisconfiguredAlarm Misconfigured", byFunction,
                        "ServerErrorsAlarm 5xx", byApi,
                        "LatencyAlarm Latency", byApi,
                        "ClientErrorsAlarm 4xx", byApi,
                        "ClientErrorsAlarm Count", byApi)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void writesTheAccessLogAsJson(String name) throws Exception {
        String format = (String) Template.map(transformed
                        .get(name)
                        .properties("Stage", "AWS::ApiGatewayV2::Stage")
                        .get("AccessLogSettings"))
                .get("Format");

        JsonNode line = new ObjectMapper().readTree(format.replaceAll("\\$context[.A-Za-z]+", "-"));

        assertThat(line)
                .isNotEmpty()
                .allSatisfy(value -> assertThat(value.asText()).isEqualTo("-"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void authorizesCallersAccordingToAccess(String name) {
        Map<String, String> parameters = DEPLOYMENTS.get(name).parameters();
        Map<String, ?> route = transformed.get(name).properties("DefaultRoute", "AWS::ApiGatewayV2::Route");

        assertThat(route.get("AuthorizationType"))
                .isEqualTo(parameters.get("Access").equals("jwt") ? "JWT" : "NONE");
    }

    /** Checks that this project's own transform, for machines without AWS's, gives the same result as AWS's. */
    @Test
    void agreesWithAwsSam() {
        if (translated == null) {
            System.out.println("SKIPPED: AWS SAM's transform is not checked, because python3 does not have it"
                    + " (pip install aws-sam-translator).");
            abort("aws-sam-translator is not installed");
        }
        int i = 0;
        for (Map.Entry<String, Deployment> deployment : DEPLOYMENTS.entrySet()) {
            Template own = SamTransform.own(deployment.getValue());
            assertThat(summary(own)).as(deployment.getKey()).isEqualTo(summary(translated.get(i++)));
        }
    }

    /**
     * Returns every resource with its type, policies and properties, except for the CodeDeploy resources and tags that
     * AWS SAM adds.
     */
    private static Map<String, Object> summary(Template template) {
        Map<String, Object> summary = new TreeMap<>();
        template.resources().forEach((name, resource) -> {
            Map<String, Object> properties = new TreeMap<>(Template.map(resource.get("Properties")));
            String type = (String) resource.get("Type");
            if (type.startsWith("AWS::CodeDeploy") || name.equals("CodeDeployServiceRole")) {
                return;
            }
            properties.remove("Tags");
            properties.remove("Code");
            if (type.equals("AWS::Lambda::Alias")) {
                properties.replace("FunctionVersion", "version");
            }
            summary.put(
                    type.equals("AWS::Lambda::Version") ? "version" : name,
                    Arrays.asList(
                            type,
                            resource.get("DeletionPolicy"),
                            resource.get("UpdateReplacePolicy"),
                            resource.containsKey("UpdatePolicy"),
                            text(properties)));
        });
        return summary;
    }

    /** Returns a value as text, in which a number equals its text, and members are sorted. */
    private static String text(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
                        .sorted()
                        .collect(Collectors.joining(",", "{", "}"));
            case List<?> list ->
                list.stream().map(TransformedTemplateTest::text).collect(Collectors.joining(",", "[", "]"));
            default -> value.toString();
        };
    }
}
