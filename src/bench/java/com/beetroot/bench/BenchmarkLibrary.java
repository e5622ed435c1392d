package com.beetroot.bench;

import com.beetroot.local.LocalAws;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The library that the benchmarks read: many people, one of whom, anna, has 200 photos, 67 of them without location.
 */
final class BenchmarkLibrary {

    static final int PHOTOS = 200;
    static final String PEOPLE_PATH = "/persons";
    static final String PHOTOS_PATH = "/persons/anna/photos";

    /** The settings that read the people of {@link #fillIndexed} from the index. */
    static final Map<String, String> INDEXED = Map.of("PERSONS_TABLE", "IndexedPersons", "PERSONS_INDEX", "grid");

    private BenchmarkLibrary() {}

    static void fill(LocalAws parts, int people) {
        parts.dynamoDb().createTable("Persons", "personId");
        parts.dynamoDb().createTable("Occurrences", "personId", "occurrenceId", ScalarAttributeType.S);
        parts.dynamoDb().createTable("Photos", "photoId");
        write(
                parts,
                "Persons",
                IntStream.range(0, people)
                        .mapToObj(i -> Map.of(
                                "personId",
                                text(uuid("person", i)),
                                "photoCount",
                                AttributeValue.fromN(Integer.toString(i * 7919 % 977)),
                                "repThumbKey",
                                text("faces-thumbs/" + uuid("face", i) + ".jpg"),
                                "updatedAt",
                                text("2026-11-24T10:00:00Z"))));
        write(
                parts,
                "Photos",
                IntStream.range(0, PHOTOS)
                        .mapToObj(i -> Map.of(
                                "photoId",
                                text(uuid("photo", i)),
                                "s3Bucket",
                                text("beetroot-raw"),
                                "s3Key",
                                text("photos-raw/" + uuid("photo", i) + ".jpg"))));
        write(parts, "Occurrences", IntStream.range(0, PHOTOS).mapToObj(i -> {
            Map<String, AttributeValue> item = new HashMap<>(Map.of(
                    "personId",
                    text("anna"),
                    "occurrenceId",
                    text("%04d".formatted(i)),
                    "photoId",
                    text(uuid("photo", i)),
                    "thumbKey",
                    text("faces-thumbs/" + uuid("anna", i) + ".jpg")));
            if (i % 3 != 0) {
                item.put("photoBucket", text("beetroot-raw"));
                item.put("photoKey", text("photos-raw/" + uuid("photo", i) + ".jpg"));
            }
            return item;
        }));
    }

    /** Writes the same people to a table with an index. */
    static void fillIndexed(LocalAws parts) {
        String table = INDEXED.get("PERSONS_TABLE");
        parts.dynamoDb().createPersonsTable(table, INDEXED.get("PERSONS_INDEX"), "gridShard");
        write(
                parts,
                table,
                parts.dynamoDb().client().scanPaginator(scan -> scan.tableName("Persons")).items().stream()
                        .map(person -> {
                            Map<String, AttributeValue> item = new HashMap<>(person);
                            item.put("gridShard", text("0"));
                            return item;
                        }));
    }

    /** Returns an id like those that programs generate. Consecutive ids would compress better than real ones. */
    private static String uuid(String kind, int number) {
        return UUID.nameUUIDFromBytes((kind + number).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Returns a session token of 1,000 characters, the size of a Lambda role's token. Every URL carries it. */
    static String sessionToken() {
        byte[] bytes = new byte[750];
        new Random(4).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static void write(LocalAws parts, String table, Stream<? extends Map<String, AttributeValue>> items) {
        List<WriteRequest> writes = items.map(item ->
                        WriteRequest.builder().putRequest(put -> put.item(item)).build())
                .toList();
        for (int i = 0; i < writes.size(); i += 25) {
            List<WriteRequest> some = writes.subList(i, Math.min(writes.size(), i + 25));
            parts.dynamoDb().client().batchWriteItem(batch -> batch.requestItems(Map.of(table, some)));
        }
    }
}
