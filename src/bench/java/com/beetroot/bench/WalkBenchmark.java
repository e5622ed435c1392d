package com.beetroot.bench;

import com.beetroot.gallery.dynamodb.ReadBudget;
import com.beetroot.gallery.dynamodb.Tables;
import com.beetroot.gallery.persons.PersonRepository;
import com.beetroot.gallery.persons.PersonsIndex;
import com.beetroot.gallery.persons.ScanReuse;
import com.beetroot.local.LocalAws;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls and read units of a walk through the whole person list, in pages of 100 of 10,000 people, on
 * DynamoDB Local. Prints Markdown.
 */
public final class WalkBenchmark {

    private static final int PEOPLE = 10_000;
    private static final int LIMIT = 100;

    private WalkBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        try (LocalAws parts = LocalAws.start()) {
            BenchmarkLibrary.fill(parts, PEOPLE);
            BenchmarkLibrary.fillIndexed(parts);
            System.out.println("| a walk over 10,000 people | requests | DynamoDB calls | read units |");
            System.out.println("|---|---|---|---|");
            Duration half = Duration.ofSeconds(30);
            walk("`PERSONS_SCAN_REUSE=0`", persons(parts, "Persons", Optional.empty(), ScanReuse.NEVER));
            walk("`PERSONS_SCAN_REUSE=30`", persons(parts, "Persons", Optional.empty(), new ScanReuse(half)));
            PersonsIndex index =
                    new PersonsIndex(BenchmarkLibrary.INDEXED.get("PERSONS_INDEX"), "gridShard", List.of("0"));
            walk(
                    "with `PERSONS_INDEX`",
                    persons(parts, BenchmarkLibrary.INDEXED.get("PERSONS_TABLE"), Optional.of(index), ScanReuse.NEVER));
        }
        System.exit(0);
    }

    private static PersonRepository persons(
            LocalAws parts, String table, Optional<PersonsIndex> index, ScanReuse reuse) {
        return new PersonRepository(
                parts.dynamoDb().client(), new Tables(table, "Occurrences", "Photos"), index, reuse, Clock.systemUTC());
    }

    private static void walk(String how, PersonRepository persons) {
        long requests = 0;
        long calls = 0;
        double units = 0;
        @Nullable String cursor = null;
        do {
            ReadBudget budget = ReadBudget.within(Duration.ofMinutes(1));
            cursor = persons.list(LIMIT, cursor, budget).nextCursor();
            requests++;
            calls += budget.calls();
            units += budget.capacityUnits();
        } while (cursor != null);
        System.out.printf("| %s | %,d | %,d | %,.0f |%n", how, requests, calls, units);
    }
}
