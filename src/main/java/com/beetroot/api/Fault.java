package com.beetroot.api;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The reason why a request could not be answered, for the log.
 *
 * @param message names the cause and the remedy; contains nothing personal
 */
public record Fault(Kind kind, String message) {

    /** The kinds of fault, with codes that alarms and queries may rely on. */
    public enum Kind {

        /** A setting, table, index or permission is wrong or missing: somebody must fix it. */
        MISCONFIGURED("misconfigured", "ERROR"),
        /** No credentials are available for signing. */
        NO_CREDENTIALS("no-credentials", "ERROR"),
        /** DynamoDB is busy or unreachable. The request may succeed later. */
        UNAVAILABLE("unavailable", "WARN"),
        /** The function was invoked with something other than a request. */
        NOT_A_REQUEST("not-a-request", "ERROR"),
        /** A bug in the code. */
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

        /** Returns the name of the log level that Lambda filters by. */
        public String level() {
            return level;
        }
    }

    /** Micronaut answered with a 5xx without body or headers, and did not report why. */
    public static final Fault INCOMPLETE_RESPONSE =
            new Fault(Kind.UNEXPECTED, "Micronaut failed outside its filters and exception handlers.");

    private static final int FRAMES = 12;

    /** Returns a fault without the exception's own message, which may quote the request or the library. */
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
