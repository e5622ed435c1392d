package com.beetroot.api;

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
 * What API Gateway and function URLs take as the answer to a proxy event, of both payload formats.
 *
 * @param body   as the client gets it; empty where there is none
 * @param binary whether the body is no UTF-8 text, and so goes out in base64
 */
record ProxyAnswer(int status, Map<String, String> headers, byte[] body, boolean binary) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Of Micronaut's response itself: its native one holds the body as a String, made of these bytes and to be made bytes again. */
    static ProxyAnswer of(ServletHttpResponse<?, ?> response) {
        Map<String, String> headers = new HashMap<>();
        response.getHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        try {
            return new ProxyAnswer(response.code(), headers, ((ByteArrayOutputStream) response.getOutputStream()).toByteArray(), false);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    void write(OutputStream output) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(output)) {
            json.writeStartObject();
            json.writeNumberField("statusCode", status);
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : headers.entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            if (body.length > 0) {
                byte[] text = binary ? Base64.getEncoder().encode(body) : body;
                json.writeFieldName("body");
                json.writeUTF8String(text, 0, text.length);
            }
            json.writeBooleanField("isBase64Encoded", binary);
            json.writeEndObject();
        }
    }
}
