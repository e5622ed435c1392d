package com.beetroot.gallery.cursor;

/** The cursor does not belong to the list that was requested. */
public final class InvalidCursorException extends RuntimeException {

    public InvalidCursorException() {
        super("The cursor is damaged or belongs to another list. Send the previous page's nextCursor unchanged,"
                + " or no cursor to start again.");
    }
}
