package com.beetroot.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpAttributes;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Lets a browser keep an answer and ask whether it still holds (RFC 9110, section 13): an {@code ETag} over the body,
 * and a 304 without a body where the client has it. Within a signing window an unchanged library gives unchanged bytes.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class CachingFilter {

    /** The URLs are the caller's own, and the list may change: keep it, but ask each time. */
    private static final String KEEP = "private, no-cache";

    private static final String DO_NOT_KEEP = "no-store";

    private final JsonMapper json;

    CachingFilter(JsonMapper json) {
        this.json = json;
    }

    @ResponseFilter
    void validate(HttpRequest<?> request, MutableHttpResponse<?> response) throws IOException {
        // Of a HEAD, Micronaut has taken the body away.
        Object answer = response.getAttribute(HttpAttributes.HEAD_BODY).orElse(response.body());
        if (response.code() != HttpStatus.OK.getCode() || answer == null) {
            response.header(HttpHeaders.CACHE_CONTROL, DO_NOT_KEEP);
            return;
        }
        byte[] body = json.writeValueAsBytes(answer);
        String etag = etag(body);
        response.header(HttpHeaders.CACHE_CONTROL, KEEP).header(HttpHeaders.ETAG, etag);
        if (matches(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH), etag)) {
            response.status(HttpStatus.NOT_MODIFIED).body(null);
        } else if (request.getMethod() != HttpMethod.HEAD) {
            // Past Micronaut, which would copy the bytes three times.
            Invocation.current().respondWith(body);
            response.body(null).contentType(MediaType.APPLICATION_JSON_TYPE);
        }
    }

    /**
     * Weak, because the same answer goes out compressed and not. Two checksums, 64 bits, because C1 makes them of the
     * processor's own instructions; a SHA-256 took it a fifth of the CPU of a large answer.
     */
    private static String etag(byte[] body) {
        return "W/\"" + checksum(new CRC32C(), body) + checksum(new CRC32(), body) + Integer.toHexString(body.length)
                + '"';
    }

    private static String checksum(Checksum kind, byte[] body) {
        kind.update(body);
        return HexFormat.of().toHexDigits((int) kind.getValue());
    }

    /** Weak comparison, because a proxy may have made the tag a strong one. Our tags hold no comma. */
    private static boolean matches(@Nullable String ifNoneMatch, String etag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .anyMatch(tag -> tag.equals("*") || opaque(tag).equals(opaque(etag)));
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
