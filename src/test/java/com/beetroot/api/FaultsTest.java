package com.beetroot.api;

import static com.beetroot.testkit.Library.number;
import static com.beetroot.testkit.Library.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LocalContext;
import com.beetroot.testkit.ApiResponse;
import com.beetroot.testkit.CapturedLog;
import com.beetroot.testkit.CountingRelay;
import com.beetroot.testkit.FaultyDynamoDb;
import com.beetroot.testkit.FaultyDynamoDb.Fate;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests the responses when DynamoDB throttles, fails, hangs or denies access: they are correct, or a problem document.
 */
@ExtendWith(LocalLibrary.class)
class FaultsTest {

    private static final int PHOTOS = 30;

    private static Library library;
    private static FaultyDynamoDb dynamoDb;
    private static ApiHandler function;

    @BeforeAll
    static void start(Library own) throws IOException {
        library = own;
        for (int i = 0; i < 20; i++) {
            library.person("person-" + i, i % 7, "faces-thumbs/" + i + ".jpg");
        }
        for (int i = 0; i < PHOTOS; i++) {
            library.photo("photo-" + i, Map.of("s3Bucket", Library.RAW, "s3Key", "photos-raw/" + i + ".jpg"))
                    .occurrence("person-1", Map.of("photoId", "photo-" + i));
        }
        dynamoDb = new FaultyDynamoDb(library.parts().dynamoDb().endpoint());
        function = new ApiHandler(library.settings(), dynamoDb.endpoint(), Clock.systemUTC());
    }

    @BeforeEach
    void heal() {
        dynamoDb.plan(action -> Fate.PASSES);
        dynamoDb.rewrite(UnaryOperator.identity());
        dynamoDb.takeCalls();
    }

    @AfterAll
    static void stop() {
        function.close();
        dynamoDb.close();
    }

    @Test
    void returnsACompletePageOr503() throws Exception {
        List<String> paths = List.of("/persons", "/persons/person-1", "/persons/person-1/photos", "/persons?limit=5");
        List<String> right = paths.stream()
                .map(path -> withoutUrls(new Gateway(function, GatewayPayload.FUNCTION_URL).get(path)))
                .toList();
        SplittableRandom random = new SplittableRandom(3);
        dynamoDb.plan(action -> fate(random));

        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 2_000; i++) {
                int which = i % paths.size();
                GatewayPayload payload = GatewayPayload.values()[i / paths.size() % 2];
                answers.add(clients.submit(() -> {
                    ApiResponse answer = new Gateway(function, payload).get(paths.get(which));
                    if (answer.status() == 200) {
                        assertThat(withoutUrls(answer)).isEqualTo(right.get(which));
                    } else {
                        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                        assertThat(answer.headers())
                                .containsEntry("Retry-After", "1")
                                .containsEntry("Access-Control-Allow-Origin", "*");
                        assertThat(answer.json().get("error").asText()).isEqualTo("unavailable");
                    }
                    return answer.status();
                }));
            }
        }
        int fine = 0;
        for (Future<Integer> answer : answers) {
            fine += answer.get() == 200 ? 1 : 0;
        }
        assertThat(fine).as("requests that succeed, most of them after retries").isGreaterThan(1_000);
    }

    private static synchronized Fate fate(SplittableRandom random) {
        int lot = random.nextInt(1_000);
        return lot < 120
                ? Fate.THROTTLED
                : lot < 220 ? Fate.FAILS : lot < 270 ? Fate.RESET : lot < 273 ? Fate.HANGS : Fate.PASSES;
    }

    /** Returns the body without the parts that change over time. */
    private static String withoutUrls(ApiResponse answer) {
        return answer.text().replaceAll("\\?[^\"]*", "").replaceAll("\"expiresAt\":\"[^\"]*\"", "");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"HANGS", "DAMAGED"})
    void respondsBeforeTheInvocationTimesOut(Fate always) throws IOException {
        dynamoDb.plan(action -> always);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        LocalContext lambda = new LocalContext(Duration.ofMillis(1_500));

        String event = GatewayPayload.FUNCTION_URL
                .event("GET", "/persons", "", Map.of())
                .toString();

        function.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output, lambda);

        assertThat(lambda.getRemainingTimeInMillis())
                .as("time left of the invocation")
                .isPositive();
        assertThat(ApiResponse.to(event, output.toByteArray()).status()).isEqualTo(503);
    }

    /** Simulates a pause during which Lambda freezes the function. */
    @Test
    void spendsNoAttemptOnClosedConnections() throws IOException {
        try (FaultyDynamoDb before =
                        new FaultyDynamoDb(library.parts().dynamoDb().endpoint());
                ApiHandler paused = new ApiHandler(library.settings(), before.endpoint(), Clock.systemUTC())) {
            Gateway gateway = new Gateway(paused, GatewayPayload.FUNCTION_URL);
            String right = withoutUrls(gateway.get("/persons/person-1/photos"));
            try (FaultyDynamoDb after = before.restarted()) {
                assertThat(withoutUrls(gateway.get("/persons/person-1/photos"))).isEqualTo(right);
                assertThat(after.takeCalls()).isEqualTo(Map.of("Query", 1, "BatchGetItem", 1));
                assertThat(after.mostAttempts()).isEqualTo(1);
            }
        }
    }

    @Test
    void readsPhotosOneByOneIfBatchReadsAreDenied() {
        Gateway gateway = new Gateway(function, GatewayPayload.FUNCTION_URL);
        String right = withoutUrls(gateway.get("/persons/person-1/photos"));
        assertThat(dynamoDb.takeCalls()).isEqualTo(Map.of("Query", 1, "BatchGetItem", 1));
        dynamoDb.plan(action -> action.equals("BatchGetItem") ? Fate.DENIED : Fate.PASSES);

        try (ApiHandler restricted = new ApiHandler(library.settings(), dynamoDb.endpoint(), Clock.systemUTC())) {
            String log = CapturedLog.during(() -> {
                assertThat(withoutUrls(
                                new Gateway(restricted, GatewayPayload.FUNCTION_URL).get("/persons/person-1/photos")))
                        .isEqualTo(right);
                assertThat(dynamoDb.takeCalls()).isEqualTo(Map.of("Query", 1, "BatchGetItem", 1, "GetItem", PHOTOS));
                assertThat(withoutUrls(
                                new Gateway(restricted, GatewayPayload.REST_API).get("/persons/person-1/photos")))
                        .isEqualTo(right);
                assertThat(dynamoDb.takeCalls()).isEqualTo(Map.of("Query", 1, "GetItem", PHOTOS));
            });
            assertThat(log).containsOnlyOnce("dynamodb:BatchGetItem");
        }
    }

    @Test
    void opensFewConnectionsForManyPhotos() throws IOException {
        unplacedPhotos("crowded", 150);
        try (FaultyDynamoDb restricting =
                        new FaultyDynamoDb(library.parts().dynamoDb().endpoint());
                CountingRelay narrow = new CountingRelay(restricting.endpoint(), 16);
                ApiHandler restricted = new ApiHandler(library.settings(), narrow.endpoint(), Clock.systemUTC())) {
            restricting.plan(action -> action.equals("BatchGetItem") ? Fate.DENIED : Fate.PASSES);

            ApiResponse page = new Gateway(restricted, GatewayPayload.FUNCTION_URL).get("/persons/crowded/photos");

            assertThat(page.status()).as(page.text()).isEqualTo(200);
            assertThat(page.json().get("photos")).hasSize(150);
            assertThat(restricting.takeCalls()).containsEntry("GetItem", 150);
            assertThat(restricting.mostAttempts())
                    .as("a call whose first connection timed out")
                    .isEqualTo(1);
        }
    }

    @Test
    void retriesEachCallRegardlessOfOtherFailures() throws IOException {
        unplacedPhotos("interrupted", 120);
        try (FaultyDynamoDb resetting =
                        new FaultyDynamoDb(library.parts().dynamoDb().endpoint());
                ApiHandler restricted = new ApiHandler(library.settings(), resetting.endpoint(), Clock.systemUTC())) {
            // The SDK's circuit breaker stops all retries after 100 of them; each success gives one back.
            resetting.plan((action, attempt) ->
                    action.equals("BatchGetItem") ? Fate.DENIED : attempt <= 3 ? Fate.RESET : Fate.PASSES);

            ApiResponse page = new Gateway(restricted, GatewayPayload.FUNCTION_URL).get("/persons/interrupted/photos");

            assertThat(page.status()).as(page.text()).isEqualTo(200);
            assertThat(page.json().get("photos")).hasSize(120);
        }
    }

    /** DynamoDB compresses what is larger than 4 KB, and sends a checksum of the compressed bytes. */
    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"PASSES", "DAMAGED"})
    void readsCompressedResponses(Fate first) throws IOException {
        unplacedPhotos("compressed-" + first, 120);
        try (FaultyDynamoDb damaging =
                        new FaultyDynamoDb(library.parts().dynamoDb().endpoint());
                ApiHandler reader = new ApiHandler(library.settings(), damaging.endpoint(), Clock.systemUTC())) {
            damaging.plan((action, attempt) -> attempt == 1 ? first : Fate.PASSES);

            ApiResponse page =
                    new Gateway(reader, GatewayPayload.FUNCTION_URL).get("/persons/compressed-" + first + "/photos");

            assertThat(page.status()).as(page.text()).isEqualTo(200);
            assertThat(page.json().get("photos")).hasSize(120);
            assertThat(damaging.compressed()).isPositive();
            assertThat(damaging.mostAttempts()).isEqualTo(first == Fate.DAMAGED ? 2 : 1);
        }
    }

    /** One failed call determines the response, so further calls would only take time. */
    @Test
    void startsNoFurtherCallsAfterAFailure() throws IOException {
        unplacedPhotos("denied", 150);
        try (FaultyDynamoDb denying =
                        new FaultyDynamoDb(library.parts().dynamoDb().endpoint());
                ApiHandler denied = new ApiHandler(library.settings(), denying.endpoint(), Clock.systemUTC())) {
            denying.plan(action -> action.equals("Query") ? Fate.PASSES : Fate.DENIED);

            assertThat(new Gateway(denied, GatewayPayload.FUNCTION_URL)
                            .get("/persons/denied/photos")
                            .status())
                    .isEqualTo(500);

            assertThat(denying.takeCalls().get("GetItem")).isLessThanOrEqualTo(32);
        }
    }

    @Test
    void treatsAnEmptyLastEvaluatedKeyAsTheEnd() throws IOException {
        Map<String, String> settings = library.settings();
        settings.put("PERSONS_TABLE", "FaultsTest-indexed-Persons");
        settings.put("PERSONS_INDEX", "grid");
        library.parts().dynamoDb().createPersonsTable("FaultsTest-indexed-Persons", "grid", "gridShard");
        library.dynamoDb()
                .putItem(put -> put.tableName("FaultsTest-indexed-Persons")
                        .item(Map.of("personId", text("anna"), "photoCount", number("1"), "gridShard", text("0"))));
        dynamoDb.rewrite(body ->
                body.contains("LastEvaluatedKey") ? body : body.replaceFirst("\\{", "{\"LastEvaluatedKey\":{},"));

        try (ApiHandler indexed = new ApiHandler(settings, dynamoDb.endpoint(), Clock.systemUTC())) {
            for (ApiResponse page : List.of(
                    new Gateway(function, GatewayPayload.FUNCTION_URL).get("/persons"),
                    new Gateway(indexed, GatewayPayload.FUNCTION_URL).get("/persons"),
                    new Gateway(function, GatewayPayload.FUNCTION_URL).get("/persons/person-1/photos"))) {
                assertThat(page.status()).as(page.text()).isEqualTo(200);
                assertThat(page.json().get("nextCursor").isNull()).isTrue();
            }
        }
        assertThat(dynamoDb.takeCalls()).isEqualTo(Map.of("Scan", 1, "Query", 2, "BatchGetItem", 1));
    }

    /** A table listed under unprocessed keys without any key has nothing left to read. */
    @Test
    void doesNotRetryUnprocessedKeysWithoutKeys() {
        dynamoDb.rewrite(body -> body.replace(
                "\"UnprocessedKeys\":{}",
                "\"UnprocessedKeys\":{\"" + library.tables().photos() + "\":{\"Keys\":[]}}"));

        assertThat(new Gateway(function, GatewayPayload.FUNCTION_URL)
                        .get("/persons/person-1/photos")
                        .status())
                .isEqualTo(200);

        assertThat(dynamoDb.takeCalls()).isEqualTo(Map.of("Query", 1, "BatchGetItem", 1));
    }

    private static void unplacedPhotos(String person, int count) {
        for (int i = 0; i < count; i++) {
            String photo = person + "-" + i;
            library.photo(photo, Map.of("s3Bucket", Library.RAW, "s3Key", "photos-raw/" + photo + ".jpg"))
                    .occurrence(person, Map.of("photoId", photo));
        }
    }

    @Test
    void namesTheDeniedActionOnlyInTheLog() {
        dynamoDb.plan(action -> Fate.DENIED);

        String log = CapturedLog.during(() -> {
            ApiResponse answer = new Gateway(function, GatewayPayload.FUNCTION_URL).get("/persons/person-1/photos");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text())
                    .doesNotContain("Query")
                    .doesNotContain(library.tables().occurrences());
        });

        assertThat(log)
                .contains("The role is not allowed to call dynamodb:Query on the table "
                        + library.tables().occurrences());
    }
}
