package com.beetroot.gallery;

import io.micronaut.core.annotation.Nullable;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** The people of the library. */
public final class People {

    private final Reads reads;
    private final String table;
    private final GridSource grid;

    /** @param index the index that the grid is read from; empty to scan the table */
    public People(DynamoDbClient dynamoDb, Tables tables, Optional<PersonsIndex> index) {
        this.reads = new Reads(dynamoDb);
        this.table = tables.persons();
        this.grid = index.<GridSource>map(shards -> new GridIndex(reads, table, shards))
                .orElseGet(() -> new GridScan(reads, table));
    }

    /**
     * One page of the grid: the whole table by descending {@code photoCount}, then ascending {@code personId}.
     *
     * @param limit the most people to return
     * @param cursor the {@code nextCursor} of the page before, null for the first page
     * @throws InvalidCursorException where the cursor is not one of this listing
     * @throws LibraryUnavailableException where DynamoDB does not answer in the time of the reading
     * @throws LibraryMisconfiguredException where DynamoDB refuses
     */
    public Page<PersonItem> list(int limit, @Nullable String cursor, Reading reading) {
        GridPage page = new GridPage(limit, PersonPosition.of(cursor));
        grid.read(page, reading);
        return page.finish();
    }

    /** The person, if there is one. Throws as {@link #list} does. */
    public Optional<PersonItem> find(String personId, Reading reading) {
        Map<String, AttributeValue> item = reads.getItem(
                        GetItemRequest.builder()
                                .tableName(table)
                                .key(Map.of("personId", AttributeValue.fromS(personId)))
                                .projectionExpression(PersonItem.ATTRIBUTES),
                        reading)
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(PersonItem.of(new Item(item)));
    }
}
