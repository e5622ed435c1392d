package com.beetroot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.api.GeneratedRequests.Request;
import com.beetroot.api.GeneratedRequests.Verdict;
import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LocalContext;
import com.beetroot.testkit.ApiResponse;
import com.beetroot.testkit.FaultyDynamoDb;
import com.beetroot.testkit.FaultyDynamoDb.Fate;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LiveHeap;
import com.beetroot.testkit.LocalLibrary;
import com.beetroot.testkit.Seed;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sends thousands of requests generated from the contract: every response conforms to it, allowed requests succeed,
 * forbidden requests are rejected, and every listed status occurs. {@code -Dcontract.seed=…} repeats a run with the
 * seed that it printed.
 */
@ExtendWith(LocalLibrary.class)
class GeneratedRequestsTest {

    private static final int REQUESTS = 5_200;
    private static final int MAX_REPORTED = 20;
    private static final List<String> PERSON_IDS = List.of(
            "anna",
            "a/b",
            "a+b",
            "a b",
            "100%",
            "ü😀",
            "a%2Fb",
            "a%20b",
            "%",
            "?#&",
            "photo",
            "..a",
            "x".repeat(2_048));

    private static final List<String> PHOTO_IDS = List.of("photo-0", "photo-4", "a,b", "photos-raw/a+b c.jpg", "7");

    private static FaultyDynamoDb dynamoDb;
    private static ApiHandler function;
    private static ApiHandler faulty;

    private static final Pattern ROUTE = Pattern.compile("/persons(/[^/]+(/photos)?)?");
    /**
     * Matches paths that mean the same after decoding. HTTP APIs decode the path, which changes an encoded slash and
     * invalid escapes.
     */
    private static final Pattern SURVIVES_DECODING = Pattern.compile("(?:[^%]++|%(?!2[Ff])[0-9A-Fa-f]{2})*+");

    @BeforeAll
    static void start(Library library) throws IOException {
        for (String personId : PERSON_IDS) {
            library.person(personId, personId.length(), "faces-thumbs/" + personId.hashCode() + ".jpg");
        }
        for (int i = 0; i < 5; i++) {
            library.occurrence(
                    "anna",
                    Map.of(
                            "photoId",
                            "photo-" + i,
                            "photoBucket",
                            Library.RAW,
                            "photoKey",
                            "photos-raw/" + i + ".jpg"));
            library.occurrence("a/b", Map.of("photoId", "photo-" + i));
        }
        for (String photoId : PHOTO_IDS) {
            library.occurrence("ü😀", Map.of("photoId", photoId, "photoBucket", Library.RAW, "photoKey", photoId));
        }
        dynamoDb = new FaultyDynamoDb(library.parts().dynamoDb().endpoint());
        function = new ApiHandler(library.settings());
        faulty = new ApiHandler(library.settings(), dynamoDb.endpoint(), Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        function.close();
        faulty.close();
        dynamoDb.close();
    }

    @Test
    void conformsToTheContractForAnyRequest() throws IOException {
        long seed = Seed.readAndPrint("generated requests", REQUESTS);
        GeneratedRequests requests =
                new GeneratedRequests(seed, new GeneratedRequests.Known(PERSON_IDS, PHOTO_IDS, cursors()));
        Map<String, Set<String>> seen = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        LiveHeap heap = new LiveHeap();
        for (int i = 0; i < REQUESTS; i++) {
            Request request = requests.request(i);
            try {
                ApiResponse answer = answer(request, i);
                if (request.operation() != null && !request.method().equals("OPTIONS")) {
                    seen.computeIfAbsent(request.operation(), operation -> new TreeSet<>())
                            .add(Integer.toString(answer.status()));
                }
            } catch (AssertionError | RuntimeException failed) {
                failures.add(Seed.describe(i, request.toString(), failed));
            }
            heap.after(i, REQUESTS);
        }
        assertThat(failures.stream().limit(MAX_REPORTED))
                .as(failures.size() + " requests")
                .isEmpty();
        provokeFaults(seen);

        assertThat(seen)
                .as("the statuses that the operations return")
                .isEqualTo(requests.listedStatuses().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, listed -> new TreeSet<>(listed.getValue()))));
        heap.hasNotGrown();
    }

    private static ApiResponse answer(Request request, int number) {
        GatewayPayload payload = GatewayPayload.values()[number % GatewayPayload.values().length];
        if (payload == GatewayPayload.HTTP_API
                && !SURVIVES_DECODING.matcher(request.path()).matches()) {
            payload = GatewayPayload.FUNCTION_URL;
        }
        ObjectNode event = payload.event(request.method(), request.path(), request.query(), request.headers());
        if (request.body() != null) {
            event.put("body", request.body());
        }
        Gateway gateway = new Gateway(function, payload);
        ApiResponse answer;
        if (ROUTE.matcher(request.path()).matches()) {
            precede(event, payload, number / GatewayPayload.values().length % 3);
            answer = gateway.send(request.method(), request.path(), event.toString());
        } else {
            answer = gateway.send(event.toString());
        }
        assertThat(allowed(request)).as(event + "\n" + answer.text()).contains(answer.status());
        return answer;
    }

    /** Prefixes the path with nothing, a stage or a custom domain's base path, as the gateway does. */
    private static void precede(ObjectNode event, GatewayPayload payload, int situation) {
        ObjectNode context = event.withObject("requestContext");
        if (payload == GatewayPayload.REST_API && situation > 0) {
            String path =
                    (situation == 1 ? "/prod" : "/library") + event.get("path").asText();
            event.put("path", path);
            context.put("path", path);
            if (situation == 2) {
                context.put("domainName", "photos.example");
            }
        } else if (payload == GatewayPayload.HTTP_API && situation == 1) {
            event.put("rawPath", "/dev" + event.get("rawPath").asText());
            context.put("stage", "dev");
        } else if (payload == GatewayPayload.HTTP_API && situation == 2) {
            String path = event.get("rawPath").asText();
            event.put("routeKey", "ANY /{proxy+}").put("rawPath", "/library" + path);
            event.putObject("pathParameters").put("proxy", path.substring(1));
            context.put("domainName", "photos.example");
        }
    }

    /** Returns the statuses that the contract allows for this request. */
    private static List<Integer> allowed(Request request) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (request.method().equals("OPTIONS")) {
            return List.of(200);
        }
        if (request.operation() == null) {
            return List.of(200, 304, 400, 404, 405);
        }
        if (!reads) {
            return request.verdict() == Verdict.ALLOWED ? List.of(405) : List.of(400, 404, 405);
        }
        return switch (request.verdict()) {
            case ALLOWED -> request.operation().equals("getPerson") ? List.of(200, 304, 404) : List.of(200, 304);
            case FORBIDDEN -> List.of(400);
            case OPEN -> List.of(200, 304, 400, 404);
        };
    }

    /** Provokes a 503, when the database fails for the whole invocation, and a 500, when it denies access. */
    private static void provokeFaults(Map<String, Set<String>> seen) throws IOException {
        Map<String, String> paths = Map.of(
                "listPersons", "/persons", "getPerson", "/persons/anna", "listPersonPhotos", "/persons/anna/photos");
        for (Map.Entry<String, String> operation : paths.entrySet()) {
            for (GatewayPayload payload : GatewayPayload.values()) {
                for (Fate fate : List.of(Fate.FAILS, Fate.DENIED)) {
                    dynamoDb.plan(action -> fate);
                    String event = payload.event("GET", operation.getValue(), "", Map.of())
                            .toString();
                    ByteArrayOutputStream output = new ByteArrayOutputStream();
                    faulty.handleRequest(
                            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                            output,
                            new LocalContext(fate == Fate.FAILS ? Duration.ofSeconds(1) : Duration.ofMinutes(1)));
                    seen.get(operation.getKey())
                            .add(Integer.toString(
                                    ApiResponse.to(event, output.toByteArray()).status()));
                }
            }
        }
    }

    private static Map<String, List<String>> cursors() {
        Gateway gateway = new Gateway(function, GatewayPayload.FUNCTION_URL);
        return Map.of(
                "listPersons",
                cursors(gateway, "/persons"),
                "listPersonPhotos",
                cursors(gateway, "/persons/anna/photos"));
    }

    private static List<String> cursors(Gateway gateway, String path) {
        List<String> cursors = new ArrayList<>();
        for (JsonNode next = gateway.get(path + "?limit=1").json().get("nextCursor");
                !next.isNull();
                next = gateway.get(path + "?limit=1&cursor=" + cursors.getLast())
                        .json()
                        .get("nextCursor")) {
            cursors.add(next.asText());
        }
        return cursors;
    }
}
