package com.beetroot.gallery;

/** The cursor does not belong to the list that was requested. */
public final class InvalidCursorException extends RuntimeException {

    InvalidCursorException() {
        super("The cursor is damaged or belongs to another list. Send the previous page's nextCursor unchanged,"
                + " or no cursor to start again.");
    }
}
