package com.beetroot.gallery;

/** The cursor does not belong to the list that was requested. */
public final class InvalidCursorException extends RuntimeException {

    InvalidCursorException() {
        super(
                "The cursor is not one of this listing. Send the nextCursor of the page before unchanged, or none to start anew.");
    }
}
