package com.beetroot.gallery;

import io.micronaut.core.annotation.Nullable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * Collects one page of the people grid from people in any order, and keeps no more of them than the page holds. Safe
 * for use by several threads.
 */
final class GridPage {

    private final int limit;
    private final @Nullable PersonPosition from;
    /** The page so far, its last person on top; one more than the limit, to know whether more follow. */
    private final PriorityQueue<PersonItem> page = new PriorityQueue<>(PersonItem.GRID_ORDER.reversed());

    private final List<PersonItem> sharingAnchor = new ArrayList<>();

    GridPage(int limit, @Nullable PersonPosition from) {
        this.limit = limit;
        this.from = from;
    }

    int limit() {
        return limit;
    }

    /** The most photos that a person of this page has; empty on the first page. */
    OptionalLong startCount() {
        return from == null ? OptionalLong.empty() : OptionalLong.of(from.photoCount());
    }

    /** Whether the page is full of people with more photos than that, so that nobody with as few can belong to it. */
    synchronized boolean isDecidedAbove(long photoCount) {
        return page.size() > limit && page.peek().photoCount() > photoCount;
    }

    synchronized void offer(PersonItem person) {
        switch (from == null ? PersonPosition.Side.AFTER : from.side(person)) {
            case AFTER -> add(person);
            case SHARES_ANCHOR -> sharingAnchor.add(person);
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
            sharingAnchor.sort(PersonItem.GRID_ORDER);
            from.personId().after(sharingAnchor, PersonPosition::bytes).forEach(this::add);
        }
        List<PersonItem> persons = new ArrayList<>(page);
        persons.sort(PersonItem.GRID_ORDER);
        if (persons.size() <= limit) {
            return new Page<>(persons, null);
        }
        List<PersonItem> shown = persons.subList(0, limit);
        return new Page<>(shown, PersonPosition.cursorAfter(shown.getLast()));
    }
}
