package com.beetroot.lambda;

import com.beetroot.local.GatewayPayload;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Generates events with faults that no gateway produces: members that are missing, null, duplicated or of another type,
 * deep nesting, huge values, and bytes that are not UTF-8 or not JSON. The same seed and number give the same event.
 */
final class MutatedEvents {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MEGABYTE = 1 << 20;
    private static final List<String> PATHS = List.of("/persons", "/persons/anna", "/persons/anna/photos", "/nowhere");
    private static final List<String> NAMES = List.of(
            "version",
            "httpMethod",
            "path",
            "rawPath",
            "rawQueryString",
            "headers",
            "multiValueHeaders",
            "queryStringParameters",
            "multiValueQueryStringParameters",
            "requestContext",
            "http",
            "method",
            "stage",
            "body",
            "isBase64Encoded",
            "pathParameters",
            "stageVariables",
            "cookies",
            "resource",
            "identity",
            "authorizer",
            "timeEpoch",
            "");
    private static final List<byte[]> NO_EVENTS = List.of(
            bytes(""),
            bytes(" "),
            bytes("null"),
            bytes("[]"),
            bytes("{}"),
            bytes("0"),
            bytes("\"\""),
            bytes("true"),
            bytes("{\"Records\":[{}]}"),
            bytes("{\"detail-type\":\"x\"}"),
            bytes("{".repeat(100_000)),
            bytes("[".repeat(1_000_000)),
            bytes("[".repeat(900) + "]".repeat(900)),
            bytes("{\"a\":".repeat(900) + "1" + "}".repeat(900)),
            bytes("{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000)),
            bytes("9".repeat(100_000)),
            bytes("1e999999999"),
            bytes("\"" + "x".repeat(MEGABYTE) + "\""),
            new byte[] {(byte) 0xFF, (byte) 0xFE},
            new byte[MEGABYTE],
            "{\"version\":\"2.0\"}".getBytes(StandardCharsets.UTF_16),
            "{}".getBytes(StandardCharsets.UTF_16BE));

    private final long seed;

    MutatedEvents(long seed) {
        this.seed = seed;
    }

    byte[] event(int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        if (random.nextInt(60) == 0) {
            return NO_EVENTS.get(random.nextInt(NO_EVENTS.size()));
        }
        ObjectNode event = GatewayPayload.values()[random.nextInt(GatewayPayload.values().length)].event(
                random.nextInt(5) == 0 ? "OPTIONS" : "GET",
                PATHS.get(random.nextInt(PATHS.size())),
                random.nextBoolean() ? "limit=2&cursor=x" : "",
                Map.of(
                        "Host",
                        List.of("a.example"),
                        "Origin",
                        List.of("https://a.example"),
                        "If-None-Match",
                        List.of("\"x\"")));
        if (random.nextInt(100) == 0) {
            event.put("body", "eHh4".repeat(6 * MEGABYTE / 4)).put("isBase64Encoded", random.nextBoolean());
        }
        if (random.nextInt(40) == 0) {
            everywhere(event, value(random));
        } else {
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                mutate(event, random);
            }
        }
        byte[] bytes = bytes(event.toString());
        return random.nextInt(4) == 0 ? damaged(bytes, random) : bytes;
    }

    /** Changes one member somewhere in the tree. */
    private static void mutate(ObjectNode event, SplittableRandom random) {
        List<ContainerNode<?>> containers = new ArrayList<>();
        collect(event, containers);
        ContainerNode<?> container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ObjectNode object) {
            List<String> names = object.propertyStream().map(Map.Entry::getKey).toList();
            String name = names.isEmpty() || random.nextInt(6) == 0
                    ? NAMES.get(random.nextInt(NAMES.size()))
                    : names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(name.toUpperCase(Locale.ROOT), object.remove(name));
                default -> object.set(name, value(random));
            }
        } else if (container instanceof ArrayNode array) {
            array.insert(random.nextInt(array.size() + 1), value(random));
        }
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
        if (node instanceof ContainerNode<?> container) {
            containers.add(container);
            container.forEach(child -> collect(child, containers));
        }
    }

    /** Replaces every value that is not an object, or every top-level value. */
    private static void everywhere(ObjectNode event, JsonNode value) {
        for (Map.Entry<String, JsonNode> member : List.copyOf(event.properties())) {
            if (member.getValue() instanceof ObjectNode inner && !value.isContainerNode()) {
                everywhere(inner, value);
            } else {
                event.set(member.getKey(), value);
            }
        }
    }

    private static JsonNode value(SplittableRandom random) {
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> NODES.nullNode();
            case 3 -> NODES.numberNode(random.nextInt());
            case 4 -> NODES.numberNode(random.nextDouble() * 1e300);
            case 5 -> NODES.booleanNode(random.nextBoolean());
            case 6 -> NODES.textNode("");
            case 7 ->
                NODES.textNode(
                        List.of("2.0", "1.0", "GET", "/persons", "true", "1", "\u0000\uffff", "ü😀", "%zz", "null")
                                .get(random.nextInt(10)));
            case 8 -> NODES.textNode("x".repeat(1 << random.nextInt(17)));
            case 9 -> NODES.arrayNode();
            case 10 -> NODES.arrayNode().add("a").addNull().add(1).add(NODES.objectNode());
            case 11 -> NODES.objectNode();
            case 12 -> NODES.objectNode().put("a", 1).putNull("b").put("", "");
            case 13 ->
                NODES.arrayNode()
                        .addAll(List.of(NODES.arrayNode(), NODES.arrayNode().addNull()));
            case 14 -> NODES.numberNode(new BigInteger("9".repeat(1 + random.nextInt(400))));
            default -> nested(1 + random.nextInt(230), random.nextBoolean());
        };
    }

    private static JsonNode nested(int depth, boolean objects) {
        JsonNode node = NODES.nullNode();
        for (int i = 0; i < depth; i++) {
            node = objects
                    ? NODES.objectNode().set("a", node)
                    : NODES.arrayNode().add(node);
        }
        return node;
    }

    /** Damages an event's bytes. */
    private static byte[] damaged(byte[] event, SplittableRandom random) {
        int at = random.nextInt(event.length);
        switch (random.nextInt(6)) {
            case 0 -> event[at] = (byte) random.nextInt(256);
            case 1 -> event[at] = (byte) 0xC0;
            case 2 -> {
                return Arrays.copyOf(event, at);
            }
            case 3 -> {
                // A duplicated member, whose last value should count.
                return bytes("{\"version\":\"1.0\",\"httpMethod\":null,"
                        + new String(event, StandardCharsets.UTF_8).substring(1));
            }
            case 4 -> {
                return bytes(new String(event, StandardCharsets.UTF_8) + "{}");
            }
            default -> {
                return bytes("\ufeff" + new String(event, StandardCharsets.UTF_8));
            }
        }
        return event;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
