package com.beetroot.gallery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Where photos lie, by their keys. */
final class PhotoLocations {

    /** DynamoDB's limit of keys for one BatchGetItem. */
    private static final int MAX_KEYS = 100;
    /** DynamoDB's limit for a partition key: no photo has a longer one, and asking for it would fail the whole call. */
    private static final int MAX_KEY_BYTES = 2_048;
    private static final String ATTRIBUTES = "photoId, s3Bucket, s3Key";

    private final DynamoDbClient dynamoDb;
    private final String table;

    PhotoLocations(DynamoDbClient dynamoDb, Tables tables) {
        this.dynamoDb = dynamoDb;
        this.table = tables.photos();
    }

    /** The locations of those photos that exist, complete or not. */
    Map<String, ObjectLocation> find(Collection<String> distinctPhotoIds) {
        List<String> ids = distinctPhotoIds.stream().filter(PhotoLocations::canBeKey).toList();
        if (ids.isEmpty()) {
            return Map.of();
        }
        List<Callable<Map<String, ObjectLocation>>> calls = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += MAX_KEYS) {
            List<String> some = ids.subList(i, Math.min(ids.size(), i + MAX_KEYS));
            calls.add(() -> read(some));
        }
        Map<String, ObjectLocation> found = new HashMap<>();
        SideBySide.call(calls).forEach(found::putAll);
        return found;
    }

    private static boolean canBeKey(String photoId) {
        return photoId.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY_BYTES;
    }

    private Map<String, ObjectLocation> read(List<String> ids) {
        Map<String, ObjectLocation> found = new HashMap<>();
        Map<String, KeysAndAttributes> rest = Map.of(table, KeysAndAttributes.builder()
            .keys(ids.stream().map(id -> Map.of("photoId", AttributeValue.fromS(id))).toList())
            .projectionExpression(ATTRIBUTES)
            .build());
        while (!rest.isEmpty()) {
            BatchGetItemResponse response = dynamoDb.batchGetItem(BatchGetItemRequest.builder().requestItems(rest).build());
            response.responses().getOrDefault(table, List.of()).stream().map(Item::new).forEach(item ->
                found.put(item.text("photoId"), new ObjectLocation(item.text("s3Bucket"), item.text("s3Key"))));
            rest = response.unprocessedKeys();
        }
        return found;
    }
}
