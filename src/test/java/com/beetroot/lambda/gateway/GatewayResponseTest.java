package com.beetroot.lambda.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the custom JSON writer of the response envelope: Jackson reads back what was written. */
class GatewayResponseTest {

    static Stream<String> bodies() {
        String ascii = IntStream.range(0, 128).mapToObj(Character::toString).collect(Collectors.joining());
        return Stream.of(
                "",
                "{}",
                "\"",
                "\\",
                "plain",
                "\"at both ends\"",
                "\\\"\\\"",
                "ü€𝄞\u0080\u07ff\uffff",
                ascii,
                "ü" + ascii.repeat(1_000) + "€");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void writesAnyTextUnchanged(String body) throws IOException {
        JsonNode envelope = written(new GatewayResponse(
                200, Map.of("Content-Type", "text/plain"), body.getBytes(StandardCharsets.UTF_8), false));

        assertThat(envelope.path("body").asText()).isEqualTo(body);
        assertThat(envelope.get("isBase64Encoded").booleanValue()).isFalse();
        assertThat(envelope.get("statusCode").intValue()).isEqualTo(200);
        assertThat(envelope.get("headers").get("Content-Type").asText()).isEqualTo("text/plain");
    }

    @Test
    void writesBytesAsBase64() throws IOException {
        byte[] body = new byte[256];
        IntStream.range(0, 256).forEach(i -> body[i] = (byte) i);

        JsonNode envelope = written(new GatewayResponse(200, Map.of(), body, true));

        assertThat(envelope.get("body").binaryValue()).isEqualTo(body);
        assertThat(envelope.get("isBase64Encoded").booleanValue()).isTrue();
    }

    private static JsonNode written(GatewayResponse answer) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        answer.write(output);
        return new ObjectMapper().readTree(output.toByteArray());
    }
}
