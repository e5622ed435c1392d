package com.beetroot.gallery;

import io.micronaut.core.annotation.Nullable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The people of the library. */
public final class People {

    private static final String ATTRIBUTES = "personId, photoCount, repThumbKey";
    /** How many parts of a table above 1 MB (DynamoDB's limit for one page) are read side by side. */
    private static final int SEGMENTS = 4;

    private final DynamoDbClient dynamoDb;
    private final String table;
    /** Learned from the last scan: whether the table fills more than one page. */
    private volatile boolean large;

    public People(DynamoDbClient dynamoDb, Tables tables) {
        this.dynamoDb = dynamoDb;
        this.table = tables.persons();
    }

    /**
     * One page of the grid: the whole table by descending {@code photoCount}, then ascending {@code personId}.
     *
     * @param limit  the most people to return
     * @param cursor the {@code nextCursor} of the page before, null for the first page
     * @throws InvalidCursorException where the cursor is not one of this listing
     */
    public Page<PersonItem> list(int limit, @Nullable String cursor) {
        GridPage page = new GridPage(limit, PersonPosition.of(cursor));
        if (large) {
            scanSideBySide(page);
        } else {
            scan(page, 0, 1);
        }
        return page.finish();
    }

    public Optional<PersonItem> find(String personId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(GetItemRequest.builder()
            .tableName(table)
            .key(Map.of("personId", AttributeValue.fromS(personId)))
            .projectionExpression(ATTRIBUTES)
            .build()).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(PersonItem.of(new Item(item)));
    }

    private void scanSideBySide(GridPage page) {
        List<Callable<Integer>> segments = IntStream.range(0, SEGMENTS)
            .mapToObj(segment -> (Callable<Integer>) () -> scan(page, segment, SEGMENTS)).toList();
        int pages = SideBySide.call(segments).stream().mapToInt(Integer::intValue).sum();
        large = pages > SEGMENTS;
    }

    /** Offers the people of one segment of the table, and tells how many pages it took. */
    private int scan(GridPage page, int segment, int segments) {
        ScanRequest.Builder request = ScanRequest.builder().tableName(table).projectionExpression(ATTRIBUTES);
        if (segments > 1) {
            request.segment(segment).totalSegments(segments);
        }
        int pages = 0;
        ScanResponse response;
        do {
            response = dynamoDb.scan(request.build());
            response.items().forEach(item -> page.offer(PersonItem.of(new Item(item))));
            request.exclusiveStartKey(response.lastEvaluatedKey());
            pages++;
        } while (response.hasLastEvaluatedKey());
        if (segments == 1 && pages > 1) {
            large = true;
        }
        return pages;
    }
}
