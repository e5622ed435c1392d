package com.beetroot.packaging;

import com.beetroot.local.CloudFrontKey;
import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LambdaRuntimeApi;
import com.beetroot.local.LocalAws;
import com.beetroot.local.LocalSecretsManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Runs the packed function on real requests against the local servers, and has its JVM write the AOT cache on exit (JEP
 * 514).
 */
final class AotTraining {

    /** The file of the cache in the package. */
    static final String CACHE = "beetroot-api.aot";

    private static final String SESSION = "training-session-token";
    private static final String KEY_PAIR = "K2TRAINING";
    private static final String SECRET = "training-key";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LambdaRuntimeApi runtimeApi;

    private AotTraining(LambdaRuntimeApi runtimeApi) {
        this.runtimeApi = runtimeApi;
    }

    /** @param work an empty folder outside the package */
    static void train(PackageFolder packed, Path work)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path trusted = null;
        try (LocalAws parts = LocalAws.start();
                TlsRelay dynamoDb = new TlsRelay(parts.dynamoDb().endpoint(), work);
                LocalSecretsManager secrets = new LocalSecretsManager(AwsSessionCredentials.create(
                        parts.environment().get("AWS_ACCESS_KEY_ID"),
                        parts.environment().get("AWS_SECRET_ACCESS_KEY"),
                        SESSION));
                LambdaRuntimeApi runtimeApi = new LambdaRuntimeApi()) {
            fill(parts);
            secrets.put(SECRET, CloudFrontKey.rsa(KEY_PAIR).pem());
            // Not by a system property: on AWS the JDK reads its default file.
            trusted = dynamoDb.trustIn(packed.runtime());
            Process function = start(packed, parts, dynamoDb, secrets, runtimeApi);
            try {
                new AotTraining(runtimeApi).requests();
                function.destroy();
                if (!function.waitFor(3, TimeUnit.MINUTES)
                        || !Files.exists(packed.root().resolve(CACHE))) {
                    throw new IllegalStateException(
                            "The JVM has written no AOT cache: see target/lambda-training.log.");
                }
            } finally {
                function.destroyForcibly();
            }
        } finally {
            if (trusted != null) {
                Files.delete(trusted);
            }
        }
    }

    private static Process start(
            PackageFolder packed,
            LocalAws parts,
            TlsRelay dynamoDb,
            LocalSecretsManager secrets,
            LambdaRuntimeApi runtimeApi)
            throws IOException {
        ProcessBuilder function = new ProcessBuilder(
                "runtime/bin/java",
                "-XX:MaxRAM=512m",
                "-XX:AOTCacheOutput=" + CACHE,
                "@java.options",
                "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI="
                        + packed.root().resolve("libaws-lambda-jni.so"),
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                "com.beetroot.lambda.ApiHandler");
        function.environment().clear();
        function.environment().putAll(parts.environment());
        // The function never calls S3; it signs for the endpoints of AWS.
        function.environment().remove("AWS_ENDPOINT_URL_S3");
        function.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API",
                        runtimeApi.address(),
                        // Without this variable nothing is logged.
                        "AWS_LAMBDA_FUNCTION_NAME",
                        "beetroot-api",
                        "AWS_ENDPOINT_URL_DYNAMODB",
                        dynamoDb.endpoint().toString(),
                        "AWS_SESSION_TOKEN",
                        SESSION,
                        "THUMBS_BUCKET",
                        "training-thumbs"));
        // The originals come from CloudFront, the thumbnails from S3.
        function.environment()
                .putAll(Map.of(
                        "CLOUDFRONT_URLS",
                        "training-raw=https://d111111abcdef8.cloudfront.net",
                        "CLOUDFRONT_KEY_PAIR_ID",
                        KEY_PAIR,
                        "CLOUDFRONT_PRIVATE_KEY",
                        SECRET,
                        "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                        secrets.endpoint().toString()));
        return function.directory(packed.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "lambda-training.log").toFile())
                .start();
    }

    private void requests() throws InterruptedException, IOException {
        for (GatewayPayload payload : GatewayPayload.values()) {
            JsonNode people = JSON.readTree(expect(200, payload, "GET", "/persons", "", Map.of()));
            expect(
                    200,
                    payload,
                    "GET",
                    "/persons",
                    "cursor="
                            + JSON.readTree(people.get("body").asText())
                                    .get("nextCursor")
                                    .asText(),
                    Map.of());
            expect(304, payload, "GET", "/persons", "", Map.of("If-None-Match", List.of("*")));
            expect(200, payload, "GET", "/persons", "", Map.of("Accept-Encoding", List.of("gzip")));
            expect(200, payload, "GET", "/persons/training-0001/photos", "", Map.of());
            expect(200, payload, "GET", "/persons/training-0001", "", Map.of());
            expect(200, payload, "OPTIONS", "/persons", "", Map.of("Origin", List.of("https://app.example")));
            expect(404, payload, "GET", "/persons/nobody", "", Map.of());
            expect(400, payload, "GET", "/persons", "limit=0", Map.of());
            expect(400, payload, "GET", "/persons", "cursor=no", Map.of());
            expect(405, payload, "POST", "/persons", "", Map.of());
        }
    }

    private String expect(
            int status,
            GatewayPayload payload,
            String method,
            String path,
            String query,
            Map<String, List<String>> headers)
            throws InterruptedException {
        Map<String, List<String>> all = new HashMap<>(headers);
        all.put("Host", List.of("id.execute-api.eu-central-1.amazonaws.com"));
        LambdaRuntimeApi.Outcome outcome =
                runtimeApi.invoke(payload.event(method, path, query, all).toString());
        if (!outcome.kind().equals("response") || !outcome.body().contains("\"statusCode\":" + status)) {
            throw new IllegalStateException("The training's " + method + " " + path + "?" + query
                    + " was not answered with " + status + ": " + outcome.body());
        }
        return outcome.body();
    }

    private static void fill(LocalAws parts) {
        parts.dynamoDb().createTable("Persons", "personId");
        parts.dynamoDb().createTable("Occurrences", "personId", "occurrenceId", ScalarAttributeType.S);
        parts.dynamoDb().createTable("Photos", "photoId");
        IntStream.range(0, 120)
                .forEach(i -> put(
                        parts,
                        "Persons",
                        Map.of(
                                "personId",
                                text("training-%04d".formatted(i)),
                                "photoCount",
                                AttributeValue.fromN("" + i),
                                "repThumbKey",
                                text("faces-thumbs/training-%04d.jpg".formatted(i)))));
        IntStream.range(0, 210).forEach(i -> {
            Map<String, AttributeValue> occurrence = new HashMap<>(Map.of(
                    "personId",
                    text("training-0001"),
                    "occurrenceId",
                    text("%04d".formatted(i)),
                    "photoId",
                    text("training-%04d".formatted(i)),
                    "thumbKey",
                    text("faces-thumbs/training-0001/%04d.jpg".formatted(i))));
            Map<String, AttributeValue> place =
                    Map.of("Bucket", text("training-raw"), "Key", text("photos-raw/%04d.jpg".formatted(i)));
            if (i % 3 == 0) {
                Map<String, AttributeValue> photo =
                        new HashMap<>(Map.of("photoId", text("training-%04d".formatted(i))));
                place.forEach((name, value) -> photo.put("s3" + name, value));
                put(parts, "Photos", photo);
            } else {
                place.forEach((name, value) -> occurrence.put("photo" + name, value));
            }
            put(parts, "Occurrences", occurrence);
        });
    }

    private static void put(LocalAws parts, String table, Map<String, AttributeValue> item) {
        parts.dynamoDb().client().putItem(put -> put.tableName(table).item(item));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
