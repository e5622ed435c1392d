package com.beetroot.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The gateways that call the function, each with its own event format, modelled on the samples in AWS's documentation.
 */
public enum GatewayPayload {
    /** Payload 1.0 without a version; the path is encoded and does not contain the stage. */
    REST_API {
        @Override
        public ObjectNode event(String method, String path, String query, Map<String, List<String>> headers) {
            ObjectNode event = read("""
                {
                  "resource": "/{proxy+}",
                  "body": null,
                  "isBase64Encoded": false,
                  "stageVariables": null,
                  "requestContext": {
                    "accountId": "123456789012",
                    "apiId": "id",
                    "authorizer": { "claims": null, "scopes": null },
                    "domainName": "id.execute-api.eu-central-1.amazonaws.com",
                    "domainPrefix": "id",
                    "extendedRequestId": "request-id",
                    "identity": { "accessKey": null, "sourceIp": "203.0.113.7", "user": null, "userAgent": "test" },
                    "protocol": "HTTP/1.1",
                    "requestId": "id=",
                    "requestTime": "04/Mar/2020:19:15:17 +0000",
                    "requestTimeEpoch": 1583349317135,
                    "resourceId": "123456",
                    "resourcePath": "/{proxy+}",
                    "stage": "prod"
                  }
                }""");
            event.put("httpMethod", method).put("path", path);
            event.putObject("pathParameters").put("proxy", path.replaceFirst("^/", ""));
            ObjectNode context = event.withObject("requestContext");
            context.put("httpMethod", method).put("path", "/prod" + path);
            headers.forEach((name, values) -> {
                event.withObject("headers").put(name, values.getLast());
                values.forEach(value -> event.withObject("multiValueHeaders")
                        .withArrayProperty(name)
                        .add(value));
            });
            parameters(query, (name, value) -> {
                event.withObject("queryStringParameters").put(name, value);
                event.withObject("multiValueQueryStringParameters")
                        .withArrayProperty(name)
                        .add(value);
            });
            return event;
        }
    },

    /** Payload 2.0; the path is percent-decoded once. */
    HTTP_API {
        @Override
        public ObjectNode event(String method, String path, String query, Map<String, List<String>> headers) {
            // Unlike in a query, a plus sign is literal.
            return payload2(
                    "id.execute-api.eu-central-1.amazonaws.com",
                    method,
                    decode(path.replace("+", "%2B")),
                    query,
                    headers);
        }
    },

    /** Payload 2.0; the path is encoded. */
    FUNCTION_URL {
        @Override
        public ObjectNode event(String method, String path, String query, Map<String, List<String>> headers) {
            return payload2("id.lambda-url.eu-central-1.on.aws", method, path, query, headers);
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Returns the event for a request.
     *
     * @param path as the client sent it, percent-encoded
     * @param query as the client sent it, without the question mark
     */
    public abstract ObjectNode event(String method, String path, String query, Map<String, List<String>> headers);

    private static ObjectNode payload2(
            String domainName, String method, String path, String query, Map<String, List<String>> headers) {
        ObjectNode event = read("""
                {
                  "version": "2.0",
                  "routeKey": "$default",
                  "requestContext": {
                    "accountId": "123456789012",
                    "apiId": "api-id",
                                        "domainPrefix": "id",
                    "http": { "protocol": "HTTP/1.1", "sourceIp": "203.0.113.7", "userAgent": "test" },
                    "requestId": "id",
                    "routeKey": "$default",
                    "stage": "$default",
                    "time": "12/Mar/2020:19:03:58 +0000",
                    "timeEpoch": 1583348638390
                  },
                  "isBase64Encoded": false
                }""");
        event.put("rawPath", path).put("rawQueryString", query);
        event.withObject("requestContext").put("domainName", domainName);
        event.withObject("requestContext")
                .withObject("http")
                .put("method", method)
                .put("path", path);
        event.withObject("headers");
        headers.forEach((name, values) ->
                event.withObject("headers").put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        parameters(query, (name, value) -> {
            ObjectNode all = event.withObject("queryStringParameters");
            all.put(name, all.has(name) ? all.get(name).asText() + "," + value : value);
        });
        return event;
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Parameter {
        void is(String name, String value);
    }

    private static void parameters(String query, Parameter each) {
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                each.is(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
            }
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
