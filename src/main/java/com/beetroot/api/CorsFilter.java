package com.beetroot.api;

import com.beetroot.config.Settings;
import com.beetroot.contract.Preflight;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets browsers call from the allowed origins: adds CORS headers to every response, errors included, and answers
 * {@code OPTIONS} on any path with a 200.
 *
 * <p>Micronaut's own CORS support answers only well-formed preflights to paths that exist, and the old function's
 * clients may send others.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class CorsFilter implements Ordered {

    /** A browser may remember a preflight for a day. */
    private static final String PREFLIGHT_SECONDS = "86400";

    private static final Preflight OK = new Preflight(true);

    private final List<String> allowedOrigins;

    CorsFilter(Settings settings) {
        this.allowedOrigins = settings.allowedOrigins();
    }

    /** Runs before every other filter, so that none can answer without these headers. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> preflight(HttpRequest<?> request) {
        if (request.getMethod() != HttpMethod.OPTIONS) {
            return null;
        }
        MutableHttpResponse<?> response = HttpResponse.ok(OK);
        // A response that a filter returns early does not pass through its response method.
        allow(request, response);
        response.getHeaders()
                .set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET,OPTIONS")
                .set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization,Content-Type,If-None-Match")
                .set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
        return response;
    }

    @ResponseFilter
    void allow(HttpRequest<?> request, MutableHttpResponse<?> response) {
        headers(request.getHeaders().get(HttpHeaders.ORIGIN)).forEach(response.getHeaders()::set);
    }

    /** Returns the headers of every response to a request from the origin. */
    Map<String, String> headers(@Nullable String origin) {
        Map<String, String> headers = new HashMap<>(Map.of(
                HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN,
                allowedOrigin(origin),
                HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS,
                "ETag,Retry-After"));
        if (allowedOrigins.size() > 1) {
            headers.put(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        }
        return headers;
    }

    /** Returns the caller's origin if it is allowed, otherwise the first allowed one, which the browser rejects. */
    private String allowedOrigin(@Nullable String origin) {
        return origin != null && allowedOrigins.contains(origin) ? origin : allowedOrigins.getFirst();
    }
}
