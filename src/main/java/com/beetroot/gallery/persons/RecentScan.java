package com.beetroot.gallery.persons;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All people that one scan of the table found, so that the pages that follow need not scan it again. Gives up beyond a
 * bound, and then holds nobody. Thread-safe.
 */
final class RecentScan {

    /** The most people, and the most bytes that they may take. */
    static final int MAX_PEOPLE = 50_000;

    static final int MAX_BYTES = 16_000_000;
    /** What a person takes besides the characters: a record, two strings, their arrays and a place in the list. */
    private static final int PERSON_BYTES = 120;

    private final Instant start;
    private @Nullable List<PersonItem> people = new ArrayList<>();
    private int bytes;

    /** @param start a moment before the scan */
    RecentScan(Instant start) {
        this.start = start;
    }

    synchronized void add(PersonItem person) {
        if (people == null) {
            return;
        }
        String key = person.repThumbKey();
        // Java keeps Latin text as one byte a character, other text as two.
        bytes += PERSON_BYTES + 2 * (person.personId().length() + (key == null ? 0 : key.length()));
        if (people.size() == MAX_PEOPLE || bytes > MAX_BYTES) {
            people = null;
        } else {
            people.add(person);
        }
    }

    /** Returns whether the scan holds every person, and began no longer ago than the given time. */
    synchronized boolean isUsable(Instant now, Duration age) {
        return people != null && !now.isBefore(start) && now.isBefore(start.plus(age));
    }

    /** Offers the page everyone that the scan found. */
    synchronized void offerTo(PersonListPage page) {
        for (PersonItem person : people == null ? List.<PersonItem>of() : people) {
            if (!page.isDecidedAbove(person.photoCount())) {
                page.offer(person);
            }
        }
    }
}
