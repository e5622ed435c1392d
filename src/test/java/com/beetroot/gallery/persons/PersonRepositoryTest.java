package com.beetroot.gallery.persons;

import static com.beetroot.testkit.Library.number;
import static com.beetroot.testkit.Library.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.beetroot.gallery.cursor.Cursor;
import com.beetroot.gallery.cursor.InvalidCursorException;
import com.beetroot.gallery.cursor.Page;
import com.beetroot.gallery.dynamodb.ReadBudget;
import com.beetroot.gallery.dynamodb.Tables;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.beetroot.testkit.MovingClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Tests the people grid over tables of several DynamoDB pages, by scan and by index. */
@ExtendWith(LocalLibrary.class)
class PersonRepositoryTest {

    private static final int PEOPLE = 25_000;
    private static final String TABLE = "PersonRepositoryTest-25000-Persons";
    private static final List<String> SHARDS = List.of("a", "b", "c");
    /** All people, in grid order. */
    private static final List<PersonItem> ALL = new ArrayList<>();

    private static Library library;

    @BeforeAll
    static void fill(Library own) {
        library = own;
        createTable(TABLE);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < PEOPLE; i++) {
            ALL.add(new PersonItem(
                    "person-%05d".formatted(i),
                    (long) Math.pow(random.nextDouble() * 9, 3),
                    "faces-thumbs/" + i + ".jpg"));
        }
        write(TABLE, ALL);
        ALL.sort(Comparator.comparingLong(PersonItem::photoCount).reversed().thenComparing(PersonItem::personId));
    }

    @Test
    void readsTheWholeTableInOrderByScan() {
        assertThat(walk(byScan(TABLE), 2_500)).isEqualTo(ALL);
    }

    @Test
    void readsTheWholeTableInOrderByIndex() {
        assertThat(walk(byIndex(TABLE), 2_500)).isEqualTo(ALL);
    }

    @Test
    void returnsTheSamePagesByScanAndByIndex() {
        PersonRepository scan = byScan(TABLE);
        PersonRepository index = byIndex(TABLE);
        String cursor = null;
        for (int page = 0; page < 5; page++) {
            Page<PersonItem> expected = scan.list(100, cursor, soon());
            assertThat(index.list(100, cursor, soon())).isEqualTo(expected);
            cursor = expected.nextCursor();
        }
    }

    @Test
    void skipsAndRepeatsNobodyWhileTheTableChanges() {
        String table = "PersonRepositoryTest-changing-Persons";
        createTable(table);
        List<PersonItem> stable = IntStream.range(0, 300)
                .mapToObj(i -> new PersonItem("stable-%03d".formatted(i), i % 5, null))
                .toList();
        write(table, stable);
        write(
                table,
                IntStream.range(0, 50)
                        .mapToObj(i -> new PersonItem("leaving-%03d".formatted(i), i % 5, null))
                        .toList());
        for (PersonRepository people : List.of(byScan(table), byReusedScan(table, Clock.systemUTC()), byIndex(table))) {
            List<String> seen = new ArrayList<>();
            String cursor = null;
            int step = 0;
            do {
                Page<PersonItem> page = people.list(7, cursor, soon());
                page.items().forEach(person -> seen.add(person.personId()));
                cursor = page.nextCursor();
                // Deletes the person at the cursor, and adds others before and after it.
                page.items().stream()
                        .map(PersonItem::personId)
                        .filter(id -> id.startsWith("leaving"))
                        .forEach(id -> library.dynamoDb()
                                .deleteItem(delete -> delete.tableName(table).key(Map.of("personId", text(id)))));
                write(table, List.of(new PersonItem("coming-" + step, step % 5, null)));
                step++;
            } while (cursor != null);

            assertThat(seen)
                    .doesNotHaveDuplicates()
                    .containsAll(stable.stream().map(PersonItem::personId).toList());
        }
    }

    @Test
    void scansTheTableOnceForAllPagesThatFollowTheFirst() {
        MovingClock clock = new MovingClock(Instant.parse("2026-11-27T12:00:00Z"));
        PersonRepository people = byReusedScan(TABLE, clock);
        Page<PersonItem> first = people.list(2_500, null, soon());
        List<PersonItem> all = new ArrayList<>(first.items());
        long calls = 0;
        String cursor = first.nextCursor();
        while (cursor != null) {
            ReadBudget budget = soon();
            Page<PersonItem> page = people.list(2_500, cursor, budget);
            calls += budget.calls();
            all.addAll(page.items());
            cursor = page.nextCursor();
        }
        ReadBudget oneScan = soon();
        people.list(1, null, oneScan);

        assertThat(all).isEqualTo(ALL);
        assertThat(calls).isEqualTo(oneScan.calls());
    }

    @Test
    void readsTheTableForTheFirstPageAndAfterTheTime() {
        MovingClock clock = new MovingClock(Instant.parse("2026-11-27T12:00:00Z"));
        PersonRepository people = byReusedScan(TABLE, clock);
        String cursor = people.list(10, null, soon()).nextCursor();
        people.list(10, cursor, soon());

        assertThat(callsFor(people, cursor)).isZero();
        assertThat(callsFor(people, null)).isPositive();
        clock.set(clock.instant().plusSeconds(30));
        assertThat(callsFor(people, cursor)).isPositive();
        assertThat(callsFor(people, cursor)).isZero();
    }

    private static long callsFor(PersonRepository people, String cursor) {
        ReadBudget budget = soon();
        people.list(10, cursor, budget);
        return budget.calls();
    }

    @Test
    void readsPeopleWithFractionalCounts() {
        String table = "PersonRepositoryTest-fractions-Persons";
        createTable(table);
        List<String> ids =
                IntStream.range(0, 12).mapToObj("person-%02d"::formatted).toList();
        ids.forEach(id -> library.dynamoDb()
                .putItem(put -> put.tableName(table)
                        .item(Map.of(
                                "personId",
                                text(id),
                                "gridShard",
                                text("a"),
                                "photoCount",
                                number("2." + (12 - ids.indexOf(id)))))));

        for (PersonRepository reader : List.of(byScan(table), byIndex(table))) {
            assertThat(walk(reader, 5)).extracting(PersonItem::personId).isEqualTo(ids);
        }
    }

    @Test
    void readsPeopleWithIdsLongerThanACursor() {
        String table = "PersonRepositoryTest-long-Persons";
        createTable(table);
        List<PersonItem> people = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            people.add(new PersonItem("ü".repeat(1_000) + i, 5, null));
            people.add(new PersonItem("x".repeat(i * 200 + 1), 5, null));
        }
        write(table, people);
        people.sort(Comparator.comparing(PersonItem::personId));

        for (PersonRepository reader : List.of(byScan(table), byIndex(table))) {
            assertThat(walk(reader, 1)).isEqualTo(people);
        }
    }

    @Test
    void rejectsForeignAndForgedCursors() {
        PersonRepository people = byScan(TABLE);
        String cursor = people.list(1, null, soon()).nextCursor();
        String photos = Cursor.encode("photos", out -> out.writeUTF("anna"));

        List<String> bad = new ArrayList<>(List.of(
                "", "A", "====", "ü", photos, cursor + "A", cursor + "=", "A".repeat(1_025), cursor.repeat(20)));
        IntStream.range(0, cursor.length()).forEach(i -> bad.add(cursor.substring(0, i)));
        IntStream.range(0, cursor.length())
                .forEach(i -> bad.add(
                        cursor.substring(0, i) + (cursor.charAt(i) == 'B' ? 'C' : 'B') + cursor.substring(i + 1)));

        assertThat(bad)
                .allSatisfy(each -> assertThatThrownBy(() -> people.list(1, each, soon()))
                        .as(each)
                        .isInstanceOf(InvalidCursorException.class));
        assertThat(cursor).hasSizeLessThanOrEqualTo(1_024).matches("[A-Za-z0-9_-]+");
    }

    private static List<PersonItem> walk(PersonRepository people, int limit) {
        List<PersonItem> all = new ArrayList<>();
        String cursor = null;
        do {
            Page<PersonItem> page = people.list(limit, cursor, soon());
            all.addAll(page.items());
            cursor = page.nextCursor();
            assertThat(cursor == null || cursor.length() <= 1_024).isTrue();
        } while (cursor != null);
        return all;
    }

    private static ReadBudget soon() {
        return ReadBudget.within(Duration.ofMinutes(1));
    }

    private static PersonRepository byIndex(String table) {
        return new PersonRepository(
                library.dynamoDb(),
                tables(table),
                Optional.of(new PersonsIndex("grid", "gridShard", SHARDS)),
                ScanReuse.NEVER,
                Clock.systemUTC());
    }

    private static PersonRepository byScan(String table) {
        return new PersonRepository(
                library.dynamoDb(), tables(table), Optional.empty(), ScanReuse.NEVER, Clock.systemUTC());
    }

    /** Reuses each scan for half a minute. */
    private static PersonRepository byReusedScan(String table, Clock clock) {
        return new PersonRepository(
                library.dynamoDb(), tables(table), Optional.empty(), new ScanReuse(Duration.ofSeconds(30)), clock);
    }

    private static Tables tables(String persons) {
        return new Tables(persons, "none", "none");
    }

    @SuppressWarnings("unchecked") // The SDK takes a varargs of generic consumers.
    private static void createTable(String name) {
        library.dynamoDb()
                .createTable(table -> table.tableName(name)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(key -> key.attributeName("personId").keyType(KeyType.HASH))
                        .attributeDefinitions(
                                a -> a.attributeName("personId").attributeType(ScalarAttributeType.S),
                                a -> a.attributeName("gridShard").attributeType(ScalarAttributeType.S),
                                a -> a.attributeName("photoCount").attributeType(ScalarAttributeType.N))
                        .globalSecondaryIndexes(index -> index.indexName("grid")
                                .keySchema(
                                        key -> key.attributeName("gridShard").keyType(KeyType.HASH),
                                        key -> key.attributeName("photoCount").keyType(KeyType.RANGE))
                                .projection(projection -> projection
                                        .projectionType(ProjectionType.INCLUDE)
                                        .nonKeyAttributes("repThumbKey"))));
    }

    private static void write(String table, List<PersonItem> people) {
        List<WriteRequest> writes = people.stream()
                .map(person -> {
                    Map<String, AttributeValue> item = new HashMap<>(Map.of(
                            "personId",
                            text(person.personId()),
                            "photoCount",
                            number(Long.toString(person.photoCount())),
                            "gridShard",
                            text(SHARDS.get(Math.floorMod(person.personId().hashCode(), SHARDS.size()))),
                            "embedding",
                            text("0.123456,".repeat(15))));
                    if (person.repThumbKey() != null) {
                        item.put("repThumbKey", text(person.repThumbKey()));
                    }
                    return WriteRequest.builder()
                            .putRequest(put -> put.item(item))
                            .build();
                })
                .toList();
        for (int i = 0; i < writes.size(); i += 25) {
            List<WriteRequest> some = writes.subList(i, Math.min(writes.size(), i + 25));
            library.dynamoDb().batchWriteItem(batch -> batch.requestItems(Map.of(table, some)));
        }
    }
}
