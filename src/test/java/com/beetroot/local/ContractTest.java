package com.beetroot.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.testkit.Browser;
import com.beetroot.testkit.CapturedLog;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the validation of responses finds faults. Each case is a valid response with one fault. */
@NullUnmarked // A null where a value is expected fails the test.
class ContractTest {

    private static final Contract CONTRACT = Contract.read();
    private static final String PERSON = """
        {"person":{"personId":"anna","photoCount":1,"repThumbKey":"k","repThumbURL":null},\
        "expiresAt":"2026-11-24T10:00:00Z"}""";
    private static final String PROBLEM = """
        {"type":"about:blank","title":"t","status":400,"detail":"d","error":"e"}""";

    @Test
    void acceptsValidResponses() {
        assertThat(CONTRACT.violations("GET", "/persons/a%2Fb", 200, kept("application/json"), PERSON))
                .isEmpty();
        assertThat(CONTRACT.violations("HEAD", "/persons/anna", 200, kept("application/json"), ""))
                .isEmpty();
        assertThat(CONTRACT.violations("GET", "/persons/anna", 304, kept(null), ""))
                .isEmpty();
        assertThat(CONTRACT.violations("GET", "/persons", 400, error(), PROBLEM))
                .isEmpty();
        assertThat(CONTRACT.violations("GET", "/nowhere/at/all", 404, error(), PROBLEM))
                .isEmpty();
        assertThat(CONTRACT.violations("BREW", "/persons", 405, with(error(), "Allow", "GET"), PROBLEM))
                .isEmpty();
        assertThat(CONTRACT.violations("GET", "/persons", 503, with(error(), "Retry-After", "1"), PROBLEM))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        an undeclared member        | "photoCount":1    | "photoCount":1,"age":7   | 'age' is not defined
        an undeclared outer member  | "expiresAt"       | "more":1,"expiresAt"     | 'more' is not defined
        a required member missing   | "repThumbKey":"k",|                          | 'repThumbKey' not found
        null where not allowed           | "personId":"anna" | "personId":null          | null found, string expected
        another type                | "photoCount":1    | "photoCount":"1"         | string found, integer expected
        a number below its limit    | "photoCount":1    | "photoCount":-1          | minimum value of 0
        a number above its limit    | "photoCount":1    | "photoCount":9007199254740992 | maximum value of \
        9007199254740991
        a text below its limit      | "anna"            | ""                       | at least 1 characters
        an invalid date                  | 2026-11-24T10:00:00Z | tomorrow              | date-time
        no JSON                     | }                 |                          | Unable to parse JSON
        """)
    void findsFaultsInTheBody(String fault, String good, String bad, String sentence) {
        String body = PERSON.replace(good, bad == null ? "" : bad);
        assertThat(body).isNotEqualTo(PERSON);

        assertThat(CONTRACT.violations("GET", "/persons/anna", 200, kept("application/json"), body))
                .as(fault)
                .anyMatch(violation ->
                        violation.startsWith("GET /persons/{personId} 200: ") && violation.contains(sentence));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        GET     | /persons      | 404 | not defined
        GET     | /persons/a    | 418 | not defined
        POST    | /persons      | 400 | not defined
        BREW    | /persons/a    | 404 | not defined
        GET     | /nowhere      | 405 | not defined
        OPTIONS | /nowhere      | 404 | not defined
        OPTIONS | /persons      | 400 | not defined
        HEAD    | /persons      | 400 | has a body
        GET     | /persons      | 405 | Header 'Allow' is expected
        GET     | /persons      | 503 | Header 'Retry-After' is expected
        GET     | /persons      | 200 | does not match any allowed types
        GET     | /persons      | 304 | No response body is expected
        """)
    void findsFaultsOfTheStatus(String method, String path, int status, String sentence) {
        assertThat(CONTRACT.violations(method, path, status, error(), PROBLEM))
                .anyMatch(violation -> violation.contains(sentence));
    }

    @Test
    void findsFaultsInTheHeaders() {
        Map<String, String> withoutOrigin = kept("application/json");
        withoutOrigin.remove("Access-Control-Allow-Origin");
        Map<String, String> withoutTag = kept("application/json");
        withoutTag.remove("ETag");

        assertThat(CONTRACT.violations("GET", "/persons/anna", 200, withoutOrigin, PERSON))
                .singleElement()
                .asString()
                .contains("Access-Control-Allow-Origin");
        assertThat(CONTRACT.violations("GET", "/persons/anna", 200, withoutTag, PERSON))
                .singleElement()
                .asString()
                .contains("ETag");
        assertThat(CONTRACT.violations("GET", "/persons/anna", 200, kept(null), PERSON))
                .singleElement()
                .asString()
                .contains("no Content-Type");
        assertThat(CONTRACT.violations(
                        "GET", "/persons/anna", 200, with(kept("application/json"), "X-Powered-By", "tests"), PERSON))
                .singleElement()
                .asString()
                .contains("X-Powered-By is not declared");
        assertThat(CONTRACT.violations("GET", "/persons", 503, with(error(), "Retry-After", "soon"), PROBLEM))
                .singleElement()
                .asString()
                .contains("string found, integer expected");
    }

    @Test
    void reportsViolationsInTheLocalGallery() throws IOException {
        String[] answer = {
            new ObjectMapper()
                    .writeValueAsString(Map.of("statusCode", 200, "headers", kept("application/json"), "body", PERSON))
        };
        try (LocalHttpServer front = new LocalHttpServer(
                0, (input, output, context) -> output.write(answer[0].getBytes(StandardCharsets.UTF_8)))) {
            URI address = front.address();
            assertThat(CapturedLog.during(() -> assertThat(Browser.load(address + "/persons/anna")
                                    .headers()
                                    .map())
                            .doesNotContainKey("contract-violation")))
                    .isEmpty();

            answer[0] = answer[0].replace("photoCount", "count");
            String log = CapturedLog.during(() -> {
                HttpResponse<String> loaded = Browser.load(address + "/persons/anna");
                assertThat(loaded.headers()
                                .firstValue(LocalHttpServer.VIOLATION)
                                .orElseThrow())
                        .contains("'count' is not defined")
                        .contains("'photoCount' not found");
                assertThat(loaded.headers().firstValue("Access-Control-Expose-Headers"))
                        .hasValue(LocalHttpServer.VIOLATION);
            });
            assertThat(log).contains("*** VIOLATION OF THE CONTRACT *** GET /persons/{personId} 200: ");
        }
    }

    private static Map<String, String> kept(String contentType) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "ETag",
                "W/\"a\"",
                "Cache-Control",
                "private, no-cache",
                "Access-Control-Allow-Origin",
                "*",
                "Vary",
                "Accept-Encoding"));
        return contentType == null ? headers : with(headers, "Content-Type", contentType);
    }

    private static Map<String, String> error() {
        return new HashMap<>(Map.of(
                "Content-Type",
                "application/problem+json",
                "Cache-Control",
                "no-store",
                "Access-Control-Allow-Origin",
                "*"));
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        headers.put(name, value);
        return headers;
    }
}
