package com.beetroot.lambda.gateway;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/** Fails outside the function's own filters: before they see the request, or after they have processed the response. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Requires(property = FailingFilter.PHASE)
final class FailingFilter implements Ordered {

    static final String PHASE = "test.failing-phase";

    private final String phase;

    FailingFilter(@Value("${" + PHASE + "}") String phase) {
        this.phase = phase;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @RequestFilter
    void before(HttpRequest<?> request) {
        fail("request");
    }

    @ResponseFilter
    void after(HttpRequest<?> request, MutableHttpResponse<?> response) {
        fail("response");
    }

    private void fail(String phase) {
        if (phase.equals(this.phase)) {
            throw new IllegalStateException("planted");
        }
    }
}
