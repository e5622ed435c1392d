package com.beetroot.gallery.persons;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests the bounds of a scan that is kept. */
class RecentScanTest {

    private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");
    private static final Duration AGE = Duration.ofSeconds(30);

    private final RecentScan scan = new RecentScan(START);

    @Test
    void isUsableUntilItIsTooOld() {
        assertThat(scan.isUsable(START, AGE)).isTrue();
        assertThat(scan.isUsable(START.plusSeconds(29), AGE)).isTrue();
        assertThat(scan.isUsable(START.plusSeconds(30), AGE)).isFalse();
        assertThat(scan.isUsable(START.minusSeconds(1), AGE))
                .as("clock was set back")
                .isFalse();
    }

    @Test
    void givesUpBeyondTheMostPeople() {
        IntStream.range(0, RecentScan.MAX_PEOPLE).forEach(i -> scan.add(new PersonItem("" + i, i, null)));
        assertThat(scan.isUsable(START, AGE)).isTrue();

        scan.add(new PersonItem("another", 1, null));

        assertThat(scan.isUsable(START, AGE)).isFalse();
        PersonListPage page = new PersonListPage(10, null);
        scan.offerTo(page);
        assertThat(page.finish().items()).isEmpty();
    }

    @Test
    void givesUpBeyondTheMostBytes() {
        String key = "k".repeat(1_000);
        IntStream.range(0, RecentScan.MAX_BYTES / 2_000).forEach(i -> scan.add(new PersonItem("" + i, i, key)));

        assertThat(scan.isUsable(START, AGE)).isFalse();
    }
}
