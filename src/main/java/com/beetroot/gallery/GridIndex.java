package com.beetroot.gallery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Reads the grid from a global secondary index whose shards are each sorted by {@code photoCount}.
 *
 * <p>Each shard is read only as far as the page needs, and to the end of the people with the page's last count: the
 * index does not say in which order those with equal counts come.
 */
final class GridIndex implements GridSource {

    private final Reads reads;
    private final String table;
    private final PersonsIndex index;

    GridIndex(Reads reads, String table, PersonsIndex index) {
        this.reads = reads;
        this.table = table;
        this.index = index;
    }

    @Override
    public void read(GridPage page, Reading reading) {
        List<Callable<Void>> shards = index.shards().stream()
                .map(shard -> (Callable<Void>) () -> {
                    read(shard, page, reading);
                    return null;
                })
                .toList();
        SideBySide.run(shards);
    }

    private void read(String shard, GridPage page, Reading reading) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":shard", AttributeValue.fromS(shard)));
        String condition = "#shard = :shard";
        if (page.startCount().isPresent()) {
            // Not "at most the count": 2.5 photos, which DynamoDB may hold, count as 2.
            condition += " AND photoCount < :next";
            values.put(
                    ":next",
                    AttributeValue.fromN(Long.toString(page.startCount().getAsLong() + 1)));
        }
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(table)
                .indexName(index.name())
                .keyConditionExpression(condition)
                .expressionAttributeNames(Map.of("#shard", index.partitionKey()))
                .expressionAttributeValues(values)
                .projectionExpression(PersonItem.ATTRIBUTES)
                .scanIndexForward(false)
                .limit(page.limit() + 1);
        QueryResponse response;
        do {
            response = reads.query(request, reading);
            for (Map<String, AttributeValue> attributes : response.items()) {
                PersonItem person = PersonItem.of(new Item(attributes));
                if (page.isDecidedAbove(person.photoCount())) {
                    return;
                }
                page.offer(person);
            }
            request.exclusiveStartKey(response.lastEvaluatedKey());
        } while (response.hasLastEvaluatedKey());
    }
}
