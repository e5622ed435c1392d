package com.beetroot.lambda.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.GatewayPayload;
import com.beetroot.testkit.ApiResponse;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that events of every gateway, stage, custom domain and route reach the same operations. */
@ExtendWith(LocalLibrary.class)
class GatewaysTest {

    private static final String EXECUTE_API = "id.execute-api.eu-central-1.amazonaws.com";
    private static final String OWN_DOMAIN = "photos.example";

    private static ApiHandler function;
    private static ApiHandler mapped;

    @BeforeAll
    static void start(Library own) {
        for (String person :
                List.of("mia", "a b", "a%20b", "100%", "a/b", "a%2Fb", "a+b", "persons", "photos", "library")) {
            own.person(person, 1, "faces-thumbs/x.jpg");
        }
        function = new ApiHandler(own.settings());
        Map<String, String> settings = own.settings();
        settings.put("BASE_PATH", "/library");
        mapped = new ApiHandler(settings);
    }

    @AfterAll
    static void stop() {
        function.close();
        mapped.close();
    }

    @ParameterizedTest(name = "{0} {1}, stage {2}, resource {4} {5}")
    @CsvSource(
            nullValues = "-",
            value = {
                // domain, path, stage, requestContext.path, resource, proxy, contract path
                "execute-api, /persons, prod, /prod/persons, /{proxy+}, persons, /persons",
                "execute-api, /persons/mia/photos, prod, /prod/persons/mia/photos, /{proxy+}, "
                        + "persons/mia/photos, /persons/mia/photos",
                "execute-api, /persons, persons, /persons/persons, /{proxy+}, persons, /persons",
                "execute-api, /persons/persons, persons, /persons/persons/persons, /{proxy+}, persons/persons, "
                        + "/persons/persons",
                "own, /library/persons, prod, /library/persons, /{proxy+}, persons, /persons",
                "own, /library/persons/mia/photos, prod, /library/persons/mia/photos, /{proxy+}, "
                        + "persons/mia/photos, /persons/mia/photos",
                "own, /persons/persons, prod, /persons/persons, /{proxy+}, persons, /persons",
                "own, /prod/persons, prod, /prod/persons, /{proxy+}, persons, /persons",
                "own, /prod/persons, prod, /prod/persons, -, -, /persons",
                "own, /library/prod/persons/mia, prod, /library/prod/persons/mia, /{proxy+}, persons/mia, /persons/mia",
                "own, /a/b/persons/mia, prod, /a/b/persons/mia, /persons/{personId}, -, /persons/mia",
                "own, /library/persons, prod, /library/persons, /persons, -, /persons",
                "own, /library/persons/mia/photos, prod, /library/persons/mia/photos, /persons/{proxy+}, "
                        + "mia/photos, /persons/mia/photos",
                "own, /library/persons/mia/photos, prod, /library/persons/mia/photos, "
                        + "/persons/{personId}/{rest+}, photos, /persons/mia/photos",
                "own, /library/persons/a%2Fb, prod, /library/persons/a%2Fb, /{proxy+}, persons/a/b, /persons/a%2Fb",
                "own, /library/persons/a%20b, prod, /library/persons/a%20b, /{proxy+}, persons/a b, /persons/a%20b",
                "own, /library/persons/a+b, prod, /library/persons/a+b, /{proxy+}, persons/a+b, /persons/a+b"
            })
    void routesEventsOfRestApis(
            String domain,
            String path,
            String stage,
            String contextPath,
            String resource,
            String proxy,
            String contractPath) {
        ObjectNode event = GatewayPayload.REST_API.event("GET", path, "", Map.of());
        event.put("resource", resource);
        route(event, resource, proxy);
        event.withObject("requestContext")
                .put("domainName", domain.equals("own") ? OWN_DOMAIN : EXECUTE_API)
                .put("stage", stage)
                .put("path", contextPath);

        assertAnswers(function, event, contractPath);
    }

    @ParameterizedTest(name = "{0} {1}, stage {2}, route {3} {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                // domain, decoded path, stage, route, proxy, contract path
                "execute-api, /persons, $default, $default, -, /persons",
                "execute-api, /dev/persons, dev, $default, -, /persons",
                "execute-api, /dev/persons/mia/photos, dev, ANY /{proxy+}, persons/mia/photos, /persons/mia/photos",
                "execute-api, /persons/persons, persons, $default, -, /persons",
                "execute-api, /persons/persons/mia, persons, $default, -, /persons/mia",
                "execute-api, /persons/a%20b, $default, $default, -, /persons/a%2520b",
                "execute-api, /persons/a b, $default, $default, -, /persons/a%20b",
                "execute-api, /persons/100%, $default, $default, -, /persons/100%25",
                "execute-api, /persons/a%2Fb, $default, $default, -, /persons/a%252Fb",
                "execute-api, /persons/a+b, $default, $default, -, /persons/a+b",
                "own, /library/persons, $default, ANY /{proxy+}, persons, /persons",
                "own, /library/persons/mia, $default, GET /persons/{personId}, -, /persons/mia",
                "own, /persons/mia, persons, $default, -, /persons/mia",
                // An API mapping of a named stage: according to public reports, the path of these contains the stage
                // too.
                "own, /dev/persons/mia, dev, $default, -, /persons/mia"
            })
    void routesEventsOfHttpApis(
            String domain, String path, String stage, String route, String proxy, String contractPath) {
        String domainName = domain.equals("own") ? OWN_DOMAIN : EXECUTE_API;
        ObjectNode payload2 = GatewayPayload.FUNCTION_URL.event("GET", path, "", Map.of());
        payload2.put("routeKey", route);
        route(payload2, route, proxy);
        payload2.withObject("requestContext")
                .put("domainName", domainName)
                .put("stage", stage)
                .put("routeKey", route);
        assertAnswers(function, payload2, contractPath);

        ObjectNode payload1 = GatewayPayload.REST_API.event("GET", path, "", Map.of());
        payload1.put("version", "1.0").put("resource", route.replaceFirst("^\\w+ ", ""));
        route(payload1, route, proxy);
        payload1.withObject("requestContext")
                .put("domainName", domainName)
                .put("stage", stage)
                .put("path", path);
        assertAnswers(function, payload1, contractPath);
    }

    @ParameterizedTest
    @CsvSource({
        "/library/persons, /persons",
        "/library/persons/mia/photos, /persons/mia/photos",
        "/persons, /persons",
        "/persons/library, /persons/library"
    })
    void removesTheConfiguredBasePath(String path, String contractPath) {
        for (GatewayPayload gateway : GatewayPayload.values()) {
            ObjectNode event = gateway.event("GET", path, "", Map.of());
            event.withObject("requestContext").put("domainName", OWN_DOMAIN);
            assertAnswers(mapped, event, contractPath);
        }
    }

    @Test
    void removesAStageAndABasePath() {
        ObjectNode event = GatewayPayload.HTTP_API.event("GET", "/dev/library/persons/mia", "", Map.of());
        event.withObject("requestContext").put("stage", "dev");

        assertAnswers(mapped, event, "/persons/mia");
    }

    @ParameterizedTest
    @CsvSource({"/library/persons, /library/persons", "/libraryx/persons, /libraryx/persons", "/dev/nowhere, /nowhere"})
    void returns404ForAnUnknownPath(String path, String reported) {
        ObjectNode event = GatewayPayload.HTTP_API.event("GET", path, "", Map.of());
        event.withObject("requestContext").put("stage", "dev");

        ApiResponse response = new Gateway(function, GatewayPayload.HTTP_API).send("GET", reported, event.toString());

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.json().get("path").asText()).isEqualTo(reported);
    }

    private static void route(ObjectNode event, String route, String proxy) {
        event.remove("pathParameters");
        if (proxy != null) {
            String greedy = route.replaceFirst(".*\\{", "").replace("+}", "");
            event.putObject("pathParameters").put(greedy, proxy);
        }
    }

    private static void assertAnswers(ApiHandler function, ObjectNode event, String contractPath) {
        ApiResponse expected = new Gateway(function, GatewayPayload.FUNCTION_URL).get(contractPath);
        assertThat(expected.status()).isEqualTo(200);

        ApiResponse response =
                new Gateway(function, GatewayPayload.REST_API).send("GET", contractPath, event.toString());

        assertThat(response.status()).as(event + "\n" + response.text()).isEqualTo(200);
        assertThat(keys(response)).isEqualTo(keys(expected));
    }

    /** Returns the body without URLs, whose window may have changed. */
    private static String keys(ApiResponse response) {
        return response.text().replaceAll("https?://[^\"]*", "").replaceAll("\"expiresAt\":\"[^\"]*\"", "");
    }
}
