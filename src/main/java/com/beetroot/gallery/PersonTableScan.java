package com.beetroot.gallery;

import com.beetroot.gallery.dynamodb.AttributeWarnings;
import com.beetroot.gallery.dynamodb.DynamoDbReader;
import com.beetroot.gallery.dynamodb.ItemAttributes;
import com.beetroot.gallery.dynamodb.ParallelCalls;
import com.beetroot.gallery.dynamodb.ReadBudget;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Reads the whole table of people, in parallel segments if it is large. Needs no index. */
final class PersonTableScan implements PersonSource {

    /** The number of parallel segments for a table of more than 1 MB, DynamoDB's limit for one page. */
    private static final int SEGMENTS = 4;

    private final DynamoDbReader reader;
    private final String table;
    private final AttributeWarnings warnings;
    /** Whether the table filled more than one page in the last scan. */
    private volatile boolean large;

    PersonTableScan(DynamoDbReader reader, String table, AttributeWarnings warnings) {
        this.reader = reader;
        this.table = table;
        this.warnings = warnings;
    }

    @Override
    public void read(PersonListPage page, ReadBudget budget) {
        int segments = large ? SEGMENTS : 1;
        List<Callable<Integer>> scans = IntStream.range(0, segments)
                .mapToObj(segment -> (Callable<Integer>) () -> scan(page, segment, segments, budget))
                .toList();
        int pages =
                ParallelCalls.call(scans).stream().mapToInt(Integer::intValue).sum();
        large = pages > segments;
    }

    /** Offers the people of one segment of the table, and returns how many pages it had. */
    private int scan(PersonListPage page, int segment, int segments, ReadBudget budget) {
        ScanRequest.Builder request =
                ScanRequest.builder().tableName(table).projectionExpression(PersonItem.ATTRIBUTES);
        if (segments > 1) {
            request.segment(segment).totalSegments(segments);
        }
        int pages = 0;
        ScanResponse response;
        do {
            response = reader.scan(request, budget);
            for (Map<String, AttributeValue> attributes : response.items()) {
                ItemAttributes item = new ItemAttributes(attributes, warnings);
                if (!page.isDecidedAbove(PersonItem.photoCountOf(item))) {
                    page.offer(PersonItem.of(item));
                }
            }
            request.exclusiveStartKey(response.lastEvaluatedKey());
            pages++;
        } while (!response.lastEvaluatedKey().isEmpty());
        return pages;
    }
}
