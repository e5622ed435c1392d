package com.beetroot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.local.Contract;
import com.beetroot.local.HandlerResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The HTTP response that a client gets from API Gateway.
 *
 * @param text the decoded body
 * @param bytes the size of the body as sent
 */
public record ApiResponse(int status, Map<String, String> headers, String text, int bytes) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Contract CONTRACT = Contract.read();

    /**
     * Reads the function's response, and fails if it breaks the contract.
     *
     * @param path the path in the contract, without a gateway's prefix
     */
    public static ApiResponse to(String method, String path, byte[] response) throws IOException {
        HandlerResponse answer = HandlerResponse.of(response);
        assertThat(CONTRACT.violations(method, path, answer.status(), answer.headers(), answer.text()))
                .as("violations of the contract")
                .isEmpty();
        return new ApiResponse(answer.status(), answer.headers(), answer.text(), answer.body().length);
    }

    /** Reads the response to an event whose path is the path in the contract, optionally preceded by the stage. */
    public static ApiResponse to(String event, byte[] response) throws IOException {
        JsonNode asked = JSON.readTree(event);
        JsonNode http = asked.at("/requestContext/http");
        String method = http.path("method").asText(asked.path("httpMethod").asText());
        String path = asked.path("rawPath").asText(asked.path("path").asText());
        String stage = "/" + asked.at("/requestContext/stage").asText();
        String withoutStage =
                asked.has("rawPath") && (path + "/").startsWith(stage + "/") ? path.substring(stage.length()) : path;
        return to(method, withoutStage.startsWith("/") ? withoutStage : "/" + withoutStage, response);
    }

    /** Returns the headers except {@code Date}, to compare responses that were sent in different seconds. */
    public Map<String, String> headersExceptDate() {
        Map<String, String> others = new HashMap<>(headers);
        others.remove("Date");
        return others;
    }

    public JsonNode json() {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
