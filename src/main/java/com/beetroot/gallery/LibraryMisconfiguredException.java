package com.beetroot.gallery;

/** DynamoDB refused for good. The message names the action, the table and the remedy; it is for the log, not for clients. */
public class LibraryMisconfiguredException extends RuntimeException {

    LibraryMisconfiguredException(String message, Throwable cause) {
        super(message, cause);
    }
}
