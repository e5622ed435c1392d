package com.beetroot.api;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.exceptions.HttpStatusException;

/** Thrown if no person has the requested {@code personId}. */
final class PersonNotFoundException extends HttpStatusException {

    static final String DETAIL = "There is no person with this personId.";

    PersonNotFoundException() {
        super(HttpStatus.NOT_FOUND, DETAIL);
    }
}
