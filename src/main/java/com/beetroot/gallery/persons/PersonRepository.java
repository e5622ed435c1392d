package com.beetroot.gallery.persons;

import com.beetroot.gallery.cursor.Page;
import com.beetroot.gallery.dynamodb.AttributeWarnings;
import com.beetroot.gallery.dynamodb.DynamoDbReader;
import com.beetroot.gallery.dynamodb.ItemAttributes;
import com.beetroot.gallery.dynamodb.ReadBudget;
import com.beetroot.gallery.dynamodb.Tables;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** Reads the people of the library. */
@Singleton
public final class PersonRepository {

    private final DynamoDbReader reader;
    private final String table;
    private final AttributeWarnings warnings;
    private final PersonSource source;

    /**
     * @param index the index that the person list is read from; empty to scan the table
     * @param reuse how long the pages of a list may come from the same scan
     * @param clock the clock to limit that by
     */
    public PersonRepository(
            DynamoDbClient dynamoDb, Tables tables, Optional<PersonsIndex> index, ScanReuse reuse, Clock clock) {
        this.reader = new DynamoDbReader(dynamoDb);
        this.table = tables.persons();
        this.warnings = new AttributeWarnings(table);
        this.source = index.<PersonSource>map(shards -> new PersonIndexQuery(reader, table, shards, warnings))
                .orElseGet(() -> new PersonTableScan(reader, table, warnings, reuse, clock));
    }

    /**
     * Returns one page of the person list: the whole table by descending {@code photoCount}, then ascending
     * {@code personId}. Read by scan, a page that follows by cursor may miss the changes of the time that its scan is
     * {@linkplain ScanReuse reused}.
     *
     * @param limit the most people to return
     * @param cursor the {@code nextCursor} of the previous page; null for the first page
     * @throws InvalidCursorException if the cursor does not belong to the person list
     * @throws LibraryUnavailableException if DynamoDB does not answer within the budget
     * @throws LibraryMisconfiguredException if DynamoDB rejects a call for good
     */
    public Page<PersonItem> list(int limit, @Nullable String cursor, ReadBudget budget) {
        PersonListPage page = new PersonListPage(limit, PersonPosition.of(cursor));
        source.read(page, budget);
        return page.finish();
    }

    /** Returns the person, if there is one. Throws as {@link #list} does. */
    public Optional<PersonItem> find(String personId, ReadBudget budget) {
        Map<String, AttributeValue> item = reader.getItem(
                        GetItemRequest.builder()
                                .tableName(table)
                                .key(Map.of("personId", AttributeValue.fromS(personId)))
                                .projectionExpression(PersonItem.ATTRIBUTES),
                        budget)
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(PersonItem.of(new ItemAttributes(item, warnings)));
    }
}
