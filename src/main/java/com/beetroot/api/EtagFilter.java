package com.beetroot.api;

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
import org.jspecify.annotations.Nullable;

/**
 * Lets a browser keep a response and revalidate it (RFC 9110, section 13): adds an {@code ETag} of the body, and sends
 * a 304 without a body if the client already has that body. Within a signing window an unchanged library produces the
 * same bytes.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class EtagFilter {

    /** The URLs are meant for one caller and the library may change: a browser may keep the response, but must ask. */
    private static final String REVALIDATE = "private, no-cache";

    static final String NO_STORE = "no-store";

    private final JsonMapper json;

    EtagFilter(JsonMapper json) {
        this.json = json;
    }

    @ResponseFilter
    @SuppressWarnings("removal") // HEAD_BODY: Micronaut 4 offers no other way to the body of a HEAD.
    void tag(HttpRequest<?> request, MutableHttpResponse<?> response) throws IOException {
        // Micronaut has already moved the body of a HEAD into this attribute.
        Object answer = response.getAttribute(HttpAttributes.HEAD_BODY).orElse(response.body());
        if (response.code() != HttpStatus.OK.getCode() || answer == null) {
            response.header(HttpHeaders.CACHE_CONTROL, NO_STORE);
            return;
        }
        byte[] body = json.writeValueAsBytes(answer);
        String etag = etag(body);
        response.header(HttpHeaders.CACHE_CONTROL, REVALIDATE).header(HttpHeaders.ETAG, etag);
        if (matches(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH), etag)) {
            response.status(HttpStatus.NOT_MODIFIED).body(null);
        } else if (request.getMethod() != HttpMethod.HEAD) {
            response.body(body).contentType(MediaType.APPLICATION_JSON_TYPE);
        }
    }

    /**
     * Returns a weak tag, because the same body goes out compressed and uncompressed. Two checksums make 64 bits; C1
     * computes them with processor instructions, while SHA-256 took a fifth of a large response's CPU.
     */
    private static String etag(byte[] body) {
        return "W/\"" + checksum(new CRC32C(), body) + checksum(new CRC32(), body) + Integer.toHexString(body.length)
                + '"';
    }

    private static String checksum(Checksum kind, byte[] body) {
        kind.update(body);
        return HexFormat.of().toHexDigits((int) kind.getValue());
    }

    /** Compares weakly, because a proxy may have made the tag strong. Our tags contain no comma. */
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
