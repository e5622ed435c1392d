package com.beetroot.api;

import static com.beetroot.testkit.Library.number;
import static com.beetroot.testkit.Library.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.GatewayPayload;
import com.beetroot.testkit.ApiResponse;
import com.beetroot.testkit.CapturedLog;
import com.beetroot.testkit.FaultyDynamoDb;
import com.beetroot.testkit.FaultyDynamoDb.Fate;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Tests rows whose attributes, and tables whose keys, have another type than expected (DESIGN, section 2). */
@ExtendWith(LocalLibrary.class)
class OddRowsTest {

    private static final AttributeValue YES = AttributeValue.fromBool(true);

    private static Library library;

    @BeforeAll
    static void start(Library own) {
        library = own;
    }

    @ParameterizedTest
    @ValueSource(strings = {"421", "0421", " 421 ", "\t\n\r\f\u000b421\u001f\u0085", "\u00a0\u2007421\u3000"})
    void readsACountStoredAsText(String stored) {
        library.person(Map.of("personId", text("text-count"), "photoCount", text(stored)));

        String log =
                answering(gateway -> assertThat(count(gateway, "text-count")).isEqualTo(421));

        assertThat(log).doesNotContain("photoCount");
    }

    @Test
    void limitsCountsToTheLargestSafeInteger() {
        library.person(Map.of("personId", text("huge-count"), "photoCount", text("9".repeat(38))));

        answering(gateway -> assertThat(count(gateway, "huge-count")).isEqualTo((1L << 53) - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4_2_1", "421.0", "-3", "+421", "4 21", "٤٢١", "４２１", "0x1a5", "many"})
    void readsOtherTextAsZeroAndLogsIt(String stored) {
        library.person(Map.of("personId", text("odd-count"), "photoCount", text(stored)));

        String log =
                answering(gateway -> assertThat(count(gateway, "odd-count")).isZero());

        assertThat(log)
                .containsOnlyOnce("a value of the attribute photoCount is of type S")
                .doesNotContain(stored);
    }

    @Test
    void readsEmptyTextAsZero() {
        library.person(Map.of("personId", text("empty-count"), "photoCount", text("")));

        assertThat(answering(
                        gateway -> assertThat(count(gateway, "empty-count")).isZero()))
                .doesNotContain("photoCount");
    }

    @Test
    void sortsPeopleByCountsOfEitherType() {
        library.person(Map.of("personId", text("sorted-b"), "photoCount", text("9000002")))
                .person(Map.of("personId", text("sorted-a"), "photoCount", number("9000003")))
                .person(Map.of("personId", text("sorted-c"), "photoCount", number("9000001")));

        answering(gateway -> {
            List<String> order = new ArrayList<>();
            for (String next = ""; next != null; ) {
                JsonNode page = gateway.get("/persons?limit=1" + next).json();
                order.add(page.at("/persons/0/personId").asText());
                next = page.get("nextCursor").isNull()
                        ? null
                        : "&cursor=" + page.get("nextCursor").asText();
            }
            order.removeIf(personId -> !personId.startsWith("sorted-"));
            assertThat(order).containsExactly("sorted-a", "sorted-b", "sorted-c");
        });
    }

    @Test
    void readsNumbersAsText() {
        library.person(Map.of("personId", text("numbers"), "repThumbKey", number("7.50")))
                .photo("1042", Map.of("s3Bucket", "stored", "s3Key", "k"));
        occurrence(
                "numbers", Map.of("photoId", number("1041"), "photoBucket", text("own"), "photoKey", number("12.0")));
        occurrence("numbers", Map.of("photoId", number("1042"), "thumbKey", number("1E+2")));
        occurrence("numbers", Map.of("photoId", number("-0.0"), "photoBucket", number("123"), "photoKey", text("k")));

        String log = answering(gateway -> {
            assertThat(gateway.get("/persons/numbers")
                            .json()
                            .at("/person/repThumbKey")
                            .textValue())
                    .isEqualTo("7.5");
            List<JsonNode> photos = photos(gateway, "numbers");
            assertThat(photos)
                    .extracting(photo -> photo.get("photoId").textValue())
                    .containsExactly("1041", "1042", "0");
            assertThat(photos)
                    .extracting(photo -> photo.get("photoKey").textValue())
                    .containsExactly("12", "k", "k");
            assertThat(photos)
                    .extracting(photo -> photo.get("photoBucket").textValue())
                    .containsExactly("own", "stored", "123");
            assertThat(photos.get(1).get("thumbKey").textValue()).isEqualTo("100");
        });

        assertThat(log).doesNotContain("of type");
    }

    @Test
    void logsEachUnreadableAttributeAndTypeOnce() {
        AttributeValue bytes = AttributeValue.fromB(SdkBytes.fromUtf8String("bytes"));
        AttributeValue list = AttributeValue.fromL(List.of(text("listed")));
        AttributeValue map = AttributeValue.fromM(Map.of("S", text("mapped")));
        library.person(Map.of("personId", text("unreadable"), "photoCount", YES, "repThumbKey", list));
        item(library.tables().photos(), Map.of("photoId", text("odd"), "s3Bucket", text("b"), "s3Key", map));
        for (int i = 0; i < 2; i++) {
            occurrence("unreadable", Map.of("photoId", bytes, "photoBucket", text("b"), "photoKey", text("k")));
            occurrence("unreadable", Map.of("photoId", AttributeValue.fromSs(List.of("set"))));
            occurrence("unreadable", Map.of("photoId", text("odd"), "photoKey", YES, "thumbKey", bytes));
        }

        String log = answering(gateway -> {
            for (int i = 0; i < 2; i++) {
                JsonNode person = gateway.get("/persons/unreadable").json().get("person");
                assertThat(person.get("photoCount").longValue()).isZero();
                assertThat(person.get("repThumbKey").isNull()).isTrue();
                assertThat(photos(gateway, "unreadable")).hasSize(2).allSatisfy(photo -> {
                    assertThat(photo.get("photoKey").isNull()).isTrue();
                    assertThat(photo.get("photoBucket").textValue()).isEqualTo("b");
                    assertThat(photo.get("thumbKey").isNull()).isTrue();
                });
            }
        });

        Map<String, List<String>> unreadable = Map.of(
                library.tables().persons(), List.of("photoCount is of type BOOL", "repThumbKey is of type L"),
                library.tables().occurrences(),
                        List.of(
                                "photoId is of type B ",
                                "photoId is of type SS",
                                "photoKey is of type BOOL",
                                "thumbKey is of type B "),
                library.tables().photos(), List.of("s3Key is of type M"));
        unreadable.forEach((table, attributes) -> attributes.forEach(attribute ->
                assertThat(log).containsOnlyOnce("In the table " + table + ", a value of the attribute " + attribute)));
        assertThat(log).doesNotContain("bytes").doesNotContain("listed").doesNotContain("mapped");
    }

    @Test
    void readsNullAsMissing() {
        AttributeValue none = AttributeValue.fromNul(true);
        library.person(Map.of("personId", text("nulls"), "photoCount", none, "repThumbKey", none))
                .photo("placed", Map.of("s3Bucket", "b", "s3Key", "k"));
        occurrence("nulls", Map.of("photoId", text("placed"), "photoBucket", none, "photoKey", none, "thumbKey", none));
        occurrence("nulls", Map.of("photoId", none));

        String log = answering(gateway -> {
            assertThat(count(gateway, "nulls")).isZero();
            assertThat(photos(gateway, "nulls"))
                    .singleElement()
                    .satisfies(photo ->
                            assertThat(photo.get("photoKey").textValue()).isEqualTo("k"));
        });

        assertThat(log).doesNotContain("of type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "one by one"})
    void readsPhotosByANumericKey(String way) throws IOException {
        String table = "OddRowsTest-numbered-" + way.length() + "-Photos";
        String person = "numbered " + way;
        createTable(table, "photoId", ScalarAttributeType.N);
        item(table, Map.of("photoId", number("1042"), "s3Bucket", text("b"), "s3Key", text("k-1042")));
        item(table, Map.of("photoId", number("7"), "s3Bucket", text("b"), "s3Key", text("k-7")));
        occurrence(person, Map.of("photoId", number("1042")));
        occurrence(person, Map.of("photoId", text("7")));
        occurrence(person, Map.of("photoId", text("007")));
        occurrence(person, Map.of("photoId", text("seven")));
        occurrence(person, Map.of("photoId", text("1E+400000000")));
        occurrence(person, Map.of("photoId", text("9".repeat(39))));
        Map<String, String> settings = library.settings();
        settings.put("PHOTOS_TABLE", table);
        try (FaultyDynamoDb dynamoDb =
                        new FaultyDynamoDb(library.parts().dynamoDb().endpoint());
                ApiHandler function = new ApiHandler(settings, dynamoDb.endpoint(), Clock.systemUTC())) {
            dynamoDb.plan(action -> action.equals("BatchGetItem") && !way.equals("batch") ? Fate.DENIED : Fate.PASSES);
            Gateway gateway = new Gateway(function, GatewayPayload.FUNCTION_URL);
            for (int calls : new int[] {2, 1}) {
                dynamoDb.takeCalls();
                assertThat(photos(gateway, person.replace(" ", "%20")))
                        .extracting(photo -> photo.get("photoKey").textValue())
                        .containsExactly("k-1042", "k-7");
                if (way.equals("batch")) {
                    assertThat(dynamoDb.takeCalls()).containsEntry("BatchGetItem", calls);
                }
            }
        }
    }

    @Test
    void namesThePhotosTableIfItsKeyHasAnotherName() {
        String table = "OddRowsTest-renamed-Photos";
        createTable(table, "id", ScalarAttributeType.S);
        occurrence("renamed", Map.of("photoId", number("1042")));

        String log = answering(
                Map.of("PHOTOS_TABLE", table),
                gateway -> assertThat(gateway.get("/persons/renamed/photos").status())
                        .isEqualTo(500));

        assertThat(log).contains(table).contains("photoId of type S or N");
    }

    @ParameterizedTest
    @EnumSource(
            value = ScalarAttributeType.class,
            names = {"N", "B"})
    void namesTheTypeOfANonTextKey(ScalarAttributeType type) {
        String persons = "OddRowsTest-" + type + "-Persons";
        String occurrences = "OddRowsTest-" + type + "-Occurrences";
        createTable(persons, "personId", type);
        createTable(occurrences, "personId", type);
        AttributeValue key =
                type == ScalarAttributeType.N ? number("7") : AttributeValue.fromB(SdkBytes.fromUtf8String("7"));
        item(persons, Map.of("personId", key, "photoCount", number("1")));
        Map<String, String> settings = Map.of("PERSONS_TABLE", persons, "OCCURRENCES_TABLE", occurrences);

        for (String path : List.of("/persons", "/persons/7", "/persons/7/photos")) {
            String log = answering(settings, gateway -> {
                ApiResponse answer = gateway.get(path);
                assertThat(answer.status()).as(path).isEqualTo(500);
                assertThat(answer.text()).doesNotContain("personId");
            });
            assertThat(log)
                    .as(path)
                    .contains("\"fault\":\"misconfigured\"")
                    .contains(
                            path.equals("/persons")
                                    ? "key personId is of type " + type + " and must be of type S"
                                    : "It must be personId of type S");
        }
    }

    @Test
    void listsAPhotoWithTwoOccurrencesTwice() {
        Map<String, AttributeValue> first = Map.of(
                "photoId", text("twice"),
                "photoBucket", text("b"),
                "photoKey", text("k"),
                "thumbKey", text("left.jpg"));
        Map<String, AttributeValue> second = new HashMap<>(first);
        second.put("thumbKey", text("right.jpg"));
        occurrence("twins", first);
        occurrence("twins", second);

        answering(gateway -> {
            List<JsonNode> photos = photos(gateway, "twins");
            assertThat(photos)
                    .extracting(photo -> photo.get("photoId").textValue())
                    .containsExactly("twice", "twice");
            assertThat(photos)
                    .extracting(photo -> photo.get("thumbKey").textValue())
                    .containsExactly("left.jpg", "right.jpg");
        });
    }

    private interface Requests {
        void to(Gateway gateway);
    }

    /** Returns the log of a new function that handles the requests. */
    private static String answering(Requests requests) {
        return answering(Map.of(), requests);
    }

    private static String answering(Map<String, String> settings, Requests requests) {
        Map<String, String> all = library.settings();
        all.putAll(settings);
        try (ApiHandler function = new ApiHandler(all)) {
            return CapturedLog.during(() -> requests.to(new Gateway(function, GatewayPayload.FUNCTION_URL)));
        }
    }

    private static long count(Gateway gateway, String personId) {
        return gateway.get("/persons/" + personId)
                .json()
                .at("/person/photoCount")
                .longValue();
    }

    private static List<JsonNode> photos(Gateway gateway, String personId) {
        List<JsonNode> photos = new ArrayList<>();
        gateway.get("/persons/" + personId + "/photos").json().get("photos").forEach(photos::add);
        return photos;
    }

    private static void occurrence(String personId, Map<String, AttributeValue> attributes) {
        library.occurrenceOf(personId, attributes);
    }

    private static void item(String table, Map<String, AttributeValue> item) {
        library.dynamoDb().putItem(put -> put.tableName(table).item(item));
    }

    @SuppressWarnings("unchecked") // The SDK takes a varargs of generic consumers.
    private static void createTable(String name, String key, ScalarAttributeType type) {
        library.dynamoDb()
                .createTable(table -> table.tableName(name)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(k -> k.attributeName(key).keyType(KeyType.HASH))
                        .attributeDefinitions(a -> a.attributeName(key).attributeType(type)));
    }
}
