package com.beetroot.gallery.persons;

import com.beetroot.gallery.cursor.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Collects one page of the person list from people in any order, and keeps no more of them than the page holds.
 * Thread-safe.
 */
final class PersonListPage {

    private final int limit;
    private final @Nullable PersonPosition from;
    /** The page so far, last person first. It holds one more than the limit, which shows whether more follow. */
    private final PriorityQueue<PersonItem> page = new PriorityQueue<>(PersonItem.LIST_ORDER.reversed());

    private final List<PersonItem> sharingKeyStart = new ArrayList<>();

    PersonListPage(int limit, @Nullable PersonPosition from) {
        this.limit = limit;
        this.from = from;
    }

    int limit() {
        return limit;
    }

    /** Returns whether the list begins with this page. */
    boolean isFirst() {
        return from == null;
    }

    /** Returns the most photos that a person of this page can have; empty for the first page. */
    OptionalLong startCount() {
        return from == null ? OptionalLong.empty() : OptionalLong.of(from.photoCount());
    }

    /** Returns whether the page is full of people with more photos, so that nobody with this count belongs to it. */
    synchronized boolean isDecidedAbove(long photoCount) {
        return page.size() > limit && page.peek().photoCount() > photoCount;
    }

    synchronized void offer(PersonItem person) {
        switch (from == null ? PersonPosition.Side.AFTER : from.side(person)) {
            case AFTER -> add(person);
            case SHARES_KEY_START -> sharingKeyStart.add(person);
            case BEFORE -> {}
        }
    }

    private void add(PersonItem person) {
        page.add(person);
        if (page.size() > limit + 1) {
            page.poll();
        }
    }

    synchronized Page<PersonItem> finish() {
        if (from != null) {
            sharingKeyStart.sort(PersonItem.LIST_ORDER);
            from.personId().after(sharingKeyStart, PersonPosition::bytes).forEach(this::add);
        }
        List<PersonItem> persons = new ArrayList<>(page);
        persons.sort(PersonItem.LIST_ORDER);
        if (persons.size() <= limit) {
            return new Page<>(persons, null);
        }
        List<PersonItem> shown = persons.subList(0, limit);
        return new Page<>(shown, PersonPosition.cursorAfter(shown.getLast()));
    }
}
