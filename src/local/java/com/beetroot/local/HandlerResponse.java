package com.beetroot.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * The HTTP response that API Gateway creates from the function's output, in either payload format.
 *
 * @param headers by case-insensitive name; several values are joined with commas
 * @param body the bytes as sent to the client
 */
public record HandlerResponse(int status, Map<String, String> headers, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static HandlerResponse of(byte[] output) throws IOException {
        JsonNode answer = JSON.readTree(output);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        answer.path("multiValueHeaders")
                .properties()
                .forEach(header -> header.getValue()
                        .forEach(value -> headers.merge(
                                header.getKey(), value.asText(), (a, b) -> a.equals(b) ? a : a + "," + b)));
        String body = answer.path("body").asText("");
        return new HandlerResponse(
                answer.path("statusCode").asInt(),
                headers,
                answer.path("isBase64Encoded").asBoolean()
                        ? Base64.getDecoder().decode(body)
                        : body.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the body as text, decompressed. */
    public String text() throws IOException {
        boolean gzip = "gzip".equals(headers.get("Content-Encoding"));
        byte[] content = gzip ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body;
        return new String(content, StandardCharsets.UTF_8);
    }
}
