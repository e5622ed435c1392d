package com.beetroot.api;

import com.beetroot.contract.Problem;
import com.beetroot.gallery.cursor.InvalidCursorException;
import com.beetroot.gallery.dynamodb.LibraryMisconfiguredException;
import com.beetroot.gallery.dynamodb.LibraryUnavailableException;
import io.micronaut.context.annotation.Factory;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import software.amazon.awssdk.core.exception.SdkException;

/** Maps each exception to the problem that the client receives, and to the fault that only the log shows. */
@Factory
final class ExceptionHandlers {

    private static final String RETRY_AFTER_SECONDS = "1";

    @Singleton
    ExceptionHandler<InvalidCursorException, HttpResponse<Problem>> invalidCursor() {
        return (request, cause) ->
                Problems.response(Problems.of(HttpStatus.BAD_REQUEST, "cursor: " + cause.getMessage()));
    }

    @Singleton
    ExceptionHandler<LibraryUnavailableException, HttpResponse<Problem>> unavailable() {
        return (request, cause) -> {
            record(new Fault(Fault.Kind.UNAVAILABLE, String.valueOf(cause.getMessage())));
            return Problems.response(Problems.unavailable()).header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        };
    }

    @Singleton
    ExceptionHandler<LibraryMisconfiguredException, HttpResponse<Problem>> misconfigured() {
        return (request, cause) ->
                internalError(new Fault(Fault.Kind.MISCONFIGURED, String.valueOf(cause.getMessage())));
    }

    /** Handles the SDK's exceptions outside the gallery, where only the presigner calls AWS, for credentials. */
    @Singleton
    ExceptionHandler<SdkException, HttpResponse<Problem>> noCredentials() {
        return (request, cause) -> internalError(new Fault(
                Fault.Kind.NO_CREDENTIALS, "No credentials are available for signing: " + cause.getMessage()));
    }

    @Singleton
    ExceptionHandler<Throwable, HttpResponse<Problem>> unexpected() {
        return (request, cause) -> internalError(Fault.unexpected(cause));
    }

    private static HttpResponse<Problem> internalError(Fault fault) {
        record(fault);
        return Problems.response(Problems.internalError());
    }

    private static void record(Fault fault) {
        RequestContext.current().telemetry().failed(fault);
    }
}
