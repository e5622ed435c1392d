package com.beetroot.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.beetroot.local.CloudFrontKey;
import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LambdaRuntimeApi;
import com.beetroot.local.LocalCloudFront;
import com.beetroot.local.LocalSecretsManager;
import com.beetroot.testkit.ApiResponse;
import com.beetroot.testkit.Browser;
import com.beetroot.testkit.ContainerCredentials;
import com.beetroot.testkit.ContainerCredentials.Credentials;
import com.beetroot.testkit.FaultyDynamoDb;
import com.beetroot.testkit.FaultyDynamoDb.Fate;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** Tests the jar the way Lambda runs it: in its own process, under the real runtime interface client. */
@ExtendWith(LocalLibrary.class)
class PackagedJarIT {

    private static final Path JAR = Path.of("target", "beetroot-api.jar").toAbsolutePath();

    private static Library library;

    @BeforeAll
    static void start(Library own) {
        library = own.person("anna", 1, "faces-thumbs/jar.jpg").object(Library.THUMBS, "faces-thumbs/jar.jpg");
    }

    @Test
    void handlesBothPayloads() throws Exception {
        try (LambdaRuntimeApi runtimeApi = new LambdaRuntimeApi()) {
            Process lambda = start(runtimeApi, library.settings());
            try {
                for (GatewayPayload payload : GatewayPayload.values()) {
                    String event =
                            payload.event("GET", "/persons", "", Map.of()).toString();
                    ApiResponse answer = answer(runtimeApi, event);
                    assertThat(Browser.load(answer.json()
                                            .at("/persons/0/repThumbURL")
                                            .asText())
                                    .statusCode())
                            .isEqualTo(200);
                }
            } finally {
                lambda.destroyForcibly().waitFor();
            }
        }
    }

    /** The client of Secrets Manager and CloudFront's signer are only partly in the jar. */
    @ParameterizedTest
    @ValueSource(strings = {"prefix", "object"})
    void signsUrlsOfCloudFront(String policy) throws Exception {
        CloudFrontKey key = policy.equals("object") ? CloudFrontKey.p256("K1EC") : CloudFrontKey.rsa("K1RSA");
        try (CloudFrontFunction function =
                new CloudFrontFunction(key, key.pem(), key, Map.of("CLOUDFRONT_POLICY", policy))) {
            String url = function.anna().at("/person/repThumbURL").asText();

            assertThat(url).startsWith(function.cloudFront.address().toString());
            assertThat(Browser.load(url).statusCode()).isEqualTo(200);
            assertThat(function.secrets.reads()).isEqualTo(1);
        }
    }

    @Test
    void loadsNothingOfCloudFrontUnlessItIsSet() throws Exception {
        Path loaded = Path.of("target", "packaged-jar-classes.log");
        Map<String, String> environment = library.settings();
        environment.putAll(library.parts().environment());
        try (LambdaRuntimeApi runtimeApi = new LambdaRuntimeApi()) {
            Process lambda = process(runtimeApi, environment, "-Xlog:class+load:file=" + loaded);
            try {
                answer(
                        runtimeApi,
                        GatewayPayload.FUNCTION_URL
                                .event("GET", "/persons", "", Map.of())
                                .toString());
            } finally {
                lambda.destroyForcibly().waitFor();
            }
        }

        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.contains("com.beetroot.signing.UrlPresigner"))
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).matches(".*(cloudfront|secretsmanager).*"));
    }

    @Test
    void keepsIdleConnectionsToDynamoDb() throws Exception {
        try (LambdaRuntimeApi runtimeApi = new LambdaRuntimeApi();
                FaultyDynamoDb dynamoDb =
                        new FaultyDynamoDb(library.parts().dynamoDb().endpoint())) {
            Map<String, String> environment = library.settings();
            environment.putAll(library.parts().environment());
            environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString());
            Process lambda = process(runtimeApi, environment);
            try {
                String event = GatewayPayload.FUNCTION_URL
                        .event("GET", "/persons", "", Map.of())
                        .toString();
                answer(runtimeApi, event);
                int connections = dynamoDb.connections();
                // By default, the JDK would keep the connection for five seconds.
                Thread.sleep(Duration.ofSeconds(6));
                answer(runtimeApi, event);
                assertThat(dynamoDb.connections()).isEqualTo(connections);
            } finally {
                lambda.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void reusesConnectionsForPhotosReadOneByOne() throws Exception {
        for (int i = 0; i < 150; i++) {
            library.photo("unplaced-" + i, Map.of("s3Bucket", Library.RAW, "s3Key", "photos-raw/" + i + ".jpg"))
                    .occurrence("unplaced", Map.of("photoId", "unplaced-" + i));
        }
        try (LambdaRuntimeApi runtimeApi = new LambdaRuntimeApi();
                FaultyDynamoDb dynamoDb =
                        new FaultyDynamoDb(library.parts().dynamoDb().endpoint())) {
            dynamoDb.plan(action -> action.equals("BatchGetItem") ? Fate.DENIED : Fate.PASSES);
            Map<String, String> environment = library.settings();
            environment.putAll(library.parts().environment());
            environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString());
            Process lambda = process(runtimeApi, environment);
            try {
                String event = GatewayPayload.FUNCTION_URL
                        .event("GET", "/persons/unplaced/photos", "", Map.of())
                        .toString();
                for (int page = 0; page < 3; page++) {
                    assertThat(answer(runtimeApi, event).json().get("photos")).hasSize(150);
                }
                // One more than the parallel calls, because the first request may not wait for the connection that
                // priming opens.
                assertThat(dynamoDb.connections()).isLessThanOrEqualTo(17);
            } finally {
                lambda.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void reportsTheMissingSetting() throws Exception {
        Map<String, String> settings = library.settings();
        settings.remove("THUMBS_BUCKET");
        try (LambdaRuntimeApi runtimeApi = new LambdaRuntimeApi()) {
            Process lambda = start(runtimeApi, settings);
            try {
                LambdaRuntimeApi.Outcome outcome = runtimeApi.next();

                assertThat(outcome.kind()).isEqualTo("init");
                assertThat(new ObjectMapper().readTree(outcome.body()).toString())
                        .contains("The environment variable THUMBS_BUCKET is not set");
            } finally {
                lambda.destroyForcibly().waitFor();
            }
        }
    }

    /**
     * Simulates SnapStart with the client's own protocol: the whole init before the snapshot, all requests after the
     * restore.
     */
    @Test
    void readsNoTableBeforeASnapshotAndSignsWithFreshCredentialsAfterIt() throws Exception {
        Map<String, String> account = library.parts().environment();
        Credentials before = new Credentials("BEFORETHESNAPSHOT", "of-another-account");
        Credentials after = new Credentials(account.get("AWS_ACCESS_KEY_ID"), account.get("AWS_SECRET_ACCESS_KEY"));
        try (LambdaRuntimeApi runtimeApi = new LambdaRuntimeApi();
                FaultyDynamoDb dynamoDb =
                        new FaultyDynamoDb(library.parts().dynamoDb().endpoint());
                ContainerCredentials source = new ContainerCredentials(before)) {
            Map<String, String> environment = library.settings();
            environment.putAll(account);
            environment.keySet().removeAll(Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"));
            environment.putAll(Map.of(
                    "AWS_LAMBDA_INITIALIZATION_TYPE",
                    "snap-start",
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                    source.address().toString(),
                    "AWS_ENDPOINT_URL_DYNAMODB",
                    dynamoDb.endpoint().toString(),
                    "PRESIGN_WINDOW",
                    "0",
                    // Two shards are read in parallel, on their own threads.
                    "PERSONS_INDEX",
                    "grid",
                    "PERSONS_INDEX_SHARDS",
                    "0,1"));
            Process lambda =
                    process(runtimeApi, environment, "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
            try {
                assertThat(runtimeApi.next().kind()).isEqualTo("checkpoint");
                assertThat(dynamoDb.takeCalls()).isEmpty();
                assertThat(source.asked())
                        .as("priming signs with the credentials of the source")
                        .isPositive();

                source.give(after);
                Instant restored = Instant.now().truncatedTo(ChronoUnit.SECONDS);
                runtimeApi.restore();
                ApiResponse answer = answer(
                        runtimeApi,
                        GatewayPayload.FUNCTION_URL
                                .event("GET", "/persons/anna", "", Map.of())
                                .toString());

                String url = answer.json().at("/person/repThumbURL").asText();
                assertThat(url).contains("X-Amz-Credential=" + after.accessKey());
                assertThat(Browser.load(url).statusCode()).isEqualTo(200);
                assertThat(Instant.parse(answer.json().get("expiresAt").asText()))
                        .isAfterOrEqualTo(restored.plusSeconds(3_600));
            } finally {
                lambda.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void containsNothingOfTheLocalGalleryOrThePreviews() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream()
                            .map(entry -> entry.getName())
                            .filter(name -> name.startsWith("com/beetroot/local")
                                    || name.contains("dynamodbv2/local")
                                    || name.contains("s3proxy")
                                    || name.startsWith("org/eclipse/jetty")
                                    || name.startsWith("com/fasterxml/jackson/databind/")
                                    || name.startsWith("software/amazon/awssdk/services/s3/model/")
                                    || name.startsWith("org/joda/")
                                    || name.startsWith("io/netty")
                                    || name.startsWith("io/swagger")
                                    || name.startsWith("META-INF/swagger")
                                    || name.startsWith("com/beetroot/previews/")
                                    || name.startsWith("net/coobird/")
                                    || name.startsWith("com/twelvemonkeys/")
                                    || name.startsWith("gallery/")))
                    .isEmpty();
        }
    }

    /** The secret is rotated between the snapshot and its restore. */
    @Test
    void signsWithTheCurrentKeyOfCloudFrontAfterARestore() throws Exception {
        CloudFrontKey before = CloudFrontKey.rsa("K1BEFORE");
        CloudFrontKey after = CloudFrontKey.rsa("K2AFTER");
        Map<String, String> snapStart = Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start", "PRESIGN_WINDOW", "0");
        try (CloudFrontFunction function = new CloudFrontFunction(
                before,
                secret(before),
                after,
                snapStart,
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac")) {
            assertThat(function.runtimeApi.next().kind()).isEqualTo("checkpoint");
            function.secrets.put(CloudFrontFunction.SECRET, secret(after));
            Instant restored = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            function.runtimeApi.restore();
            JsonNode anna = function.anna();

            String url = anna.at("/person/repThumbURL").asText();
            assertThat(url).contains("Key-Pair-Id=K2AFTER");
            assertThat(Browser.load(url).statusCode()).isEqualTo(200);
            assertThat(function.secrets.reads()).isEqualTo(2);
            assertThat(Instant.parse(anna.get("expiresAt").asText())).isAfterOrEqualTo(restored.plusSeconds(3_600));
        }
    }

    /** The packaged jar, whose thumbnails come from CloudFront, and whose key comes from Secrets Manager. */
    private static final class CloudFrontFunction implements AutoCloseable {

        static final String SECRET = "beetroot/cloudfront";

        final LambdaRuntimeApi runtimeApi = new LambdaRuntimeApi();
        final LocalSecretsManager secrets;
        final LocalCloudFront cloudFront;
        private final Process process;

        /**
         * @param configured the key pair that the settings name
         * @param secret the value of the secret at first
         * @param trusted the only key that CloudFront accepts
         */
        CloudFrontFunction(
                CloudFrontKey configured,
                String secret,
                CloudFrontKey trusted,
                Map<String, String> settings,
                String... options)
                throws IOException {
            Map<String, String> environment = library.settings();
            environment.putAll(library.parts().environment());
            secrets = new LocalSecretsManager(AwsBasicCredentials.create(
                            environment.get("AWS_ACCESS_KEY_ID"), environment.get("AWS_SECRET_ACCESS_KEY")))
                    .put(SECRET, secret);
            cloudFront = new LocalCloudFront(
                            library.parts().s3().endpoint(),
                            List.of(Library.THUMBS),
                            Duration.ofHours(1),
                            Clock.systemUTC())
                    .trust(trusted);
            environment.putAll(cloudFront.settings(configured));
            environment.putAll(Map.of(
                    "CLOUDFRONT_PRIVATE_KEY",
                    SECRET,
                    "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                    secrets.endpoint().toString()));
            environment.putAll(settings);
            process = process(runtimeApi, environment, options);
        }

        JsonNode anna() throws IOException, InterruptedException {
            return answer(
                            runtimeApi,
                            GatewayPayload.FUNCTION_URL
                                    .event("GET", "/persons/anna", "", Map.of())
                                    .toString())
                    .json();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly().onExit().join();
            cloudFront.close();
            secrets.close();
            runtimeApi.close();
        }
    }

    private static ApiResponse answer(LambdaRuntimeApi runtimeApi, String event)
            throws IOException, InterruptedException {
        LambdaRuntimeApi.Outcome outcome = runtimeApi.invoke(event);
        assertThat(outcome.kind()).as(outcome.body()).isEqualTo("response");
        ApiResponse answer = ApiResponse.to(event, outcome.body().getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private static String secret(CloudFrontKey key) {
        return new ObjectMapper()
                .createObjectNode()
                .put("keyPairId", key.id())
                .put("privateKey", key.pem())
                .toString();
    }

    private static Process start(LambdaRuntimeApi runtimeApi, Map<String, String> settings) throws IOException {
        Map<String, String> environment = new HashMap<>(settings);
        environment.putAll(library.parts().environment());
        return process(runtimeApi, environment);
    }

    private static Process process(LambdaRuntimeApi runtimeApi, Map<String, String> environment, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                JAR + File.pathSeparator + runtimeClient(),
                AWSLambda.class.getName(),
                "com.beetroot.lambda.ApiHandler::handleRequest"));
        ProcessBuilder lambda = new ProcessBuilder(command);
        lambda.environment().clear();
        lambda.environment().putAll(environment);
        lambda.environment().put("AWS_LAMBDA_RUNTIME_API", runtimeApi.address());
        return lambda.redirectErrorStream(true)
                .redirectOutput(new File("target", "packaged-jar.log"))
                .start();
    }

    /** Returns the class path of the runtime interface client, which the managed runtime includes. */
    private static String runtimeClient() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.contains("aws-lambda-java-runtime-interface-client")
                        || path.contains("aws-lambda-java-serialization"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
