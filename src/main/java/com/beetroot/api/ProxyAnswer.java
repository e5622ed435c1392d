package com.beetroot.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What API Gateway and function URLs take as the answer to a proxy event, of both payload formats.
 *
 * @param body   null where there is none
 * @param base64 whether the body is the base64 text of the bytes that the client gets
 */
record ProxyAnswer(int status, Map<String, String> headers, @Nullable String body, boolean base64) {

    private static final JsonFactory JSON = new JsonFactory();

    static ProxyAnswer of(APIGatewayProxyResponseEvent response) {
        return new ProxyAnswer(
            response.getStatusCode(), response.getHeaders(), response.getBody(), Boolean.TRUE.equals(response.getIsBase64Encoded()));
    }

    /** The size of the body as the client gets it. */
    int bytes() {
        if (body == null) {
            return 0;
        }
        int padding = body.endsWith("==") ? 2 : body.endsWith("=") ? 1 : 0;
        return base64 ? body.length() / 4 * 3 - padding : body.getBytes(StandardCharsets.UTF_8).length;
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
            if (body != null) {
                json.writeStringField("body", body);
            }
            json.writeBooleanField("isBase64Encoded", base64);
            json.writeEndObject();
        }
    }
}
