package com.beetroot.gallery.persons;

import com.beetroot.gallery.dynamodb.AttributeWarnings;
import com.beetroot.gallery.dynamodb.DynamoDbReader;
import com.beetroot.gallery.dynamodb.ItemAttributes;
import com.beetroot.gallery.dynamodb.ParallelCalls;
import com.beetroot.gallery.dynamodb.ReadBudget;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Reads the whole table of people, in parallel segments if it is large. Needs no index.
 *
 * <p>The first page of a list always reads the table. The pages that follow it share a scan for a while, because
 * otherwise a walk through the whole list would read the whole table once per page.
 */
final class PersonTableScan implements PersonSource {

    /** The number of parallel segments for a table of more than 1 MB, DynamoDB's limit for one page. */
    private static final int SEGMENTS = 4;

    private final DynamoDbReader reader;
    private final String table;
    private final AttributeWarnings warnings;
    private final ScanReuse reuse;
    private final Clock clock;
    /** Whether the table filled more than one page in the last scan. */
    private volatile boolean large;
    /** The last scan for a page that followed by cursor. */
    private volatile @Nullable RecentScan recent;

    PersonTableScan(DynamoDbReader reader, String table, AttributeWarnings warnings, ScanReuse reuse, Clock clock) {
        this.reader = reader;
        this.table = table;
        this.warnings = warnings;
        this.reuse = reuse;
        this.clock = clock;
    }

    @Override
    public void read(PersonListPage page, ReadBudget budget) {
        if (page.isFirst() || reuse.age().isZero()) {
            scan(page, null, budget);
            return;
        }
        Instant now = clock.instant();
        RecentScan known = recent;
        if (known != null && known.isUsable(now, reuse.age())) {
            known.offerTo(page);
            return;
        }
        recent = null;
        RecentScan found = new RecentScan(now);
        scan(page, found, budget);
        recent = found;
    }

    /** @param all collects everyone; null to read only what the page needs */
    private void scan(PersonListPage page, @Nullable RecentScan all, ReadBudget budget) {
        int segments = large ? SEGMENTS : 1;
        List<Callable<Integer>> scans = IntStream.range(0, segments)
                .mapToObj(segment -> (Callable<Integer>) () -> scan(page, all, segment, segments, budget))
                .toList();
        int pages =
                ParallelCalls.call(scans).stream().mapToInt(Integer::intValue).sum();
        large = pages > segments;
    }

    /** Offers the people of one segment of the table, and returns how many pages it had. */
    private int scan(PersonListPage page, @Nullable RecentScan all, int segment, int segments, ReadBudget budget) {
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
                if (all != null) {
                    PersonItem person = PersonItem.of(item);
                    all.add(person);
                    page.offer(person);
                } else if (!page.isDecidedAbove(PersonItem.photoCountOf(item))) {
                    page.offer(PersonItem.of(item));
                }
            }
            request.exclusiveStartKey(response.lastEvaluatedKey());
            pages++;
        } while (!response.lastEvaluatedKey().isEmpty());
        return pages;
    }
}
