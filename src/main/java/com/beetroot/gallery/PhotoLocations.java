package com.beetroot.gallery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Where photos lie, by their keys. */
final class PhotoLocations {

    private static final Logger LOG = LoggerFactory.getLogger(PhotoLocations.class);

    /** DynamoDB's limit of keys for one BatchGetItem. */
    private static final int MAX_KEYS = 100;
    /** DynamoDB's limit for a partition key: no photo has a longer one, and asking for it would fail the whole call. */
    private static final int MAX_KEY_BYTES = 2_048;

    private static final long FIRST_PAUSE_NANOS = 20_000_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;
    private static final String ATTRIBUTES = "photoId, s3Bucket, s3Key";

    private final Reads reads;
    private final String table;
    /** The old function's role allows GetItem alone; learned once for the process. */
    private volatile boolean batchDenied;

    PhotoLocations(Reads reads, Tables tables) {
        this.reads = reads;
        this.table = tables.photos();
    }

    /** The locations of those photos that exist, complete or not. */
    Map<String, ObjectLocation> find(Collection<String> distinctPhotoIds, Reading reading) {
        List<String> ids =
                distinctPhotoIds.stream().filter(PhotoLocations::canBeKey).toList();
        if (ids.isEmpty()) {
            return Map.of();
        }
        if (!batchDenied) {
            try {
                return merged(batches(ids, reading));
            } catch (Reads.DeniedException denied) {
                learnDenied();
            }
        }
        return merged(ids.stream()
                .map(id -> (Callable<Map<String, ObjectLocation>>) () -> readOne(id, reading))
                .toList());
    }

    private List<Callable<Map<String, ObjectLocation>>> batches(List<String> ids, Reading reading) {
        List<Callable<Map<String, ObjectLocation>>> batches = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += MAX_KEYS) {
            List<String> some = ids.subList(i, Math.min(ids.size(), i + MAX_KEYS));
            batches.add(() -> readBatch(some, reading));
        }
        return batches;
    }

    private synchronized void learnDenied() {
        if (!batchDenied) {
            batchDenied = true;
            LOG.warn(
                    "The role may not dynamodb:BatchGetItem on the table {}: photos are read one by one, which is slower."
                            + " Allow it in the function's policy.",
                    table);
        }
    }

    private static boolean canBeKey(String photoId) {
        return photoId.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY_BYTES;
    }

    private static Map<String, ObjectLocation> merged(List<Callable<Map<String, ObjectLocation>>> calls) {
        Map<String, ObjectLocation> found = new HashMap<>();
        SideBySide.call(calls).forEach(found::putAll);
        return found;
    }

    private Map<String, ObjectLocation> readBatch(List<String> ids, Reading reading) {
        Map<String, ObjectLocation> found = new HashMap<>();
        Map<String, KeysAndAttributes> rest = Map.of(
                table,
                KeysAndAttributes.builder()
                        .keys(ids.stream().map(PhotoLocations::key).toList())
                        .projectionExpression(ATTRIBUTES)
                        .build());
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            BatchGetItemResponse response =
                    reads.batchGetItem(BatchGetItemRequest.builder().requestItems(rest), reading);
            List<Map<String, AttributeValue>> items = response.responses().getOrDefault(table, List.of());
            items.forEach(item -> put(found, item));
            rest = response.unprocessedKeys();
            if (rest.isEmpty()) {
                return found;
            }
            // Unprocessed because the answer was full (16 MB): at once. Because DynamoDB is busy: later and later.
            if (items.isEmpty()) {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause / 2, pause));
                pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            }
        }
    }

    private Map<String, ObjectLocation> readOne(String id, Reading reading) {
        Map<String, ObjectLocation> found = new HashMap<>();
        Map<String, AttributeValue> item = reads.getItem(
                        GetItemRequest.builder().tableName(table).key(key(id)).projectionExpression(ATTRIBUTES),
                        reading)
                .item();
        if (!item.isEmpty()) {
            put(found, item);
        }
        return found;
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of("photoId", AttributeValue.fromS(id));
    }

    private static void put(Map<String, ObjectLocation> found, Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        found.put(item.text("photoId"), new ObjectLocation(item.text("s3Bucket"), item.text("s3Key")));
    }
}
