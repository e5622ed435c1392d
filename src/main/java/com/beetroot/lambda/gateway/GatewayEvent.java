package com.beetroot.lambda.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.beetroot.api.RequestValidation;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.micronaut.http.HttpHeaders;
import io.micronaut.jackson.core.tree.JsonNodeTreeCodec;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an API Gateway proxy event that the contract defines. The event has payload format 1.0 or 2.0; a
 * function URL sends 2.0.
 *
 * <p>Everything else is left out, because Micronaut would act on some of it: it answers 406 to an {@code Accept}
 * without JSON, reads parameters from the body of a form, ignores the case of a parameter's name, and fails on a header
 * with a control character.
 *
 * @param payload2 whether the event has payload format 2.0, which its response must then have too
 * @param path the contract's path, percent-encoded
 * @param headers by their names in lower case; repeated ones are joined by commas
 * @param parameters by name; one that is given more than once is empty, which no valid parameter is
 */
public record GatewayEvent(
        boolean payload2, String method, String path, Map<String, String> headers, Map<String, String> parameters) {

    static final String ACCEPT_ENCODING = lowerCase(HttpHeaders.ACCEPT_ENCODING);
    static final String ORIGIN = lowerCase(HttpHeaders.ORIGIN);

    private static final Set<String> HEADERS = Set.of(ORIGIN, lowerCase(HttpHeaders.IF_NONE_MATCH), ACCEPT_ENCODING);
    /** The characters that a header's value may contain (RFC 9110, section 5.5). */
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\uffff]*");

    /** The greedy variable that ends a route, such as {@code proxy} of {@code /{proxy+}}. */
    private static final Pattern GREEDY = Pattern.compile("\\{([^}]+)\\+}$");

    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonNodeTreeCodec TREE = JsonNodeTreeCodec.getInstance();

    /**
     * Reads an event.
     *
     * @throws NotAGatewayEventException if the input is not such an event
     */
    public static GatewayEvent read(InputStream input, String basePath) {
        try (JsonParser json = JSON.createParser(input)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new NotAGatewayEventException();
            }
            return of(TREE.readTree(json), basePath);
        } catch (IOException unreadable) {
            throw new NotAGatewayEventException();
        }
    }

    /** Returns the event in the form that Micronaut expects. */
    APIGatewayProxyRequestEvent request() {
        return new APIGatewayProxyRequestEvent()
                .withHttpMethod(method)
                .withPath(path)
                .withHeaders(headers)
                .withQueryStringParameters(parameters);
    }

    private static GatewayEvent of(JsonNode event, String basePath) {
        String version = text(event, "version");
        boolean payload2 = "2.0".equals(version);
        JsonNode context = member(event, "requestContext");
        String method = payload2 ? text(member(context, "http"), "method") : text(event, "httpMethod");
        if (method == null) {
            throw new NotAGatewayEventException();
        }
        return new GatewayEvent(
                payload2,
                method,
                path(event, context, version).contractPath(basePath),
                headers(event),
                parameters(event));
    }

    private static GatewayPath path(JsonNode event, JsonNode context, @Nullable String version) {
        boolean payload2 = "2.0".equals(version);
        String domainName = text(context, "domainName");
        // In payload 2.0 it is a method and a route, such as "ANY /{proxy+}", or the single word $default.
        String routeKey = text(event, "routeKey");
        String route = payload2
                ? routeKey == null ? null : routeKey.substring(routeKey.indexOf(' ') + 1)
                : text(event, "resource");
        if (route == null || !route.startsWith("/")) {
            route = null;
        }
        Matcher greedy = GREEDY.matcher(route == null ? "" : route);
        return new GatewayPath(
                GatewayKind.of(version, domainName),
                text(event, payload2 ? "rawPath" : "path"),
                text(context, "path"),
                text(context, "stage"),
                route,
                greedy.find() ? text(member(event, "pathParameters"), greedy.group(1)) : null,
                domainName);
    }

    /** Returns the headers that the contract knows, without the whitespace around their values (RFC 9110, 5.5). */
    private static Map<String, String> headers(JsonNode event) {
        Map<String, String> headers = new HashMap<>();
        given(event, "headers", "multiValueHeaders").forEach((name, values) -> {
            String value = String.join(", ", values).strip();
            if (HEADERS.contains(lowerCase(name)) && VALUE.matcher(value).matches() && !value.isEmpty()) {
                headers.put(lowerCase(name), value);
            }
        });
        return headers;
    }

    private static Map<String, String> parameters(JsonNode event) {
        Map<String, String> parameters = new HashMap<>();
        given(event, "queryStringParameters", "multiValueQueryStringParameters").forEach((name, values) -> {
            if (RequestValidation.PARAMETERS.contains(name)) {
                boolean repeated = values.size() > 1 || values.getFirst().contains(",") && isJoined(name, event);
                parameters.put(name, repeated ? "" : values.getFirst());
            }
        });
        return parameters;
    }

    /** Payload 2.0 joins repeated values with commas, which a single value may contain as well. */
    private static boolean isJoined(String name, JsonNode event) {
        String query = text(event, "rawQueryString");
        return query != null
                && Stream.of(query.split("&", -1))
                                .filter(each -> each.startsWith(name + '='))
                                .count()
                        != 1;
    }

    /** Returns the values by name. Payload 1.0 has two members: one with the last value of each name, one with all. */
    private static Map<String, List<String>> given(JsonNode event, String single, String multiple) {
        Map<String, List<String>> given = new HashMap<>();
        for (String member : List.of(single, multiple)) {
            for (Map.Entry<String, JsonNode> values : member(event, member).entries()) {
                List<String> texts = texts(values.getValue());
                if (!texts.isEmpty()) {
                    given.put(values.getKey(), texts);
                }
            }
        }
        return given;
    }

    private static List<String> texts(JsonNode value) {
        if (!value.isArray()) {
            return value.isString() ? List.of(value.getStringValue()) : List.of();
        }
        List<String> texts = new ArrayList<>();
        value.values()
                .forEach(element -> texts.addAll(element.isString() ? List.of(element.getStringValue()) : List.of()));
        return texts;
    }

    /** Returns the member's text; null if it has none. */
    private static @Nullable String text(JsonNode object, String name) {
        return object.get(name) instanceof JsonNode value && value.isString() ? value.getStringValue() : null;
    }

    /** Returns the member that is an object; an empty object if there is none. */
    private static JsonNode member(JsonNode object, String name) {
        return object.get(name) instanceof JsonNode value && value.isObject()
                ? value
                : JsonNode.createObjectNode(Map.of());
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
