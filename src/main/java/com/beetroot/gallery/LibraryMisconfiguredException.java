package com.beetroot.gallery;

import org.jspecify.annotations.Nullable;

/**
 * DynamoDB refused for good, or a table is not what it should be. The message names the remedy; it is for the log, not
 * for clients.
 */
public class LibraryMisconfiguredException extends RuntimeException {

    LibraryMisconfiguredException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
