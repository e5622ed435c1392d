package com.beetroot.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.beetroot.gallery.Deadline;
import io.micronaut.core.annotation.Nullable;
import java.time.Duration;
import java.util.function.Supplier;

/** The Lambda invocation that is being answered. */
final class Invocation {

    /** What is kept of the invocation's time for signing, serialising and Lambda itself. */
    private static final Duration MARGIN = Duration.ofMillis(400);
    /** Where nobody says how long an invocation may take. */
    private static final Duration USUAL = Duration.ofSeconds(8);

    private static final ScopedValue<Deadline> DEADLINE = ScopedValue.newInstance();

    private Invocation() {
    }

    /** Runs the work with the time that Lambda leaves it. */
    static <T> T during(@Nullable Context lambda, Supplier<T> work) {
        Duration time = lambda == null ? USUAL : Duration.ofMillis(lambda.getRemainingTimeInMillis()).minus(MARGIN);
        return ScopedValue.where(DEADLINE, Deadline.in(time)).call(work::get);
    }

    /** By when the answer must have been read from DynamoDB. */
    static Deadline deadline() {
        return DEADLINE.get();
    }
}
