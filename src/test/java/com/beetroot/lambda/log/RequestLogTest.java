package com.beetroot.lambda.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.amazonaws.services.lambda.runtime.Context;
import com.beetroot.api.Fault;
import com.beetroot.aws.AwsClients;
import com.beetroot.config.ConfigurationException;
import com.beetroot.config.Settings;
import com.beetroot.lambda.ApiHandler;
import com.beetroot.lambda.FunctionContext;
import com.beetroot.lambda.startup.Priming;
import com.beetroot.lambda.startup.SdkPriming;
import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LocalContext;
import com.beetroot.signing.UrlPresigner;
import com.beetroot.testkit.ApiResponse;
import com.beetroot.testkit.CapturedLog;
import com.beetroot.testkit.FaultyDynamoDb;
import com.beetroot.testkit.FaultyDynamoDb.Fate;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.beetroot.testkit.MovingClock;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** Tests the single log line of each request and its metrics. */
@ExtendWith(LocalLibrary.class)
class RequestLogTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FUNCTION = "beetroot-test";
    /** A marker for personal data in ids, keys, paths, queries and headers. */
    private static final String PRIVATE = "Pr1vate";

    private static Library library;
    private static FaultyDynamoDb dynamoDb;
    private static ApiHandler function;

    @BeforeAll
    static void start(Library own) throws IOException {
        library = own;
        for (int i = 0; i < 3; i++) {
            library.person(PRIVATE + i, i, "faces-thumbs/" + PRIVATE + i + ".jpg");
        }
        for (int i = 0; i < 30; i++) {
            library.photo(PRIVATE + i, Map.of("s3Bucket", Library.RAW, "s3Key", "photos-raw/" + PRIVATE + i + ".jpg"))
                    .occurrence(
                            PRIVATE + 0,
                            Map.of("photoId", PRIVATE + i, "thumbKey", "faces-thumbs/" + PRIVATE + i + ".jpg"));
        }
        dynamoDb = new FaultyDynamoDb(library.parts().dynamoDb().endpoint());
        function = function(Map.of());
    }

    @BeforeEach
    void heal() {
        dynamoDb.plan(action -> Fate.PASSES);
    }

    @AfterAll
    static void stop() {
        function.close();
        dynamoDb.close();
    }

    private static ApiHandler function(Map<String, String> others) {
        return new ApiHandler(settings(others), dynamoDb.endpoint(), Clock.systemUTC());
    }

    private static Map<String, String> settings(Map<String, String> others) {
        Map<String, String> settings = new HashMap<>(library.settings());
        settings.put("AWS_LAMBDA_FUNCTION_NAME", FUNCTION);
        settings.putAll(others);
        return settings;
    }

    /** Returns what the work logs; each line must be JSON. */
    private static List<JsonNode> lines(Runnable work) {
        return CapturedLog.during(work)
                .lines()
                .map(line -> {
                    try {
                        return JSON.readTree(line);
                    } catch (IOException notJson) {
                        throw new UncheckedIOException(line, notJson);
                    }
                })
                .toList();
    }

    private static JsonNode line(Runnable work) {
        List<JsonNode> lines = lines(work);
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }

    @ParameterizedTest
    @EnumSource(GatewayPayload.class)
    void logsDurationAndCostOfARequest(GatewayPayload payload) {
        try (ApiHandler fresh = function(Map.of())) {
            Gateway gateway = new Gateway(fresh, payload);
            List<ApiResponse> answers = new ArrayList<>();
            List<JsonNode> lines = lines(() -> {
                answers.add(gateway.call("GET", "/persons", Map.of("Accept-Encoding", "gzip")));
                answers.add(gateway.get("/persons"));
                answers.add(gateway.get("/persons/" + PRIVATE + "0/photos"));
            });

            assertThat(lines)
                    .extracting(line -> line.get("Route").asText())
                    .containsExactly("/persons", "/persons", "/persons/{personId}/photos");
            assertThat(lines).extracting(line -> line.get("ColdStart").asInt()).containsExactly(1, 0, 0);
            assertThat(lines)
                    .extracting(line -> line.get("dynamoDbCalls").asInt())
                    .containsExactly(1, 1, 2);
            assertThat(lines).extracting(line -> line.get("UrlsSigned").asInt()).containsExactly(3, 0, 57);
            assertThat(lines).extracting(line -> line.get("UrlsReused").asInt()).containsExactly(0, 3, 3);
            assertThat(lines)
                    .extracting(line -> line.get("bytes").asInt())
                    .isEqualTo(answers.stream().map(ApiResponse::bytes).toList());
            assertThat(lines).allSatisfy(line -> {
                assertThat(line.get("FunctionName").asText()).isEqualTo(FUNCTION);
                assertThat(line.get("level").asText()).isEqualTo("INFO");
                assertThat(line.get("method").asText()).isEqualTo("GET");
                assertThat(line.get("status").asInt()).isEqualTo(200);
                assertThat(line.get("Latency").isNumber()).isTrue();
                assertThat(Instant.parse(line.get("timestamp").asText()))
                        .isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now());
                assertThat(line.has("fault")).isFalse();
            });
        }
    }

    @Test
    void logsTheConsumedCapacity() {
        double query = library.dynamoDb()
                .query(read -> read.tableName(library.tables().occurrences())
                        .keyConditionExpression("personId = :id")
                        .expressionAttributeValues(Map.of(":id", Library.text(PRIVATE + 0)))
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
                .consumedCapacity()
                .capacityUnits();
        KeysAndAttributes keys = KeysAndAttributes.builder()
                .keys(IntStream.range(0, 30)
                        .mapToObj(i -> Map.of("photoId", Library.text(PRIVATE + i)))
                        .toList())
                .build();
        double batch = library
                .dynamoDb()
                .batchGetItem(read -> read.requestItems(Map.of(library.tables().photos(), keys))
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
                .consumedCapacity()
                .stream()
                .mapToDouble(ConsumedCapacity::capacityUnits)
                .sum();

        JsonNode line =
                line(() -> new Gateway(function, GatewayPayload.FUNCTION_URL).get("/persons/" + PRIVATE + "0/photos"));

        assertThat(batch).as("half a unit per photo").isEqualTo(15.0);
        assertThat(line.get("ReadUnits").asDouble()).isEqualTo(query + batch, within(1e-9));
    }

    @Test
    void logsTheRequestIdOfTheInvocation() {
        LocalContext lambda = new LocalContext();
        JsonNode line =
                line(() -> send(function, GatewayPayload.REST_API.event("GET", "/persons", "", Map.of()), lambda));

        assertThat(line.get("requestId").asText()).isEqualTo(lambda.getAwsRequestId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", Library.THUMBS + "/faces-thumbs/*", Library.RAW + "/one.jpg," + Library.THUMBS + "/a\"b\\*"})
    void logsNothingDuringPrimingAndReadsNoTable(String signable) {
        Settings settings = Settings.from(settings(signable.isEmpty() ? Map.of() : Map.of("SIGNABLE", signable)));
        Clock clock = Clock.systemUTC();
        AwsClients aws = AwsClients.startingInBackground(settings, clock);
        SdkPriming sdk = SdkPriming.start(settings, aws, clock, dynamoDb.endpoint());
        dynamoDb.takeCalls();
        try (ApplicationContext context = FunctionContext.configure(
                        ApplicationContext.builder(Environment.FUNCTION), settings, aws, clock, dynamoDb.endpoint())
                .start()) {
            assertThat(lines(() -> context.getBean(Priming.class).primeForFirstRequest(Map.of(), sdk)))
                    .isEmpty();
            assertThat(dynamoDb.takeCalls().keySet()).noneMatch(action -> action.matches("Scan|Query|.*GetItem"));
        }
    }

    @Test
    void logsOnlyFaultsOutsideLambda() {
        Map<String, String> settings = settings(Map.of());
        settings.remove("AWS_LAMBDA_FUNCTION_NAME");
        try (ApiHandler local = new ApiHandler(settings, dynamoDb.endpoint(), Clock.systemUTC())) {
            assertThat(lines(() -> new Gateway(local, GatewayPayload.FUNCTION_URL).get("/persons")))
                    .isEmpty();
            dynamoDb.plan(action -> Fate.DENIED);
            assertThat(line(() -> new Gateway(local, GatewayPayload.FUNCTION_URL).get("/persons"))
                            .get("fault")
                            .asText())
                    .isEqualTo("misconfigured");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET     | /persons/nobody          | 404 | /persons/{personId}",
                "HEAD    | /persons                 | 200 | /persons",
                "GET     | /persons?limit=0         | 400 | /persons",
                "POST    | /persons/a/photos        | 405 | /persons/{personId}/photos",
                "OPTIONS | /persons                 | 200 | none",
                "GET     | /persons/                | 404 | none",
                "GET     | /personsX                | 404 | none",
                "GET     | /persons/a/b/photos      | 400 | none",
                "GET     | /persons/photos          | 400 | /persons/{personId}",
                "GET     | /                        | 404 | none"
            })
    void logsEveryResponse(String method, String path, int status, String route) {
        for (GatewayPayload payload : GatewayPayload.values()) {
            JsonNode line = line(() -> new Gateway(function, payload).call(method, path, Map.of()));

            assertThat(line.get("status").asInt()).isEqualTo(status);
            assertThat(line.get("Route").asText()).isEqualTo(route);
            assertThat(line.get("method").asText()).isEqualTo(method);
            assertThat(line.get("level").asText()).isEqualTo("INFO");
        }
    }

    @Test
    void hasARouteForEachPathOfTheContract() throws IOException {
        Map<String, Map<String, ?>> contract = new Yaml().load(Files.readString(Path.of("openapi.yaml")));

        assertThat(contract.get("paths").keySet())
                .isEqualTo(Set.of(Route.PERSONS.template(), Route.PERSON.template(), Route.PHOTOS.template()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DENIED    | 500 | ERROR | misconfigured | 1 | 0 | The role is not allowed to call dynamodb:Scan "
                        + "on the table RequestLogTest-Persons: allow it",
                "THROTTLED | 503 | WARN  | unavailable   | 0 | 1 | Scan on the table RequestLogTest-Persons "
                        + "did not succeed in time: "
            })
    void logsTheCauseOfAFault(
            Fate fate, int status, String level, String fault, int misconfigured, int unavailable, String message) {
        dynamoDb.plan(action -> fate);

        JsonNode line = line(() -> new Gateway(function, GatewayPayload.FUNCTION_URL).get("/persons"));

        assertThat(line.get("status").asInt()).isEqualTo(status);
        assertThat(line.get("level").asText()).isEqualTo(level);
        assertThat(line.get("fault").asText()).isEqualTo(fault);
        assertThat(line.get("Misconfigured").asInt()).isEqualTo(misconfigured);
        assertThat(line.get("Unavailable").asInt()).isEqualTo(unavailable);
        assertThat(line.get("message").asText()).startsWith(message);
        assertThat(line.get("dynamoDbCalls").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PERSONS_TABLE     | NoSuchTable            | /persons          | check PERSONS_TABLE",
                "PERSONS_INDEX     | no-such-index          | /persons          | PERSONS_INDEX",
                "OCCURRENCES_TABLE | RequestLogTest-Photos  | /persons/a/photos | check the table's key",
                "PHOTOS_TABLE      | RequestLogTest-Persons | /persons/Pr1vate0/photos | check the table's key"
            })
    void logsAWrongSetting(String name, String value, String path, String remedy) {
        try (ApiHandler wrong = function(Map.of(name, value))) {
            JsonNode line = line(() -> new Gateway(wrong, GatewayPayload.FUNCTION_URL).get(path));

            assertThat(line.get("fault").asText()).isEqualTo("misconfigured");
            assertThat(line.get("Misconfigured").asInt()).isEqualTo(1);
            assertThat(line.get("message").asText()).contains(remedy);
        }
    }

    @Test
    void namesTheSettingOfATableWithoutPeople() {
        String table = "RequestLogTest-other-Persons";
        library.parts().dynamoDb().createTable(table, "photoId");
        library.dynamoDb().putItem(put -> put.tableName(table).item(Map.of("photoId", Library.text(PRIVATE))));
        try (ApiHandler wrong = function(Map.of("PERSONS_TABLE", table))) {
            JsonNode line = line(() -> assertThat(new Gateway(wrong, GatewayPayload.FUNCTION_URL)
                            .get("/persons")
                            .status())
                    .isEqualTo(500));

            assertThat(line.get("fault").asText()).isEqualTo("misconfigured");
            assertThat(line.get("message").asText()).contains("PERSONS_TABLE").doesNotContain(PRIVATE);
        }
    }

    @Test
    void logsOnlyTheLocationOfAnUnexpectedException() {
        // Causes an exception that the code does not expect: a clock that fails while URLs are signed.
        Clock broken = new MovingClock(Instant.now()) {
            @Override
            public Instant instant() {
                if (StackWalker.getInstance()
                        .walk(frames ->
                                frames.anyMatch(frame -> frame.getClassName().equals(UrlPresigner.class.getName())))) {
                    throw new IllegalStateException(PRIVATE);
                }
                return super.instant();
            }
        };
        try (ApiHandler wrong = new ApiHandler(settings(Map.of()), dynamoDb.endpoint(), broken)) {
            List<ApiResponse> answers = new ArrayList<>();
            JsonNode line = line(() -> answers.add(new Gateway(wrong, GatewayPayload.FUNCTION_URL).get("/persons")));

            assertThat(answers.getFirst().status()).isEqualTo(500);
            assertThat(answers.getFirst().json().get("error").asText()).isEqualTo("internal error");
            assertThat(line.get("fault").asText()).isEqualTo("unexpected");
            assertThat(line.get("level").asText()).isEqualTo("ERROR");
            assertThat(line.get("message").asText())
                    .contains("IllegalStateException at ")
                    .contains("com.beetroot.signing.UrlPresigner.open")
                    .doesNotContain(PRIVATE);
        }
        assertThat(Fault.unexpected(new IllegalStateException(PRIVATE, new IOException(PRIVATE)))
                        .message())
                .startsWith("java.lang.IllegalStateException, caused by java.io.IOException at "
                        + "com.beetroot.lambda.log.RequestLogTest.")
                .doesNotContain(PRIVATE);
    }

    @Test
    void logsWhyItDoesNotStart() {
        JsonNode line = line(() -> assertThatThrownBy(() -> function(Map.of("PRESIGN_EXPIRES", "\"an\\hour\n")))
                .isInstanceOf(ConfigurationException.class));

        assertThat(line.get("fault").asText()).isEqualTo("misconfigured");
        assertThat(line.get("level").asText()).isEqualTo("ERROR");
        assertThat(line.get("message").asText())
                .isEqualTo("The environment variable PRESIGN_EXPIRES holds \"\"an\\hour\": it must be a whole number of"
                        + " seconds from 1 to 604800.");
        assertThat(metrics(line)).containsOnlyKeys("Misconfigured");
        assertThat(line.get("FunctionName").asText()).isEqualTo(FUNCTION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "no json Pr1vate",
                "{\"Records\":[{\"key\":\"Pr1vate\"}]}",
                "{\"version\":\"2.0\"}",
                "{\"httpMethod\":{\"Pr1vate\":1}}"
            })
    void logsEventsThatAreNotRequests(String event) {
        JsonNode line =
                line(() -> assertThatThrownBy(() -> new Gateway(function, GatewayPayload.FUNCTION_URL).send(event))
                        .hasNoCause()
                        .hasMessageNotContaining(PRIVATE));

        assertThat(line.get("fault").asText()).isEqualTo("not-a-request");
        assertThat(line.get("level").asText()).isEqualTo("ERROR");
        assertThat(line.get("status").asInt()).isEqualTo(0);
        assertThat(line.has("method")).isFalse();
        assertThat(line.get("Route").asText()).isEqualTo("none");
    }

    /** Checks the requirements of CloudWatch's specification of the embedded metric format. */
    @Test
    void isAnEmbeddedMetricDocument() {
        Set<String> customMetrics = new HashSet<>();
        lines(() -> {
                    for (String path :
                            List.of("/persons", "/persons/a", "/persons/a/photos", "/nowhere", "/persons?limit=0")) {
                        new Gateway(function, GatewayPayload.FUNCTION_URL).get(path);
                    }
                })
                .forEach(line -> {
                    JsonNode aws = line.get("_aws");
                    assertThat(Instant.ofEpochMilli(aws.get("Timestamp").asLong()))
                            .isEqualTo(Instant.parse(line.get("timestamp").asText()));
                    metrics(line).forEach((name, dimensions) -> {
                        assertThat(line.get(name).isNumber()).as(name).isTrue();
                        dimensions.forEach(
                                dimension -> assertThat(line.get(dimension).isTextual())
                                        .as(dimension)
                                        .isTrue());
                        customMetrics.add(name
                                + dimensions.stream()
                                        .map(dimension -> line.get(dimension).asText())
                                        .toList());
                    });
                });

        assertThat(customMetrics)
                .as("custom metrics, of which AWS bills all but ten")
                .hasSize(10);
    }

    /** Returns the metrics that a line declares, by name, with their dimensions. */
    private static Map<String, Set<String>> metrics(JsonNode line) {
        Map<String, Set<String>> metrics = new HashMap<>();
        for (JsonNode directive : line.at("/_aws/CloudWatchMetrics")) {
            assertThat(directive.get("Namespace").asText()).isEqualTo("Beetroot");
            assertThat(directive.get("Dimensions")).hasSize(1);
            Set<String> dimensions = new TreeSet<>();
            directive.get("Dimensions").get(0).forEach(dimension -> dimensions.add(dimension.asText()));
            directive.get("Metrics").forEach(metric -> {
                assertThat(metric.get("Unit").asText()).isIn("Count", "Milliseconds");
                metrics.put(metric.get("Name").asText(), dimensions);
            });
        }
        return metrics;
    }

    @Test
    void containsNoPersonalData() {
        List<String> paths = List.of(
                "/persons",
                "/persons?limit=1",
                "/persons/Pr1vate1",
                "/persons/Pr1vate0/photos",
                "/persons/Pr1vate0/photos?limit=7",
                "/persons/Pr1vate0/Pr1vate/photos",
                "/Pr1vate",
                "/persons/Pr1vate%2F",
                "/persons?cursor=Pr1vate",
                "/persons?limit=Pr1vate",
                "/persons?Pr1vate=Pr1vate",
                "/persons/%zzPr1vate",
                "/persons/" + PRIVATE.repeat(400),
                "/persons?limit=Pr1vate&limit=2");
        library.occurrence(
                PRIVATE + 1,
                Map.of("photoId", "x", "photoBucket", "Pr1vate", "photoKey", "Pr1vate", "thumbKey", "Pr1vate"));

        String log = CapturedLog.during(() -> {
            try (ApiHandler all = function(Map.of());
                    ApiHandler some = function(Map.of("SIGNABLE", "other/x*"))) {
                for (Fate fate : List.of(Fate.PASSES, Fate.DENIED)) {
                    dynamoDb.plan(action -> fate);
                    for (String path : paths) {
                        for (GatewayPayload payload : GatewayPayload.values()) {
                            for (String method : List.of("GET", "HEAD", "POST", "OPTIONS", "Pr1vate")) {
                                send(all, event(payload, method, path));
                            }
                            send(some, event(payload, "GET", path));
                        }
                    }
                }
                for (Fate fate : List.of(Fate.THROTTLED, Fate.FAILS, Fate.RESET, Fate.DENIED)) {
                    dynamoDb.plan(action -> action.equals("BatchGetItem") ? fate : Fate.PASSES);
                    send(all, event(GatewayPayload.FUNCTION_URL, "GET", "/persons/Pr1vate0/photos"));
                }
            }
        });

        assertThat(log.lines().filter(line -> line.startsWith("{")).count()).isGreaterThan(300);
        assertThat(log)
                .doesNotContainIgnoringCase(PRIVATE)
                .doesNotContain("X-Amz-", "Bearer", "photos-raw", "faces-thumbs", "http:", "https:");
    }

    private static ObjectNode event(GatewayPayload payload, String method, String pathAndQuery) {
        String[] parts = pathAndQuery.split("\\?", 2);
        return payload.event(
                        method,
                        parts[0],
                        parts.length > 1 ? parts[1] : "",
                        Map.of(
                                "Host",
                                List.of("Pr1vate.example"),
                                "Authorization",
                                List.of("Bearer Pr1vate"),
                                "Origin",
                                List.of("https://Pr1vate.example"),
                                "If-None-Match",
                                List.of("\"Pr1vate"),
                                "Accept",
                                List.of("Pr1vate"),
                                "Content-Type",
                                List.of("Pr1vate")))
                .put("body", PRIVATE);
    }

    private static void send(ApiHandler function, ObjectNode event) {
        send(function, event, new LocalContext());
    }

    private static void send(ApiHandler function, ObjectNode event, @Nullable Context lambda) {
        try {
            function.handleRequest(
                    new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)),
                    new ByteArrayOutputStream(),
                    lambda);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
