package com.beetroot.testkit;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LocalContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Calls the function the way API Gateway does, with events of one payload format. */
public record Gateway(RequestStreamHandler function, GatewayPayload payload) {

    public ApiResponse get(String pathAndQuery) {
        return call("GET", pathAndQuery, Map.of());
    }

    public ApiResponse call(String method, String pathAndQuery, Map<String, String> headers) {
        String[] parts = pathAndQuery.split("\\?", 2);
        Map<String, List<String>> all =
                new java.util.HashMap<>(Map.of("Host", List.of("id.execute-api.eu-central-1.amazonaws.com")));
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        return send(
                method,
                parts[0],
                payload.event(method, parts[0], parts.length > 1 ? parts[1] : "", all)
                        .toString());
    }

    /** Sends an unmodified event whose path is the path in the contract. */
    public ApiResponse send(String event) {
        return respond(event, response -> ApiResponse.to(event, response));
    }

    /**
     * Sends an unmodified event.
     *
     * @param path the path in the contract, without the gateway's prefix
     */
    public ApiResponse send(String method, String path, String event) {
        return respond(event, response -> ApiResponse.to(method, path, response));
    }

    @FunctionalInterface
    private interface Reader {
        ApiResponse read(byte[] response) throws IOException;
    }

    private ApiResponse respond(String event, Reader reader) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            function.handleRequest(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output, new LocalContext());
            return reader.read(output.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
