package com.beetroot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.Contract;
import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LocalContext;
import com.beetroot.local.SampleLibrary;
import com.beetroot.testkit.ApiResponse;
import com.beetroot.testkit.FaultyDynamoDb;
import com.beetroot.testkit.FaultyDynamoDb.Fate;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.beetroot.testkit.MovingClock;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Checks that every example of {@code openapi.yaml} is exactly the function's response for the sample library. The
 * example's summary is the request, and the clock is fixed. A failure prints the correct example.
 */
@ExtendWith(LocalLibrary.class)
class ExamplesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The invocation time for faults that are retried until the invocation ends. */
    private static final Duration IMPATIENT = Duration.ofSeconds(1);

    private static final Duration PATIENT = Duration.ofMinutes(1);
    private static final String S3_ENDPOINT = "aws.endpointUrlS3";

    private static JsonNode contract;
    private static FaultyDynamoDb dynamoDb;
    private static ApiHandler function;
    private static String localS3;

    /** An example and the response that it belongs to. */
    private record Example(String name, int status, JsonNode response, JsonNode example) {}

    @BeforeAll
    static void start(Library library) throws IOException {
        contract = new YAMLMapper().readTree(Contract.FILE.toFile());
        SampleLibrary.fill(library.parts());
        dynamoDb = new FaultyDynamoDb(library.parts().dynamoDb().endpoint());
        // The examples contain AWS's own S3 hosts.
        localS3 = System.clearProperty(S3_ENDPOINT);
        function = new ApiHandler(SampleLibrary.settings(false), dynamoDb.endpoint(), new MovingClock(NOW));
    }

    @AfterAll
    static void stop() {
        function.close();
        System.setProperty(S3_ENDPOINT, localS3);
        dynamoDb.close();
    }

    @TestFactory
    List<DynamicTest> examplesMatchTheFunctionsResponses() {
        return examples().stream()
                .map(example -> DynamicTest.dynamicTest(example.name(), () -> check(example)))
                .toList();
    }

    @Test
    void findsEveryExample() {
        List<JsonNode> written = new ArrayList<>();
        contract.findValues("examples")
                .forEach(examples -> examples.forEach(example -> written.add(resolved(example))));

        assertThat(examples()).extracting(Example::example).containsAll(written);
    }

    @Test
    void listsParametersThatWork() {
        List<JsonNode> parameters = new ArrayList<>();
        contract.findValues("parameters").forEach(each -> each.forEach(parameters::add));
        JsonNode personId = contract.at("/components/parameters/PersonId/example");
        JsonNode cursor = contract.at("/components/parameters/Cursor/example");

        assertThat(parameters)
                .filteredOn(parameter -> parameter.has("name"))
                .allMatch(parameter -> parameter.has("example"));
        assertThat(get("/persons/" + personId.asText()).status()).isEqualTo(200);
        assertThat(get("/persons?cursor=" + cursor.asText()).status()).isEqualTo(200);
    }

    private static void check(Example example) throws IOException {
        String request = example.example().path("summary").asText();
        assertThat(request).as("the request in the example's summary").matches("(GET|POST|OPTIONS) /.*");
        String[] asked = request.split("[ ,]", 3);
        dynamoDb.plan(action -> switch (example.status()) {
            case 500 -> Fate.DENIED;
            case 503 -> Fate.FAILS;
            default -> Fate.PASSES;
        });

        ApiResponse answer = answer(asked[0], asked[1], example.status() == 503 ? IMPATIENT : PATIENT);

        assertThat(answer.status()).isEqualTo(example.status());
        assertThat(answer.json())
                .as("the correct example for " + request + ":\n" + new YAMLMapper().writeValueAsString(answer.json()))
                .isEqualTo(JSON.readTree(example.example().get("value").toString()));
        example.response().path("headers").properties().forEach(header -> {
            JsonNode told = resolved(header.getValue()).get("example");
            // An ETag belongs to one response: the contract shows the one of the first example.
            if (!header.getKey().equals("ETag") || example.name().contains("first")) {
                assertThat(answer.headers().get(header.getKey()))
                        .as(header.getKey())
                        .isEqualTo(told.asText());
            }
        });
    }

    private static ApiResponse get(String path) {
        dynamoDb.plan(action -> Fate.PASSES);
        return new Gateway(function, GatewayPayload.FUNCTION_URL).get(path);
    }

    private static ApiResponse answer(String method, String pathAndQuery, Duration time) throws IOException {
        String[] parts = pathAndQuery.split("\\?", 2);
        String event = GatewayPayload.FUNCTION_URL
                .event(method, parts[0], parts.length > 1 ? parts[1] : "", Map.of("Host", List.of("a.example")))
                .toString();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        function.handleRequest(
                new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output, new LocalContext(time));
        return ApiResponse.to(event, output.toByteArray());
    }

    /** Returns the examples of each operation's responses. */
    private static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        contract.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operation
                                .getValue()
                                .get("responses")
                                .properties()
                                .forEach(answer -> {
                                    JsonNode response = resolved(answer.getValue());
                                    response.path("content")
                                            .forEach(content -> content.path("examples")
                                                    .properties()
                                                    .forEach(example -> {
                                                        String name = operation.getKey() + " " + path.getKey() + " "
                                                                + answer.getKey() + " " + example.getKey();
                                                        examples.add(new Example(
                                                                name,
                                                                Integer.parseInt(answer.getKey()),
                                                                response,
                                                                resolved(example.getValue())));
                                                    }));
                                })));
        return examples;
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? contract.at(node.get("$ref").asText().substring(1)) : node;
    }
}
