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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the contract knows of an API Gateway proxy event, of either payload format; a function URL sends the second.
 *
 * <p>All else is left out, for Micronaut would heed some of it: it answers 406 to an {@code Accept} without JSON, takes
 * the parameters from the body of a form, does not mind the case of a parameter's name, and fails on a header with a
 * control character.
 *
 * @param payload2 whether it is of payload format 2.0, and so is the answer
 * @param path percent-encoded
 * @param headers by their names in lower case; repeated ones joined by commas
 * @param parameters one that is given more than once is empty, as it is in no good request
 */
public record GatewayEvent(
        boolean payload2, String method, String path, Map<String, String> headers, Map<String, String> parameters) {

    public static final String ACCEPT_ENCODING = lowerCase(HttpHeaders.ACCEPT_ENCODING);

    private static final Set<String> HEADERS =
            Set.of(lowerCase(HttpHeaders.ORIGIN), lowerCase(HttpHeaders.IF_NONE_MATCH), ACCEPT_ENCODING);
    /** What a header's value may hold (RFC 9110, section 5.5). */
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\uffff]*");

    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonNodeTreeCodec TREE = JsonNodeTreeCodec.getInstance();

    /** @throws NotARequestException where the input is no such event */
    public static GatewayEvent read(InputStream input) {
        try (JsonParser json = JSON.createParser(input)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new NotAGatewayEventException();
            }
            return of(TREE.readTree(json));
        } catch (IOException unreadable) {
            throw new NotAGatewayEventException();
        }
    }

    /** As what Micronaut takes. */
    APIGatewayProxyRequestEvent request() {
        return new APIGatewayProxyRequestEvent()
                .withHttpMethod(method)
                .withPath(path)
                .withHeaders(headers)
                .withQueryStringParameters(parameters);
    }

    private static GatewayEvent of(JsonNode event) {
        boolean payload2 = "2.0".equals(text(event, "version"));
        String path;
        String method;
        if (payload2) {
            JsonNode request = member(event, "requestContext");
            method = text(member(request, "http"), "method");
            path = GatewayPath.withoutStage(text(event, "rawPath"), text(request, "stage"));
        } else {
            method = text(event, "httpMethod");
            path = text(event, "path");
        }
        if (method == null) {
            throw new NotAGatewayEventException();
        }
        return new GatewayEvent(payload2, method, GatewayPath.canonical(path), headers(event), parameters(event));
    }

    private static Map<String, String> headers(JsonNode event) {
        Map<String, String> headers = new HashMap<>();
        given(event, "headers", "multiValueHeaders").forEach((name, values) -> {
            String value = String.join(", ", values);
            if (HEADERS.contains(lowerCase(name)) && VALUE.matcher(value).matches()) {
                headers.put(lowerCase(name), value);
            }
        });
        return headers;
    }

    private static Map<String, String> parameters(JsonNode event) {
        Map<String, String> parameters = new HashMap<>();
        given(event, "queryStringParameters", "multiValueQueryStringParameters").forEach((name, values) -> {
            if (RequestValidation.PARAMETERS.contains(name)) {
                // Payload 2.0 joins repeated values by commas, which are in no good value.
                parameters.put(name, values.size() > 1 || values.getFirst().contains(",") ? "" : values.getFirst());
            }
        });
        return parameters;
    }

    /** The values by their names; payload 1.0 has the last of each, and all of them beside it. */
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

    /** The member's text, null where it has none. */
    private static @Nullable String text(JsonNode object, String name) {
        return object.get(name) instanceof JsonNode value && value.isString() ? value.getStringValue() : null;
    }

    /** The member that is an object, empty where there is none. */
    private static JsonNode member(JsonNode object, String name) {
        return object.get(name) instanceof JsonNode value && value.isObject()
                ? value
                : JsonNode.createObjectNode(Map.of());
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
