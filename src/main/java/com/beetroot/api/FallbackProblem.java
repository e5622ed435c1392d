package com.beetroot.api;

import io.micronaut.http.HttpHeaders;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The problem for a request that failed outside Micronaut's filters and exception handlers, with the CORS headers. */
@Singleton
public final class FallbackProblem {

    /** The status of the response. */
    public static final int STATUS = 500;

    private final CorsFilter cors;
    private final JsonMapper json;

    FallbackProblem(CorsFilter cors, JsonMapper json) {
        this.cors = cors;
        this.json = json;
    }

    /**
     * Returns the response's headers.
     *
     * @param origin the request's {@code Origin}; null if it has none
     */
    public Map<String, String> headers(@Nullable String origin) {
        Map<String, String> headers = cors.headers(origin);
        headers.put(HttpHeaders.CONTENT_TYPE, Problems.MEDIA_TYPE);
        headers.put(HttpHeaders.CACHE_CONTROL, EtagFilter.NO_STORE);
        return headers;
    }

    /** Returns the response's body. */
    public byte[] body() {
        try {
            return json.writeValueAsBytes(Problems.internalError());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
