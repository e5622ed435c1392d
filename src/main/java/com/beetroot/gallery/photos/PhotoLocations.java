package com.beetroot.gallery.photos;

import com.beetroot.gallery.dynamodb.AttributeWarnings;
import com.beetroot.gallery.dynamodb.DynamoDbReader;
import com.beetroot.gallery.dynamodb.ItemAttributes;
import com.beetroot.gallery.dynamodb.ParallelCalls;
import com.beetroot.gallery.dynamodb.ReadBudget;
import com.beetroot.gallery.dynamodb.Tables;
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

/** Looks up the locations of photos by their keys. */
final class PhotoLocations {

    private static final Logger LOG = LoggerFactory.getLogger(PhotoLocations.class);

    /** DynamoDB's limit for the keys of one BatchGetItem. */
    private static final int MAX_KEYS = 100;
    /** DynamoDB's limit for a partition key. No photo has a longer one, and requesting one fails the whole call. */
    private static final int MAX_KEY_BYTES = 2_048;

    private static final long FIRST_PAUSE_NANOS = 20_000_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;
    private static final String ATTRIBUTES = "photoId, s3Bucket, s3Key";

    private final DynamoDbReader reader;
    private final String table;
    private final AttributeWarnings warnings;
    /** Whether the table's key is a number, found out when DynamoDB rejects text. The contract's key is text. */
    private volatile boolean numberKeys;
    /** Whether the role allows GetItem only, as the old function's does; found out once per process. */
    private volatile boolean batchDenied;

    PhotoLocations(DynamoDbReader reader, Tables tables) {
        this.reader = reader;
        this.table = tables.photos();
        this.warnings = new AttributeWarnings(table);
    }

    /** Returns the locations, complete or not, of the photos that exist. */
    Map<String, ObjectLocation> find(Collection<String> distinctPhotoIds, ReadBudget budget) {
        boolean numbers = numberKeys;
        List<Map<String, AttributeValue>> keys = keys(distinctPhotoIds, numbers);
        try {
            return find(keys, budget);
        } catch (DynamoDbReader.InvalidRequestException wrongKey) {
            List<Map<String, AttributeValue>> others = keys(distinctPhotoIds, !numbers);
            if (others.isEmpty()) {
                throw wrongKey;
            }
            Map<String, ObjectLocation> found = findInstead(others, wrongKey, budget);
            numberKeys = !numbers;
            return found;
        }
    }

    private Map<String, ObjectLocation> findInstead(
            List<Map<String, AttributeValue>> others, RuntimeException wrongKey, ReadBudget budget) {
        try {
            return find(others, budget);
        } catch (DynamoDbReader.InvalidRequestException wrongAsWell) {
            throw wrongKey;
        }
    }

    /** Returns the keys of those photos that a table with that type of key can contain. */
    private static List<Map<String, AttributeValue>> keys(Collection<String> photoIds, boolean numbers) {
        return photoIds.stream()
                .filter(numbers ? ItemAttributes::isNumber : PhotoLocations::canBeKey)
                .map(id -> Map.of("photoId", numbers ? AttributeValue.fromN(id) : AttributeValue.fromS(id)))
                .toList();
    }

    private Map<String, ObjectLocation> find(List<Map<String, AttributeValue>> keys, ReadBudget budget) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        if (!batchDenied) {
            try {
                return merged(batches(keys, budget));
            } catch (DynamoDbReader.DeniedException denied) {
                rememberDenied();
            }
        }
        return merged(keys.stream()
                .map(key -> (Callable<Map<String, ObjectLocation>>) () -> readOne(key, budget))
                .toList());
    }

    private List<Callable<Map<String, ObjectLocation>>> batches(
            List<Map<String, AttributeValue>> keys, ReadBudget budget) {
        List<Callable<Map<String, ObjectLocation>>> batches = new ArrayList<>();
        for (int i = 0; i < keys.size(); i += MAX_KEYS) {
            List<Map<String, AttributeValue>> some = keys.subList(i, Math.min(keys.size(), i + MAX_KEYS));
            batches.add(() -> readBatch(some, budget));
        }
        return batches;
    }

    private synchronized void rememberDenied() {
        if (!batchDenied) {
            batchDenied = true;
            LOG.warn(
                    "The role is not allowed to call dynamodb:BatchGetItem on the table {}, so photos are"
                            + " read one by one, which is slower. Allow it in the function's policy.",
                    table);
        }
    }

    private static boolean canBeKey(String photoId) {
        return photoId.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY_BYTES;
    }

    private static Map<String, ObjectLocation> merged(List<Callable<Map<String, ObjectLocation>>> calls) {
        Map<String, ObjectLocation> found = new HashMap<>();
        ParallelCalls.call(calls).forEach(found::putAll);
        return found;
    }

    private Map<String, ObjectLocation> readBatch(List<Map<String, AttributeValue>> keys, ReadBudget budget) {
        Map<String, ObjectLocation> found = new HashMap<>();
        Map<String, KeysAndAttributes> rest = Map.of(
                table,
                KeysAndAttributes.builder()
                        .keys(keys)
                        .projectionExpression(ATTRIBUTES)
                        .build());
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            BatchGetItemResponse response =
                    reader.batchGetItem(BatchGetItemRequest.builder().requestItems(rest), budget);
            List<Map<String, AttributeValue>> items = response.responses().getOrDefault(table, List.of());
            items.forEach(item -> put(found, item));
            rest = response.unprocessedKeys();
            if (rest.values().stream().allMatch(table -> table.keys().isEmpty())) {
                return found;
            }
            // Keys that a full response (16 MB) left over are read at once; if DynamoDB is busy, after growing pauses.
            if (items.isEmpty()) {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause / 2, pause));
                pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            }
        }
    }

    private Map<String, ObjectLocation> readOne(Map<String, AttributeValue> key, ReadBudget budget) {
        Map<String, ObjectLocation> found = new HashMap<>();
        Map<String, AttributeValue> item = reader.getItem(
                        GetItemRequest.builder().tableName(table).key(key).projectionExpression(ATTRIBUTES), budget)
                .item();
        if (!item.isEmpty()) {
            put(found, item);
        }
        return found;
    }

    private void put(Map<String, ObjectLocation> found, Map<String, AttributeValue> attributes) {
        ItemAttributes item = new ItemAttributes(attributes, warnings);
        found.put(item.text("photoId"), new ObjectLocation(item.text("s3Bucket"), item.text("s3Key")));
    }
}
