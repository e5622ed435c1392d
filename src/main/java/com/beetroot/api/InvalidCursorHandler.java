package com.beetroot.api;

import com.beetroot.contract.Problem;
import com.beetroot.gallery.InvalidCursorException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** A cursor that is not of the listing is the caller's mistake. */
@Singleton
final class InvalidCursorHandler implements ExceptionHandler<InvalidCursorException, HttpResponse<Problem>> {

    @Override
    public HttpResponse<Problem> handle(HttpRequest request, InvalidCursorException cause) {
        return Problems.response(Problems.of(HttpStatus.BAD_REQUEST, "cursor: " + cause.getMessage()));
    }
}
