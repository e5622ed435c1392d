package com.beetroot.gallery;

/** The cursor is not one that this listing gave out. */
public final class InvalidCursorException extends RuntimeException {

    InvalidCursorException() {
        super(
                "The cursor is not one of this listing. Send the nextCursor of the page before unchanged, or none to start anew.");
    }
}
