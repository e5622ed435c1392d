package com.beetroot.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.GatewayPayload;
import com.beetroot.testkit.ApiResponse;
import com.beetroot.testkit.CapturedLog;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.beetroot.testkit.MovingClock;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests errors as problem documents, CORS headers on every response, and unusual events. */
@ExtendWith(LocalLibrary.class)
class ErrorsTest {

    private static Library library;
    private static ApiHandler function;

    @BeforeAll
    static void start(Library own) {
        library = own.person("anna", 1, "faces-thumbs/anna.jpg");
        function = new ApiHandler(own.settings());
    }

    @AfterAll
    static void stop() {
        function.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /nowhere                   | 404 | not found",
                "GET    | /                          | 404 | not found",
                "GET    | /persons/                  | 404 | not found",
                "GET    | /persons/nobody            | 404 | not found",
                "GET    | /persons/anna/            | 404 | not found",
                "GET    | /persons/anna/thumbs       | 404 | not found",
                "GET    | /persons/anna/b/photos     | 400 | bad path",
                "GET    | /persons//photos           | 400 | bad path",
                "GET    | /persons/photos            | 400 | bad path",
                "GET    | /persons?limit=0           | 400 | bad request",
                "GET    | /persons?limit=101         | 400 | bad request",
                "GET    | /persons?limit=ten         | 400 | bad request",
                "GET    | /persons?limit=            | 400 | bad request",
                "GET    | /persons?limit=1&limit=2   | 400 | bad request",
                "GET    | /persons?limit=99999999999 | 400 | bad request",
                "GET    | /persons?cursor=           | 400 | bad request",
                "GET    | /persons?cursor=abc        | 400 | bad request",
                "GET    | /persons/anna/photos?limit=201 | 400 | bad request",
                "POST   | /persons                   | 405 | method not allowed",
                "DELETE | /persons/anna              | 405 | method not allowed",
                "BREW   | /persons                   | 405 | method not allowed"
            })
    void returnsAProblemForAnInvalidRequest(String method, String path, int status, String error) {
        for (GatewayPayload payload : GatewayPayload.values()) {
            ApiResponse answer =
                    new Gateway(function, payload).call(method, path, Map.of("Origin", "https://a.example"));

            assertThat(answer.status()).as(payload + " " + answer.text()).isEqualTo(status);
            assertThat(answer.headers())
                    .containsEntry("Content-Type", "application/problem+json")
                    .containsEntry("Access-Control-Allow-Origin", "*");
            assertThat(answer.json().get("status").asInt()).isEqualTo(status);
            assertThat(answer.json().get("error").asText()).isEqualTo(error);
            assertThat(answer.json().get("type").asText()).isEqualTo("about:blank");
            assertThat(answer.json().get("title").asText()).isNotEmpty();
            assertThat(answer.json().get("detail").asText()).isNotEmpty();
            assertThat(answer.json().path("path").asText()).isEqualTo(status == 404 ? path : "");
            if (status == 405) {
                assertThat(answer.headers().get("Allow")).contains("GET").contains("OPTIONS");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(GatewayPayload.class)
    void limitsTheLengthOfAPersonId(GatewayPayload payload) {
        Gateway gateway = new Gateway(function, payload);
        String longest = "%C3%BC".repeat(1_024);

        assertThat(gateway.get("/persons/" + longest + "/photos").status()).isEqualTo(200);
        assertThat(gateway.get("/persons/" + longest).status()).isEqualTo(404);
        for (String tooLong : List.of(longest + "x", "x".repeat(2_049), "x".repeat(100_000))) {
            for (String path : List.of("/persons/" + tooLong, "/persons/" + tooLong + "/photos")) {
                assertThat(gateway.get(path).status()).isEqualTo(400);
                assertThat(gateway.get(path).json().get("detail").asText()).startsWith("personId: ");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(GatewayPayload.class)
    void ignoresUnknownParameters(GatewayPayload payload) {
        assertThat(new Gateway(function, payload)
                        .get("/persons?page=2&page=3&limit=1&q=")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(GatewayPayload.class)
    void respondsToOptionsOnAnyPath(GatewayPayload payload) {
        for (String path : List.of("/persons", "/nowhere", "/persons/a/b/photos", "/")) {
            ApiResponse answer = new Gateway(function, payload)
                    .call(
                            "OPTIONS",
                            path,
                            Map.of("Origin", "https://a.example", "Access-Control-Request-Method", "GET"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("{\"ok\":true}");
            assertThat(answer.headers())
                    .containsEntry("Access-Control-Allow-Origin", "*")
                    .containsEntry("Access-Control-Allow-Methods", "GET,OPTIONS")
                    .containsKey("Access-Control-Allow-Headers");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/persons", "/persons/anna", "/persons/anna/photos", "/nowhere", "/persons?limit=0"})
    void allowsOnlyTheListedOrigins(String path) {
        Map<String, String> settings = library.settings();
        settings.put("ALLOWED_ORIGINS", "https://a.example, https://b.example");
        try (ApiHandler listed = new ApiHandler(settings)) {
            Gateway gateway = new Gateway(listed, GatewayPayload.FUNCTION_URL);
            Map<String, String> ofB = gateway.call("GET", path, Map.of("Origin", "https://b.example"))
                    .headers();
            assertThat(ofB).containsEntry("Access-Control-Allow-Origin", "https://b.example");
            assertThat(ofB.get("Vary").split(", ")).contains("Origin");
            Map<String, String> ofEvil = gateway.call("GET", path, Map.of("Origin", "https://evil.example"))
                    .headers();
            assertThat(ofEvil).containsEntry("Access-Control-Allow-Origin", "https://a.example");
            assertThat(ofEvil.get("Vary").split(", ")).contains("Origin");
            assertThat(gateway.get(path).headers()).containsEntry("Access-Control-Allow-Origin", "https://a.example");
        }
    }

    @ParameterizedTest
    @EnumSource(GatewayPayload.class)
    void acceptsARequestWithoutAHostHeader(GatewayPayload payload) {
        ObjectNode event = payload.event("GET", "/persons", "", Map.of("Origin", List.of("https://a.example")));

        assertThat(new Gateway(function, payload).send(event.toString()).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(GatewayPayload.class)
    void acceptsBodiesRepeatedHeadersAndNulls(GatewayPayload payload) {
        ObjectNode event = payload.event(
                "GET",
                "/persons",
                "",
                Map.of("Accept", List.of("application/json", "text/html"), "X-Twice", List.of("a", "b")));
        event.put("body", "aGVsbG8=").put("isBase64Encoded", true);
        event.putNull("queryStringParameters");
        event.putNull("stageVariables");

        assertThat(new Gateway(function, payload).send(event.toString()).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/prod/persons, prod, 200",
        "/persons, prod, 200",
        "/persons, persons, 404",
        "/persons/persons, persons, 200",
        "/prod, prod, 404"
    })
    void removesTheStageFromThePathOfPayload2(String rawPath, String stage, int status) {
        ObjectNode event = GatewayPayload.HTTP_API.event("GET", rawPath, "", Map.of());
        event.withObject("requestContext").put("stage", stage);

        assertThat(new Gateway(function, GatewayPayload.HTTP_API)
                        .send(event.toString())
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/per sons/ü", "/persons/%zz", "/persons/%", "/persons/a|b", "/persons/\\", "//", "/persons/[x]?"
            })
    void respondsToPathsThatAreInvalidInAUri(String path) {
        for (GatewayPayload payload : GatewayPayload.values()) {
            ObjectNode event = payload.event("GET", path, "", Map.of());

            assertThat(new Gateway(function, payload).send(event.toString()).status())
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "\"text\"",
                "{\"Records\":[]}",
                "{\"version\":\"3.0\"}",
                "{\"version\":\"2.0\"}",
                "{\"httpMethod\":{}}",
                "no json"
            })
    void rejectsEventsOfOtherServices(String event) {
        assertThatThrownBy(() -> new Gateway(function, GatewayPayload.FUNCTION_URL).send(event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("API Gateway");
    }

    @Test
    void hidesInternalDetailsWhenTheDatabaseFails() {
        Map<String, String> settings = library.settings();
        settings.put("PERSONS_TABLE", "NoSuchTable");
        try (ApiHandler misled = new ApiHandler(settings)) {
            String log = CapturedLog.during(() -> {
                ApiResponse answer = new Gateway(misled, GatewayPayload.FUNCTION_URL).get("/persons");

                assertThat(answer.status()).isEqualTo(500);
                assertThat(answer.json().get("error").asText()).isEqualTo("internal error");
                assertThat(answer.text()).doesNotContain("NoSuchTable").doesNotContain("Exception");
                assertThat(answer.headers()).containsEntry("Access-Control-Allow-Origin", "*");
            });

            assertThat(log).contains("NoSuchTable").contains("PERSONS_TABLE");
        }
    }

    /** RFC 9110, section 5.5: white space around a header's value is not part of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Accept-Encoding| gzip",
                "Accept-Encoding|\tgzip ",
                "Origin|\thttps://a.example",
                "Origin| ",
                "If-None-Match| ",
                "If-None-Match|\t\"x\" "
            })
    void ignoresWhiteSpaceAroundAHeaderValue(String name, String value) {
        Map<String, String> settings = library.settings();
        settings.put("ALLOWED_ORIGINS", "https://b.example,https://a.example");
        try (ApiHandler listed =
                new ApiHandler(settings, null, new MovingClock(Instant.parse("2026-11-24T10:15:00Z")))) {
            for (GatewayPayload payload : GatewayPayload.values()) {
                ApiResponse padded = new Gateway(listed, payload).call("GET", "/persons", Map.of(name, value));
                ApiResponse plain = new Gateway(listed, payload)
                        .call("GET", "/persons", value.isBlank() ? Map.of() : Map.of(name, value.strip()));

                assertThat(padded.status()).isEqualTo(200);
                assertThat(padded.headersExceptDate()).isEqualTo(plain.headersExceptDate());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"２", "٣", "1_0", "0x1", "1.0", " 1"})
    void acceptsOnlyAsciiDigitsAsANumber(String limit) {
        for (GatewayPayload payload : GatewayPayload.values()) {
            ApiResponse response = new Gateway(function, payload)
                    .get("/persons?limit=" + URLEncoder.encode(limit, StandardCharsets.UTF_8));

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.json().get("detail").asText()).startsWith("limit: ");
        }
    }
}
