package com.beetroot.gallery.persons;

import com.beetroot.gallery.dynamodb.AttributeWarnings;
import com.beetroot.gallery.dynamodb.DynamoDbReader;
import com.beetroot.gallery.dynamodb.ItemAttributes;
import com.beetroot.gallery.dynamodb.ParallelCalls;
import com.beetroot.gallery.dynamodb.ReadBudget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Reads the person list from a global secondary index whose shards are each sorted by {@code photoCount}.
 *
 * <p>Reads each shard only as far as the page needs, and then to the end of the people with the page's last count,
 * because the index does not order people with equal counts.
 */
final class PersonIndexQuery implements PersonSource {

    private final DynamoDbReader reader;
    private final String table;
    private final PersonsIndex index;
    private final AttributeWarnings warnings;

    PersonIndexQuery(DynamoDbReader reader, String table, PersonsIndex index, AttributeWarnings warnings) {
        this.reader = reader;
        this.table = table;
        this.index = index;
        this.warnings = warnings;
    }

    @Override
    public void read(PersonListPage page, ReadBudget budget) {
        List<Callable<Void>> shards = index.shards().stream()
                .map(shard -> (Callable<Void>) () -> {
                    read(shard, page, budget);
                    return null;
                })
                .toList();
        ParallelCalls.run(shards);
    }

    private void read(String shard, PersonListPage page, ReadBudget budget) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":shard", AttributeValue.fromS(shard)));
        String condition = "#shard = :shard";
        if (page.startCount().isPresent()) {
            // Not "at most the count": DynamoDB may hold a count of 2.5, which is read as 2.
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
            response = reader.query(request, budget);
            for (Map<String, AttributeValue> attributes : response.items()) {
                PersonItem person = PersonItem.of(new ItemAttributes(attributes, warnings));
                if (page.isDecidedAbove(person.photoCount())) {
                    return;
                }
                page.offer(person);
            }
            request.exclusiveStartKey(response.lastEvaluatedKey());
        } while (!response.lastEvaluatedKey().isEmpty());
    }
}
