package com.beetroot.gallery.dynamodb;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if DynamoDB rejects a call for good, or a table is not as it should be. The message names the remedy. It is
 * for the log, not for clients.
 */
public class LibraryMisconfiguredException extends RuntimeException {

    public LibraryMisconfiguredException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
