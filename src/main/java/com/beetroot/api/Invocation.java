package com.beetroot.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.beetroot.gallery.Reading;
import com.beetroot.signing.Signing;
import com.beetroot.signing.UrlSigner;
import io.micronaut.core.annotation.Nullable;
import java.time.Duration;
import java.util.function.Supplier;

/** The Lambda invocation that is being answered, and what there is to tell of it in the log. */
final class Invocation {

    /** What is kept of the invocation's time for signing, serialising and Lambda itself. */
    private static final Duration MARGIN = Duration.ofMillis(400);
    /** Where nobody says how long an invocation may take. */
    private static final Duration USUAL = Duration.ofSeconds(8);

    private static final ScopedValue<Invocation> CURRENT = ScopedValue.newInstance();

    private final long start = System.nanoTime();
    private final @Nullable Context lambda;
    private final boolean cold;
    private final Reading reading;
    private @Nullable String method;
    private Route route = Route.NONE;
    private int status;
    private int bytes;
    private byte[] body = {};
    private @Nullable Signing signing;
    private @Nullable Fault fault;

    /**
     * @param lambda what Lambda tells of it, null where the function is only tried
     * @param cold whether it is the first of this process
     */
    Invocation(@Nullable Context lambda, boolean cold) {
        this.lambda = lambda;
        this.cold = cold;
        this.reading = Reading.within(
                lambda == null
                        ? USUAL
                        : Duration.ofMillis(lambda.getRemainingTimeInMillis()).minus(MARGIN));
    }

    /** The one that this thread answers. */
    static Invocation current() {
        return CURRENT.get();
    }

    <T> T answer(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }

    /** What this request reads, within the time that Lambda leaves it. */
    Reading reading() {
        return reading;
    }

    /** The signing for this request's answer. */
    Signing open(UrlSigner signer) {
        signing = signer.open();
        return signing;
    }

    void received(String method, String path) {
        this.method = method;
        this.route = Route.of(method, path);
    }

    /** Takes the body of a good answer, as the client is to get it. */
    void respondWith(byte[] body) {
        this.body = body;
    }

    /** That of a good answer; empty where there is none. */
    byte[] body() {
        return body;
    }

    void answered(ProxyAnswer answer) {
        status = answer.status();
        bytes = answer.body().length;
    }

    /** The first fault is the cause of those after it. */
    void failed(Fault fault) {
        if (this.fault == null) {
            this.fault = fault;
        }
    }

    /** Since the function got the event. */
    Duration duration() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Nullable
    String requestId() {
        return lambda == null ? null : lambda.getAwsRequestId();
    }

    boolean isCold() {
        return cold;
    }

    /** As the client sent it, null where it sent no request. */
    @Nullable
    String method() {
        return method;
    }

    Route route() {
        return route;
    }

    /** 0 where there is no answer. */
    int status() {
        return status;
    }

    /** The answer's body as it goes over the wire. */
    int bytes() {
        return bytes;
    }

    int urlsSigned() {
        return signing == null ? 0 : signing.signed();
    }

    int urlsReused() {
        return signing == null ? 0 : signing.reused();
    }

    @Nullable
    Fault fault() {
        return fault;
    }
}
