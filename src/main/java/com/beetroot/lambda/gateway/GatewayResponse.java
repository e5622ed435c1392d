package com.beetroot.lambda.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.micronaut.servlet.http.ServletHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * The response to a proxy event, which API Gateway and function URLs accept in the same form for both payload formats.
 *
 * @param body the body that the client receives; empty if there is none
 * @param binary whether the body is not UTF-8 text, and is therefore sent in base64
 */
public record GatewayResponse(int status, Map<String, String> headers, byte[] body, boolean binary) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Converts Micronaut's response. Its native counterpart would hold the body as a String made of these bytes. */
    static GatewayResponse of(ServletHttpResponse<?, ?> response) {
        Map<String, String> headers = new HashMap<>();
        response.getHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        try {
            byte[] body = ((ByteArrayOutputStream) response.getOutputStream()).toByteArray();
            return new GatewayResponse(response.code(), headers, body, false);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public void write(OutputStream output) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(output)) {
            json.writeStartObject();
            json.writeNumberField("statusCode", status);
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : headers.entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            if (body.length > 0) {
                json.writeStringField(
                        "body", binary ? Base64.getEncoder().encodeToString(body) : new String(body, UTF_8));
            }
            json.writeBooleanField("isBase64Encoded", binary);
            json.writeEndObject();
        }
    }
}
