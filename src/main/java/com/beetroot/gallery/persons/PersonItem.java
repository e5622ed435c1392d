package com.beetroot.gallery.persons;

import com.beetroot.gallery.dynamodb.ItemAttributes;
import com.beetroot.gallery.dynamodb.LibraryMisconfiguredException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A person in the library.
 *
 * @param personId the key, never empty
 * @param photoCount how many photos the person appears in; 0 if the library has no count
 * @param repThumbKey the key of the thumbnail in the thumbs bucket; null if there is none yet
 */
public record PersonItem(
        String personId, long photoCount, @Nullable String repThumbKey) {

    /** The attributes to read. */
    static final String ATTRIBUTES = "personId, photoCount, repThumbKey";

    /** The order of the person list: most photographed first, then by {@code personId}. */
    static final Comparator<PersonItem> LIST_ORDER =
            Comparator.comparingLong(PersonItem::photoCount).reversed().thenComparing(PersonItem::personId);

    /** @throws LibraryMisconfiguredException if the item comes from a table with another key */
    static PersonItem of(ItemAttributes item) {
        String personId = item.type("personId").equals("S") ? item.text("personId") : null;
        if (personId == null) {
            throw new LibraryMisconfiguredException(notAPerson(item), null);
        }
        return new PersonItem(personId, photoCountOf(item), item.text("repThumbKey"));
    }

    private static String notAPerson(ItemAttributes item) {
        String type = item.type("personId");
        return type.isEmpty()
                ? "An item of the persons table has no personId: check PERSONS_TABLE."
                : "The persons table's key personId is of type " + type
                        + " and must be of type S: check PERSONS_TABLE.";
    }

    /** Returns the count that {@link #of} would read. */
    static long photoCountOf(ItemAttributes item) {
        return item.count("photoCount");
    }
}
