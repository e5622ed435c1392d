package com.beetroot.gallery.dynamodb;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if DynamoDB does not answer in time, or rejects a call only for the moment. The same request may succeed
 * later. The message is for the log, not for clients.
 */
public final class LibraryUnavailableException extends RuntimeException {

    LibraryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
