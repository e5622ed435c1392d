package com.beetroot.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * What the client gets from API Gateway for the function's answer.
 *
 * @param text  the content, decoded
 * @param bytes how many went over the wire as the body
 */
record Answer(int status, Map<String, String> headers, String text, int bytes) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(byte[] functionAnswer) throws IOException {
        JsonNode answer = JSON.readTree(functionAnswer);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.path("headers").properties().forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
        answer.path("multiValueHeaders").properties().forEach(header -> header.getValue().forEach(value ->
            headers.merge(header.getKey(), value.asText(), (a, b) -> a.equals(b) ? a : a + "," + b)));
        String body = answer.path("body").asText("");
        byte[] bytes = answer.path("isBase64Encoded").asBoolean() ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8);
        boolean gzip = "gzip".equals(headers.get("Content-Encoding"));
        byte[] content = gzip ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes() : bytes;
        return new Answer(answer.path("statusCode").asInt(), headers, new String(content, StandardCharsets.UTF_8), bytes.length);
    }

    JsonNode json() {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
