package com.beetroot.gallery;

import io.micronaut.core.annotation.Nullable;
import java.util.Comparator;

/**
 * A person as the library knows them.
 *
 * @param personId the key, never empty
 * @param photoCount how many photos the person appears in, 0 where the library does not say
 * @param repThumbKey the key of the thumbnail in the thumbs bucket, null where there is none yet
 */
public record PersonItem(
        String personId, long photoCount, @Nullable String repThumbKey) {

    /** What is read of an item. */
    static final String ATTRIBUTES = "personId, photoCount, repThumbKey";

    /** The order of the people grid: most photographed first, then by {@code personId}. */
    static final Comparator<PersonItem> GRID_ORDER = PersonItem::compareInGrid;

    /** @throws LibraryMisconfiguredException where the item is of a table with another key */
    static PersonItem of(Item item) {
        String personId = item.text("personId");
        if (personId == null) {
            throw new LibraryMisconfiguredException(
                    "An item of the persons table has no personId: check PERSONS_TABLE.", null);
        }
        return new PersonItem(personId, photoCountOf(item), item.text("repThumbKey"));
    }

    /** As {@link #of} would find it. */
    static long photoCountOf(Item item) {
        return item.count("photoCount");
    }

    /**
     * By hand, for it is called more than anything else of ours, and comparators put together are no part of the AOT
     * cache.
     */
    private static int compareInGrid(PersonItem one, PersonItem other) {
        int byCount = Long.compare(other.photoCount, one.photoCount);
        return byCount != 0 ? byCount : one.personId.compareTo(other.personId);
    }
}
