package com.beetroot.api;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.exceptions.HttpStatusException;

/** No person has the {@code personId} that was asked for. */
final class PersonNotFoundException extends HttpStatusException {

    static final String DETAIL = "There is no person with this personId.";

    PersonNotFoundException() {
        super(HttpStatus.NOT_FOUND, DETAIL);
    }
}
