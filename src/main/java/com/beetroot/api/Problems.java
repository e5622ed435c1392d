package com.beetroot.api;

import com.beetroot.contract.Problem;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The problems (RFC 9457) that this API answers with. */
final class Problems {

    static final String MEDIA_TYPE = "application/problem+json";

    private Problems() {}

    /** A problem whose kind is the status's own phrase. */
    static Problem of(HttpStatus status, String detail) {
        return of(status, status.getReason().toLowerCase(Locale.ROOT), detail, null);
    }

    static Problem badPath() {
        return of(
                HttpStatus.BAD_REQUEST,
                "bad path",
                "Photos are at /persons/{personId}/photos, with the personId percent-encoded.",
                null);
    }

    static Problem notFound(String detail, String path) {
        return of(HttpStatus.NOT_FOUND, "not found", detail, path);
    }

    static Problem internalError() {
        return of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal error",
                "The service failed. Its log names the cause.",
                null);
    }

    static Problem unavailable() {
        return of(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "The database is busy. Try again in a moment.", null);
    }

    static MutableHttpResponse<Problem> response(Problem problem) {
        return HttpResponse.<Problem>status(HttpStatus.valueOf(problem.status()))
                .contentType(MEDIA_TYPE)
                .body(problem);
    }

    private static Problem of(HttpStatus status, String error, String detail, @Nullable String path) {
        return new Problem("about:blank", status.getReason(), status.getCode(), detail, error, path);
    }
}
