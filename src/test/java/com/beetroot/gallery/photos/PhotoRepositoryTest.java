package com.beetroot.gallery.photos;

import static com.beetroot.testkit.Library.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.beetroot.gallery.cursor.InvalidCursorException;
import com.beetroot.gallery.cursor.Page;
import com.beetroot.gallery.dynamodb.ReadBudget;
import com.beetroot.gallery.dynamodb.Tables;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Tests a person's photos over several DynamoDB pages, with every kind of sort key. */
@ExtendWith(LocalLibrary.class)
class PhotoRepositoryTest {

    private static final int OCCURRENCES = 2_500;
    private static final Calls CALLS = new Calls();

    private static Library library;
    private static DynamoDbClient dynamoDb;

    /** The kinds of sort key, with ascending values. */
    enum SortKey {
        TEXT(ScalarAttributeType.S, i -> text("%05d/ü".formatted(i))),
        LONG_TEXT(ScalarAttributeType.S, i -> text("日".repeat(330) + "%05d".formatted(i))),
        NUMBER(
                ScalarAttributeType.N,
                i -> AttributeValue.fromN(i % 2 == 0 ? Integer.toString(i - 500) : i - 500 + ".25")),
        BINARY(
                ScalarAttributeType.B,
                i -> AttributeValue.fromB(
                        SdkBytes.fromByteArray(ByteBuffer.allocate(4).putInt(i).array()))),
        LONG_BINARY(
                ScalarAttributeType.B,
                i -> AttributeValue.fromB(SdkBytes.fromByteArray(
                        ByteBuffer.allocate(1_024).putInt(1_020, i).array())));

        private final ScalarAttributeType type;

        @SuppressWarnings("ImmutableEnumChecker") // The lambdas above have no state.
        private final IntFunction<AttributeValue> value;

        SortKey(ScalarAttributeType type, IntFunction<AttributeValue> value) {
            this.type = type;
            this.value = value;
        }
    }

    /** Counts the client's calls. */
    private static final class Calls implements ExecutionInterceptor {

        private final AtomicInteger count = new AtomicInteger();
        private final AtomicInteger unprocessed = new AtomicInteger();

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            count.incrementAndGet();
        }

        @Override
        public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
            if (context.request() instanceof BatchGetItemRequest
                    && context.response() instanceof BatchGetItemResponse response
                    && !response.unprocessedKeys().isEmpty()) {
                unprocessed.incrementAndGet();
            }
        }
    }

    @BeforeAll
    static void start(Library own) {
        library = own;
        dynamoDb = DynamoDbClient.builder()
                .overrideConfiguration(client -> client.addExecutionInterceptor(CALLS))
                .build();
        List<Map<String, AttributeValue>> photos = new ArrayList<>();
        for (int i = 0; i < OCCURRENCES; i++) {
            photos.add(Map.of("photoId", text("photo-" + i), "s3Bucket", text("stored"), "s3Key", text("key-" + i)));
        }
        write(own.tables().photos(), photos);
    }

    @ParameterizedTest
    @EnumSource(SortKey.class)
    void readsAllOccurrencesInOrder(SortKey sortKey) {
        String table = "PhotoRepositoryTest-" + sortKey + "-Occurrences";
        library.parts().dynamoDb().createTable(table, "personId", "theSortKey", sortKey.type);
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        List<PhotoItem> expected = new ArrayList<>();
        for (int i = 0; i < OCCURRENCES; i++) {
            Map<String, AttributeValue> item =
                    new HashMap<>(Map.of("personId", text("anna"), "theSortKey", sortKey.value.apply(i)));
            if (i % 10 != 9) {
                item.put("photoId", text("photo-" + i));
                if (i % 3 != 0) {
                    item.put("photoBucket", text("own"));
                    item.put("photoKey", text("key-" + i));
                }
                expected.add(new PhotoItem(
                        "photo-" + i, new ObjectLocation(i % 3 == 0 ? "stored" : "own", "key-" + i), null));
            }
            items.add(item);
        }
        write(table, items);
        write(
                table,
                List.of(Map.of(
                        "personId", text("ben"), "theSortKey", sortKey.value.apply(1), "photoId", text("photo-1"))));
        PhotoRepository repository = new PhotoRepository(
                dynamoDb, new Tables("none", table, library.tables().photos()));

        // A truncated key is found by reading from its prefix, so small pages over 2,500 long keys are slow.
        int small = sortKey.name().startsWith("LONG") ? 199 : 17;
        for (int limit : new int[] {200, small}) {
            List<PhotoItem> seen = new ArrayList<>();
            String cursor = null;
            do {
                Page<PhotoItem> page = repository.list("anna", limit, cursor, soon());
                assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
                seen.addAll(page.items());
                cursor = page.nextCursor();
                assertThat(cursor == null || cursor.length() <= 1_024).isTrue();
            } while (cursor != null);
            assertThat(seen).isEqualTo(expected);
        }
    }

    @Test
    void usesAsFewDynamoDbCallsAsPossible() {
        for (int missing : new int[] {0, 1, 67, 100, 101, 200}) {
            String person = "missing-" + missing;
            for (int i = 0; i < 200; i++) {
                library.occurrence(
                        person,
                        i < missing
                                ? Map.of("photoId", "photo-" + i)
                                : Map.of("photoId", "photo-" + i, "photoBucket", "b", "photoKey", "k"));
            }
            CALLS.count.set(0);

            assertThat(repository().list(person, 200, null, soon()).items()).hasSize(200);

            assertThat(CALLS.count.get()).isEqualTo(1 + (missing + 99) / 100);
        }
    }

    @Test
    void readsEachPhotoOnce() {
        for (int i = 0; i < 150; i++) {
            library.occurrence("same", Map.of("photoId", "photo-7"));
        }
        CALLS.count.set(0);

        assertThat(repository().list("same", 200, null, soon()).items()).hasSize(150);

        assertThat(CALLS.count.get()).isEqualTo(2);
    }

    @Test
    void retriesUnprocessedKeys() {
        String filler = "x".repeat(390_000);
        for (int i = 0; i < 90; i++) {
            library.photo("huge-" + i, Map.of("s3Bucket", "b", "s3Key", "k" + i, "embedding", filler));
            library.occurrence("huge", Map.of("photoId", "huge-" + i));
        }
        CALLS.unprocessed.set(0);

        List<PhotoItem> photos = repository().list("huge", 200, null, soon()).items();

        assertThat(photos).hasSize(90).allMatch(photo -> photo.location().isComplete());
        assertThat(CALLS.unprocessed.get())
                .as("responses with unprocessed keys")
                .isPositive();
    }

    @Test
    void returnsAShortPageWithACursorIfRowsAreSkipped() {
        for (int i = 0; i < 10; i++) {
            library.occurrence("sparse", i == 9 ? Map.of("photoId", "photo-1") : Map.of("photoId", "nowhere"));
        }

        Page<PhotoItem> first = repository().list("sparse", 5, null, soon());

        assertThat(first.items()).isEmpty();
        assertThat(first.nextCursor()).isNotNull();
        assertThat(repository().list("sparse", 200, first.nextCursor(), soon()).items())
                .hasSize(1);
    }

    @Test
    void rejectsCursorsOfAnotherPersonAndForgedKeys() {
        library.occurrence("anna", Map.of("photoId", "photo-1")).occurrence("anna", Map.of("photoId", "photo-2"));
        String cursor = repository().list("anna", 1, null, soon()).nextCursor();
        assertThat(repository().list("anna", 1, cursor, soon()).items()).hasSize(1);

        for (Map<String, AttributeValue> forged : List.of(
                Map.of("personId", text("anna"), "otherKey", text("x")),
                Map.of("personId", text("anna"), "occurrenceId", AttributeValue.fromN("5")),
                Map.of("personId", text("anna"), "occurrenceId", AttributeValue.fromB(SdkBytes.fromUtf8String("x"))))) {
            String forgery = PhotoPosition.cursorAfter("anna", forged);
            assertThatThrownBy(() -> repository().list("anna", 1, forgery, soon()))
                    .as(forged.toString())
                    .isInstanceOf(InvalidCursorException.class);
        }
        assertThatThrownBy(() -> repository().list("ben", 1, cursor, soon()))
                .isInstanceOf(InvalidCursorException.class);
        assertThatThrownBy(() -> repository().list("anna", 1, cursor.substring(1), soon()))
                .isInstanceOf(InvalidCursorException.class);
    }

    private static PhotoRepository repository() {
        return new PhotoRepository(dynamoDb, library.tables());
    }

    private static ReadBudget soon() {
        return ReadBudget.within(Duration.ofMinutes(1));
    }

    private static void write(String table, List<Map<String, AttributeValue>> items) {
        List<WriteRequest> writes = items.stream()
                .map(item ->
                        WriteRequest.builder().putRequest(put -> put.item(item)).build())
                .toList();
        for (int i = 0; i < writes.size(); i += 25) {
            List<WriteRequest> some = writes.subList(i, Math.min(writes.size(), i + 25));
            library.dynamoDb().batchWriteItem(batch -> batch.requestItems(Map.of(table, some)));
        }
    }
}
