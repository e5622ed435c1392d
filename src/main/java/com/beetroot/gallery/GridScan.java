package com.beetroot.gallery;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Reads the whole table of people, side by side in segments where it is large. Needs no index. */
final class GridScan implements GridSource {

    /** How many parts of a table above 1 MB (DynamoDB's limit for one page) are read side by side. */
    private static final int SEGMENTS = 4;

    private final Reads reads;
    private final String table;
    /** Learned from the last scan: whether the table fills more than one page. */
    private volatile boolean large;

    GridScan(Reads reads, String table) {
        this.reads = reads;
        this.table = table;
    }

    @Override
    public void read(GridPage page, Reading reading) {
        int segments = large ? SEGMENTS : 1;
        List<Callable<Integer>> scans = IntStream.range(0, segments)
                .mapToObj(segment -> (Callable<Integer>) () -> scan(page, segment, segments, reading))
                .toList();
        int pages = SideBySide.call(scans).stream().mapToInt(Integer::intValue).sum();
        large = pages > segments;
    }

    /** Offers the people of one segment of the table, and tells how many pages it took. */
    private int scan(GridPage page, int segment, int segments, Reading reading) {
        ScanRequest.Builder request =
                ScanRequest.builder().tableName(table).projectionExpression(PersonItem.ATTRIBUTES);
        if (segments > 1) {
            request.segment(segment).totalSegments(segments);
        }
        int pages = 0;
        ScanResponse response;
        do {
            response = reads.scan(request, reading);
            for (Map<String, AttributeValue> attributes : response.items()) {
                Item item = new Item(attributes);
                if (!page.isDecidedAbove(PersonItem.photoCountOf(item))) {
                    page.offer(PersonItem.of(item));
                }
            }
            request.exclusiveStartKey(response.lastEvaluatedKey());
            pages++;
        } while (response.hasLastEvaluatedKey());
        return pages;
    }
}
