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
 * What API Gateway and function URLs take as the answer to a proxy event, of both payload formats.
 *
 * @param body as the client gets it; empty where there is none
 * @param binary whether the body is no UTF-8 text, and so goes out in base64
 */
public record GatewayResponse(int status, Map<String, String> headers, byte[] body, boolean binary) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads Micronaut's response itself, because its native one holds the body as a String made of these bytes. */
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
                // Nothing, but the colon before it; the value itself goes past the generator.
                json.writeRawValue("");
                json.flush();
                writeText(binary ? Base64.getEncoder().encode(body) : body, output);
            }
            json.writeBooleanField("isBase64Encoded", binary);
            json.writeEndObject();
        }
    }

    /**
     * As a JSON string. By hand and in runs, for a body is long and holds few characters to escape: Jackson goes by
     * single bytes.
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
     * The next byte that JSON does not take as it is (RFC 8259, section 7), or the end; those of longer characters are
     * negative.
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
