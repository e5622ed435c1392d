package com.beetroot.api;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a request could not be answered, for the log.
 *
 * @param message names the cause and the remedy, and nothing personal
 */
public record Fault(Kind kind, String message) {

    /** The kinds, by codes that alarms and queries may rely on. */
    public enum Kind {

        /** A setting, table, index or permission is wrong or missing: somebody must mend it. */
        MISCONFIGURED("misconfigured", "ERROR"),
        /** The credentials for signing cannot be had. */
        NO_CREDENTIALS("no-credentials", "ERROR"),
        /** DynamoDB is busy or out of reach: it may pass. */
        UNAVAILABLE("unavailable", "WARN"),
        /** The function was invoked with something else than a request. */
        NOT_A_REQUEST("not-a-request", "ERROR"),
        /** A fault of the code. */
        UNEXPECTED("unexpected", "ERROR");

        private final String code;
        private final String level;

        Kind(String code, String level) {
            this.code = code;
            this.level = level;
        }

        public String code() {
            return code;
        }

        /** As Lambda's log levels are named. */
        public String level() {
            return level;
        }
    }

    /** Micronaut answered with a 5xx that lacks its body or headers, and did not say why. */
    public static final Fault INCOMPLETE_RESPONSE =
            new Fault(Kind.UNEXPECTED, "Micronaut failed outside its filters and exception handlers.");

    private static final int FRAMES = 12;

    /** Without the exception's own message, which may hold what the request or the library does. */
    public static Fault unexpected(Throwable thrown) {
        String classes = Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .map(each -> each.getClass().getName())
                .collect(Collectors.joining(", caused by "));
        String frames = Arrays.stream(thrown.getStackTrace())
                .limit(FRAMES)
                .map(frame -> frame.getClassName() + '.' + frame.getMethodName() + ':' + frame.getLineNumber())
                .collect(Collectors.joining(", "));
        return new Fault(Kind.UNEXPECTED, classes + " at " + frames);
    }
}
