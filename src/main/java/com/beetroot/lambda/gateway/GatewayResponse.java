package com.beetroot.lambda.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.micronaut.servlet.http.ServletHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
                json.writeFieldName("body");
                // Makes the generator write the colon. The value itself bypasses the generator.
                json.writeRawValue("");
                json.flush();
                writeText(binary ? Base64.getEncoder().encode(body) : body, output);
            }
            json.writeBooleanField("isBase64Encoded", binary);
            json.writeEndObject();
        }
    }

    /**
     * Writes a JSON string. This custom code copies whole runs of bytes, because a body is long and has few characters
     * to escape; Jackson handles each byte singly.
     */
    private static void writeText(byte[] utf8, OutputStream output) throws IOException {
        output.write('"');
        int from = 0;
        for (int at = plainEnd(utf8, 0); at < utf8.length; at = plainEnd(utf8, from)) {
            output.write(utf8, from, at - from);
            output.write(
                    utf8[at] < ' '
                            ? "\\u%04x".formatted(utf8[at]).getBytes(StandardCharsets.US_ASCII)
                            : new byte[] {'\\', utf8[at]});
            from = at + 1;
        }
        output.write(utf8, from, utf8.length - from);
        output.write('"');
    }

    /**
     * Returns the index of the next byte that JSON must escape (RFC 8259, section 7), or the end. The bytes of
     * characters outside ASCII are negative and need no escape.
     */
    private static int plainEnd(byte[] utf8, int from) {
        for (int at = from; at < utf8.length; at++) {
            byte one = utf8[at];
            if (one > '"' ? one == '\\' : one == '"' || one >= 0 && one < ' ') {
                return at;
            }
        }
        return utf8.length;
    }
}
