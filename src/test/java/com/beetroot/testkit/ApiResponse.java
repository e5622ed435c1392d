package com.beetroot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.local.Contract;
import com.beetroot.local.HandlerResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * What the client gets from API Gateway for the function's answer.
 *
 * @param text the content, decoded
 * @param bytes how many went over the wire as the body
 */
public record ApiResponse(int status, Map<String, String> headers, String text, int bytes) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Contract CONTRACT = Contract.read();

    /** Reads the function's answer to an event, and fails where it breaks the contract. */
    public static ApiResponse to(String event, byte[] functionAnswer) throws IOException {
        HandlerResponse answer = HandlerResponse.of(functionAnswer);
        JsonNode asked = JSON.readTree(event);
        JsonNode http = asked.at("/requestContext/http");
        String method = http.path("method").asText(asked.path("httpMethod").asText());
        String path = asked.path("rawPath").asText(asked.path("path").asText());
        String stage = "/" + asked.at("/requestContext/stage").asText();
        String withoutStage =
                asked.has("rawPath") && (path + "/").startsWith(stage + "/") ? path.substring(stage.length()) : path;
        String absolute = withoutStage.startsWith("/") ? withoutStage : "/" + withoutStage;
        assertThat(CONTRACT.violations(method, absolute, answer.status(), answer.headers(), answer.text()))
                .as("what breaks the contract")
                .isEmpty();
        return new ApiResponse(answer.status(), answer.headers(), answer.text(), answer.body().length);
    }

    public JsonNode json() {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
