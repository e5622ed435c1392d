package com.beetroot.lambda.gateway;

import io.micronaut.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compresses responses of payload format 2.0, for which API Gateway turns base64 back into bytes. A REST API does so
 * only for its {@code binaryMediaTypes}, and would send the browser the base64 text.
 */
final class GzipEncoding {

    /** The size of the smallest body that is compressed. Smaller ones hardly shrink. */
    static final int LEAST_BYTES = 1_024;

    private static final String GZIP = "gzip";

    private GzipEncoding() {}

    /**
     * Returns the response, with its body compressed if that is worthwhile and the client accepts it.
     *
     * @param acceptEncoding the client's header; null if it sent none
     */
    static GatewayResponse encode(GatewayResponse answer, @Nullable String acceptEncoding) {
        if (answer.status() != 200 && answer.status() != 304) {
            return answer;
        }
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.merge(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING, (others, ours) -> others + ", " + ours);
        if (answer.binary() || answer.body().length < LEAST_BYTES || !accepts(acceptEncoding)) {
            return new GatewayResponse(answer.status(), headers, answer.body(), answer.binary());
        }
        headers.put(HttpHeaders.CONTENT_ENCODING, GZIP);
        return new GatewayResponse(answer.status(), headers, gzip(answer.body()), true);
    }

    /** Returns whether the client accepts gzip, by name or as any coding (RFC 9110, section 12.5.3). */
    private static boolean accepts(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        Map<String, Boolean> codings = new HashMap<>();
        Arrays.stream(acceptEncoding.toLowerCase(Locale.ROOT).split(","))
                .map(part -> part.split(";", 2))
                .forEach(part -> codings.put(
                        part[0].strip(),
                        part.length == 1 || !part[1].replace(" ", "").matches("q=0(\\.0{0,3})?")));
        return codings.getOrDefault(GZIP, codings.getOrDefault("*", false));
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        }) {
            gzip.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
