package com.beetroot.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.beetroot.config.PreviewLocation;
import com.beetroot.config.Settings;
import com.beetroot.deployment.Template.Right;
import com.beetroot.lambda.ApiHandler;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Checks what {@code template.yaml} deploys, and that it agrees with the code and the contract. */
class TemplateTest {

    private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/abc";

    private static Template template(String... others) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "Access",
                "jwt",
                "JwtIssuer",
                "https://issuer.example",
                "JwtAudience",
                "app,other",
                "AllowedOrigins",
                "https://a.example",
                "ThumbsBucket",
                "thumbs",
                "RawBucket",
                "raw"));
        Arrays.stream(others).map(other -> other.split("=", 2)).forEach(other -> parameters.put(other[0], other[1]));
        return new Template(parameters);
    }

    @Test
    void requiresAccessOriginsAndBuckets() {
        assertThat(template().parameters().entrySet().stream()
                        .filter(parameter -> !parameter.getValue().containsKey("Default"))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("Access", "AllowedOrigins", "ThumbsBucket", "RawBucket");
        assertThat(template().parameters().get("Access").get("AllowedValues")).isEqualTo(List.of("jwt", "open"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "jwt  | https://i.example | app | -",
                "open | ''                | ''  | -",
                "jwt  | ''                | app | JwtIssuer must be",
                "jwt  | https://i.example | ''  | JwtAudience must name",
                "open | https://i.example | app | JwtIssuer would be ignored",
                "open | ''                | '' JwtScopes=photos | JwtScopes would be ignored",
                "open | ''                | '' DomainName=api.example.org | CertificateArn must be",
                "open | ''                | '' "
                        + "CertificateArn=arn:aws:acm:eu-central-1:123456789012:certificate/a | DomainName must be"
            })
    void rejectsConflictingParameters(String access, String issuer, String others, String complaint) {
        List<String> parameters = new ArrayList<>(List.of("Access=" + access, "JwtIssuer=" + issuer));
        List<String> rest = List.of(others.split(" "));
        parameters.add("JwtAudience=" + rest.getFirst().replace("''", ""));
        parameters.addAll(rest.subList(1, rest.size()));
        List<String> complaints = template(parameters.toArray(String[]::new)).complaints();

        if (complaint == null) {
            assertThat(complaints).isEmpty();
        } else {
            assertThat(complaints).singleElement().asString().contains(complaint);
        }
    }

    @Test
    void routesEveryRequestToTheFunction() {
        Template open = template("Access=open", "JwtIssuer=", "JwtAudience=");

        assertThat(open.properties("AWS::ApiGatewayV2::Route")).singleElement().satisfies(route -> {
            assertThat(route.get("RouteKey")).isEqualTo("$default");
            assertThat(route.get("Target")).isEqualTo("integrations/Integration");
            assertThat(route.get("AuthorizationType")).isEqualTo("NONE");
        });
        assertThat(open.properties("AWS::ApiGatewayV2::Integration"))
                .singleElement()
                .satisfies(integration -> {
                    assertThat(integration.get("IntegrationType")).isEqualTo("AWS_PROXY");
                    assertThat(integration.get("PayloadFormatVersion")).isEqualTo("2.0");
                });
        assertThat(open.properties("AWS::ApiGatewayV2::Authorizer")).isEmpty();
        assertThat(open.properties("AWS::ApiGatewayV2::Api"))
                .singleElement()
                .satisfies(api -> assertThat(api.containsKey("CorsConfiguration"))
                        .as("CORS headers of the gateway that replace the function's")
                        .isFalse());
    }

    @Test
    void requiresATokenExceptForPreflights() {
        Map<Object, Object> authorization = template().properties("AWS::ApiGatewayV2::Route").stream()
                .collect(Collectors.toMap(route -> route.get("RouteKey"), route -> route.get("AuthorizationType")));

        assertThat(authorization)
                .isEqualTo(Map.of("$default", "JWT", "OPTIONS /{proxy+}", "NONE", "OPTIONS /", "NONE"));
        assertThat(template().properties("AWS::ApiGatewayV2::Authorizer"))
                .singleElement()
                .satisfies(authorizer -> {
                    assertThat(authorizer.get("IdentitySource")).isEqualTo(List.of("$request.header.Authorization"));
                    assertThat(authorizer.get("JwtConfiguration"))
                            .isEqualTo(Map.of("Issuer", "https://issuer.example", "Audience", List.of("app", "other")));
                });
    }

    @Test
    void agreesWithTheContractAboutTokens() throws IOException {
        Map<String, ?> contract = new Yaml().load(Files.readString(Path.of("openapi.yaml")));

        assertThat(contract.get("security"))
                .as("no token, or a token")
                .isEqualTo(List.of(Map.of(), Map.of("token", List.of())));
        Map<?, ?> token =
                (Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) contract.get("components")).get("securitySchemes")).get("token");
        assertThat(token.get("type")).isEqualTo("http");
        assertThat(token.get("scheme")).isEqualTo("bearer");
        assertThat(token.get("bearerFormat")).isEqualTo("JWT");
        assertThat((String) token.get("description")).contains("`Access` is `jwt`", "`open`", "401");
    }

    @Test
    void setsEverySettingOfTheCode() {
        Set<String> read = new TreeSet<>();
        Map<String, String> environment = template(
                        "PersonsIndex=grid",
                        "PreviewsBucket=small",
                        "CloudFront=images",
                        "ImageUrls=cloudfront",
                        "CloudFrontKeySecret=arn:aws:secretsmanager:eu-central-1:123456789012:secret:beetroot-AbCdEf",
                        "CloudFrontDomain=photos.example.org")
                .environment();
        // Known only after the deployment.
        environment.replace("CLOUDFRONT_KEY_PAIR_ID", "K2JCJMDEHXQW5F");
        Settings settings = Settings.from(new AbstractMap<>() {
            @Override
            public String get(Object name) {
                read.add((String) name);
                return environment.get(name);
            }

            @Override
            public Set<Entry<String, String>> entrySet() {
                return environment.entrySet();
            }
        });

        assertThat(environment.keySet()).isEqualTo(read);
        assertThat(settings.thumbsBucket()).isEqualTo("thumbs");
        assertThat(settings.personsIndex().orElseThrow().name()).isEqualTo("grid");
        assertThat(settings.previews()).contains(new PreviewLocation("small", "previews/"));
        assertThat(settings.allowedOrigins()).containsExactly("https://a.example");
        assertThat(Settings.from(template().environment()).previews()).isEmpty();
        assertThat(Settings.from(template().environment()).urls())
                .as("the code's defaults")
                .isEqualTo(Settings.from(Map.of("THUMBS_BUCKET", "thumbs")).urls());
    }

    /** Covers the default locations, additional locations, and whole buckets. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                             | thumbs/faces-thumbs/*,raw/photos-raw/*",
                "ThumbsPrefix=a/b/ RawPrefix=c/               | thumbs/a/b/*,raw/c/*",
                "ThumbsPrefix= RawPrefix=                     | thumbs/*,raw/*",
                "RawBucket=thumbs                             | thumbs/faces-thumbs/*,thumbs/photos-raw/*",
                "RawBucket=thumbs ThumbsPrefix= RawPrefix=    | thumbs/*",
                "MoreBucket1=old MorePrefix1=2019/            | thumbs/faces-thumbs/*,raw/photos-raw/*,old/2019/*",
                "PreviewsBucket=small                         | thumbs/faces-thumbs/*,raw/photos-raw/*,"
                        + "small/previews/*",
                "PreviewsBucket=small PreviewsPrefix= MoreBucket4=old | thumbs/faces-thumbs/*,raw/photos-raw/*,old/*,"
                        + "small/*",
                "MoreBucket3=old                              | thumbs/faces-thumbs/*,raw/photos-raw/*,old/*",
                "MoreBucket1=thumbs MorePrefix1=f/ MoreBucket2=b MorePrefix2=x/y/ MoreBucket3=c MoreBucket4=d "
                        + "MorePrefix4=z/"
                        + "| thumbs/faces-thumbs/*,raw/photos-raw/*,thumbs/f/*,b/x/y/*,c/*,d/z/*"
            })
    void signsExactlyWhatTheRoleMayRead(String parameters, String signable) {
        Template template = template(parameters == null ? new String[0] : parameters.split(" +"));

        assertThat(template.environment().get("SIGNABLE")).isEqualTo(signable);
        assertThat(template.rights().stream()
                        .filter(right -> right.action().equals("s3:GetObject"))
                        .map(Right::resource))
                .containsExactlyElementsOf(Arrays.stream(signable.split(","))
                        .map("arn:aws:s3:::"::concat)
                        .toList());
        assertThat(template.rights().stream()
                        .filter(right -> right.action().equals("s3:ListBucket"))
                        .map(right -> right.resource().substring("arn:aws:s3:::".length()) + "/" + right.prefix()))
                .as("the right to list, so that a missing object is a 404")
                .containsExactly(signable.split(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AllowedOrigins   | https://a.example/ | no",
                "AllowedOrigins   | https://a.example,http://localhost:5173 | yes",
                "AllowedOrigins   | *                  | yes",
                "AllowedOrigins   | *,https://a.example | no",
                "RawPrefix        | ''                 | yes",
                "RawPrefix        | photos-raw         | no",
                "RawPrefix        | /photos-raw/       | no",
                "RawPrefix        | photos*/           | no",
                "MoreBucket1      | ''                 | yes",
                "MoreBucket1      | Upper              | no",
                "BasePath         | api                | yes",
                "BasePath         | photos/api         | yes",
                "BasePath         | /api               | no",
                "JwtAudience      | ,app               | no",
                "Release          | 1.2.0-3            | yes",
                "Release          | ''                 | no",
                "KmsKeyArns       | arn:aws:kms:eu-central-1:123456789012:alias/a | no",
                "Rollout          | Linear10PercentEvery1Minute | yes",
                "PresignExpires   | 604801             | no"
            })
    void rejectsParametersThatTheFunctionOrAwsWouldReject(String name, String value, String allowed) {
        String complaint = template().complaint(name, value);

        assertThat(complaint).as(name + "=" + value).isEqualTo(allowed.equals("yes") ? null : complaint);
        assertThat(complaint == null).isEqualTo(allowed.equals("yes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Active", "PassThrough"})
    void grantsNoWildcardPermissions(String tracing) {
        List<Right> rights = template("Tracing=" + tracing, "PersonsIndex=grid", "KmsKeyArns=" + KEY)
                .rights();

        assertThat(rights).allSatisfy(right -> assertThat(right.action()).doesNotContain("*"));
        assertThat(rights.stream().filter(right -> right.resource().equals("*")).map(Right::action))
                .as("X-Ray does not support resource-level permissions")
                .containsExactlyElementsOf(
                        tracing.equals("Active")
                                ? List.of("xray:PutTraceSegments", "xray:PutTelemetryRecords")
                                : List.of());
        assertThat(rights.stream().filter(right -> right.policy().equals("log")))
                .containsExactly(
                        new Right("log", "logs:CreateLogStream", "FunctionLog.Arn", null),
                        new Right("log", "logs:PutLogEvents", "FunctionLog.Arn", null));
        assertThat(template().properties("Role", "AWS::IAM::Role"))
                .as("a role without managed policies")
                .doesNotContainKey("ManagedPolicyArns");
    }

    @Test
    void allowsDecryptionOnlyWithTheGivenKeys() {
        assertThat(template().rights())
                .noneSatisfy(right -> assertThat(right.action()).startsWith("kms:"));
        String other = KEY.replace("/abc", "/def");
        assertThat(template("KmsKeyArns=" + KEY + "," + other).rights().stream()
                        .filter(right -> right.action().startsWith("kms:")))
                .containsExactly(
                        new Right("images", "kms:Decrypt", KEY, null), new Right("images", "kms:Decrypt", other, null));
    }

    @ParameterizedTest
    @CsvSource({
        "provided.al2023, PackageFunction, PackageFunction.Alias, target/beetroot-api-lambda.zip",
        "java25, JarFunction, JarFunction.Alias, target/beetroot-api.jar"
    })
    void deploysOneOfTwoPackages(String runtime, String function, String called, String code) {
        Template template = template("Runtime=" + runtime);

        assertThat(template.properties("AWS::Serverless::Function"))
                .singleElement()
                .satisfies(properties -> {
                    assertThat(properties.get("Runtime")).isEqualTo(runtime);
                    assertThat(properties.get("CodeUri"))
                            .as("sam deploy uploads literal paths only")
                            .isEqualTo(code);
                    assertThat(properties.get("Role")).isEqualTo("Role.Arn");
                    assertThat(properties.containsKey("SnapStart")).isEqualTo(runtime.equals("java25"));
                });
        assertThat(template.resources()).containsKey(function);
        assertThat(template.properties("AWS::ApiGatewayV2::Integration")
                        .getFirst()
                        .get("IntegrationUri"))
                .isEqualTo(called);
        assertThat(template.properties("AWS::Lambda::Permission").getFirst().get("FunctionName"))
                .isEqualTo(called);
        assertThat(template.properties("AWS::CloudWatch::Alarm").stream()
                        .map(TemplateTest::dimension)
                        .filter(dimension -> dimension.startsWith("FunctionName")))
                .hasSize(3)
                .containsOnly("FunctionName=" + function);
        assertThat(template.outputs().get("FunctionName")).isEqualTo(function);
        assertThat(template.function().get("Handler")).isEqualTo(ApiHandler.class.getName());
    }

    @Test
    void notifiesWhenAlarmsStartAndEnd() {
        assertThat(template().properties("AWS::CloudWatch::Alarm").stream()
                        .map(alarm -> alarm.containsKey("Metrics")
                                ? "4xx share"
                                : alarm.get("Namespace") + " " + alarm.get("MetricName") + " " + dimension(alarm)))
                .containsExactlyInAnyOrder(
                        "AWS/Lambda Errors FunctionName=PackageFunction",
                        "AWS/Lambda Throttles FunctionName=PackageFunction",
                        "Beetroot Misconfigured FunctionName=PackageFunction",
                        "AWS/ApiGateway 5xx ApiId=Api",
                        "AWS/ApiGateway Latency ApiId=Api",
                        "4xx share");
        assertThat(template().properties("AWS::CloudWatch::Alarm")).allSatisfy(alarm -> {
            assertThat(alarm.get("TreatMissingData")).isEqualTo("notBreaching");
            assertThat(alarm).doesNotContainKeys("AlarmActions", "OKActions");
        });
        assertThat(template("AlarmTopicArn=arn:aws:sns:eu-central-1:123456789012:t")
                        .properties("AWS::CloudWatch::Alarm"))
                .allSatisfy(alarm -> {
                    assertThat(alarm.get("AlarmActions")).isEqualTo(List.of("arn:aws:sns:eu-central-1:123456789012:t"));
                    assertThat(alarm.get("OKActions")).isEqualTo(alarm.get("AlarmActions"));
                });
    }

    private static String dimension(Map<String, ?> alarm) {
        if (!(alarm.get("Dimensions") instanceof List<?> dimensions)) {
            return "";
        }
        Map<?, ?> dimension = (Map<?, ?>) dimensions.getFirst();
        return dimension.get("Name") + "=" + dimension.get("Value");
    }

    @Test
    void supportsADomainABasePathAndScopes() {
        Template template = template(
                "DomainName=api.example.org",
                "CertificateArn=arn:aws:acm:eu-central-1:123456789012:certificate/a",
                "BasePath=photos/api",
                "JwtScopes=photos,people",
                "ReservedConcurrency=20");

        assertThat(template.properties("DomainMapping", "AWS::ApiGatewayV2::ApiMapping")
                        .get("ApiMappingKey"))
                .isEqualTo("photos/api");
        assertThat(template.environment()).containsEntry("BASE_PATH", "/photos/api");
        assertThat(template.outputs()).containsEntry("ApiUrl", "https://api.example.org/photos/api");
        assertThat(template.properties("DefaultRoute", "AWS::ApiGatewayV2::Route")
                        .get("AuthorizationScopes"))
                .isEqualTo(List.of("photos", "people"));
        assertThat(template.function().get("ReservedConcurrentExecutions")).isEqualTo("20");

        assertThat(template().resources()).doesNotContainKeys("Domain", "DomainMapping");
        assertThat(template().outputs())
                .containsEntry("ApiUrl", "Api.ApiEndpoint")
                .doesNotContainKey("DomainTarget");
        assertThat(template().environment()).containsEntry("BASE_PATH", "");
        assertThat(template().properties("DefaultRoute", "AWS::ApiGatewayV2::Route"))
                .doesNotContainKey("AuthorizationScopes");
        assertThat(template().function().containsKey("ReservedConcurrentExecutions"))
                .isFalse();
    }

    @Test
    void keepsLogsAfterTheStackIsDeleted() {
        assertThat(template().resources().values().stream()
                        .filter(resource -> resource.get("Type").equals("AWS::Logs::LogGroup")))
                .hasSize(2)
                .allSatisfy(log -> {
                    assertThat(log.get("DeletionPolicy")).isEqualTo("RetainExceptOnCreate");
                    assertThat(log.get("UpdateReplacePolicy")).isEqualTo("Retain");
                });
        assertThat(template().properties("AWS::Logs::LogGroup")).allSatisfy(log -> {
            assertThat(log.get("RetentionInDays")).isEqualTo("30");
            assertThat((String) log.get("LogGroupName"))
                    .as("a unique name, so that the stack can be created again")
                    .endsWith("-0a1b2c3d");
        });
        assertThat(template().function().get("LoggingConfig"))
                .isEqualTo(Map.of("LogFormat", "JSON", "LogGroup", "FunctionLog"));
    }

    @Test
    void setsTheRateLimitTracingAndTimeout() {
        assertThat(template().properties("AWS::ApiGatewayV2::Stage").getFirst().get("DefaultRouteSettings"))
                .isEqualTo(Map.of("ThrottlingRateLimit", "50", "ThrottlingBurstLimit", "100"));
        assertThat(template().function().get("Tracing")).isEqualTo("Active");
        assertThat(template().function().get("Timeout")).isEqualTo(10);
    }

    @Test
    void passesCfnLint() throws IOException, InterruptedException {
        Path linter = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "cfn-lint"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (linter == null) {
            System.out.println(
                    "SKIPPED: template.yaml is not checked by cfn-lint, which is not on the PATH (pip install "
                            + "cfn-lint).");
            abort("cfn-lint is not installed");
        }
        Path findings = Path.of("target", "cfn-lint.txt");
        Process lint = new ProcessBuilder(linter.toString(), "template.yaml", "src/docs/single-origin.yaml")
                .redirectErrorStream(true)
                .redirectOutput(findings.toFile())
                .start();
        assertThat(lint.waitFor(120, TimeUnit.SECONDS)).as("cfn-lint ends").isTrue();
        assertThat(lint.exitValue()).as(Files.readString(findings)).isZero();
    }
}
