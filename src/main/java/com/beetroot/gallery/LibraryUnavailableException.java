package com.beetroot.gallery;

/** DynamoDB did not answer in time, or refused for the moment. The same request may succeed later. */
public final class LibraryUnavailableException extends RuntimeException {

    LibraryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
