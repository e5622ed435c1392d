package com.beetroot.gallery.persons;

import com.beetroot.gallery.cursor.Cursor;
import com.beetroot.gallery.cursor.CursorKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A position in the person list, just after one person: that person's count and key. */
record PersonPosition(long photoCount, CursorKey personId) {

    private static final String LISTING = "persons";

    /** Where a person stands relative to this position. */
    enum Side {
        BEFORE,
        AFTER,
        SHARES_KEY_START
    }

    static String cursorAfter(PersonItem person) {
        return Cursor.encode(LISTING, out -> {
            out.writeLong(person.photoCount());
            CursorKey.of(bytes(person), true, Cursor.MAX_POSITION_BYTES - Long.BYTES)
                    .write(out);
        });
    }

    static @Nullable PersonPosition of(@Nullable String cursor) {
        return cursor == null
                ? null
                : Cursor.decode(LISTING, cursor, in -> new PersonPosition(in.readLong(), CursorKey.read(in)));
    }

    Side side(PersonItem person) {
        if (person.photoCount() != photoCount) {
            return person.photoCount() < photoCount ? Side.AFTER : Side.BEFORE;
        }
        if (!personId.isWhole() && personId.isBeginningOf(bytes(person))) {
            return Side.SHARES_KEY_START;
        }
        return person.personId().compareTo(new String(personId.beginning(), StandardCharsets.UTF_8)) > 0
                ? Side.AFTER
                : Side.BEFORE;
    }

    static byte[] bytes(PersonItem person) {
        return person.personId().getBytes(StandardCharsets.UTF_8);
    }
}
