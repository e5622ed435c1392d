package com.beetroot.bench;

import com.beetroot.library.FaultyDynamoDb;
import com.beetroot.library.Payload;
import com.beetroot.local.LocalParts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Warm requests of the function beside the Python function that it replaces: the people grid over 10,000 people, and a
 * page of 200 photos of which 67 lack their location. Both as whole processes, on one DynamoDB Local, in turns.
 */
public final class ReadsBenchmark {

    private static final int PEOPLE = 10_000;
    private static final int PHOTOS = 200;
    private static final int WARM_UPS = 30;
    private static final int ROUNDS = 60;
    private static final List<String> PATHS = List.of("/persons", "/persons/anna/photos");

    private ReadsBenchmark() {
    }

    /** Prints medians with the spread, and the ratios of the medians. */
    public static void main(String[] arguments) throws Exception {
        if (!pythonHasBoto3()) {
            System.out.println("Skipped: the peer needs python3 with boto3 (pip install boto3).");
            return;
        }
        try (LocalParts parts = LocalParts.start()) {
            fill(parts);
            Map<String, String> environment = new HashMap<>(parts.environment());
            environment.put("THUMBS_BUCKET", "beetroot-thumbs");
            environment.put("AWS_DEFAULT_REGION", environment.get("AWS_REGION"));
            try (Peer beetroot = Peer.beetroot(environment); Peer python = Peer.python(environment)) {
                for (String path : PATHS) {
                    compare(path, beetroot, python);
                }
            }
            countCalls(parts, environment);
        }
        System.exit(0);
    }

    private static boolean pythonHasBoto3() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import boto3").start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static void compare(String path, Peer beetroot, Peer python) throws InterruptedException {
        String event = Payload.V2.event("GET", path, "", Map.of()).toString();
        Map<Peer, List<Duration>> walls = new HashMap<>();
        Map<Peer, Duration> cpuBefore = new HashMap<>();
        for (int round = 0; round < WARM_UPS + ROUNDS; round++) {
            for (Peer peer : List.of(beetroot, python)) {
                if (round == WARM_UPS) {
                    cpuBefore.put(peer, peer.cpu());
                }
                long start = System.nanoTime();
                peer.invoke(event);
                if (round >= WARM_UPS) {
                    walls.computeIfAbsent(peer, any -> new ArrayList<>()).add(Duration.ofNanos(System.nanoTime() - start));
                }
            }
        }
        System.out.printf("%nGET %s, %d requests each in turns, warm%n", path, ROUNDS);
        double[] wall = new double[2];
        double[] cpu = new double[2];
        int row = 0;
        for (Peer peer : List.of(beetroot, python)) {
            List<Duration> sorted = walls.get(peer).stream().sorted().toList();
            wall[row] = millis(sorted.get(ROUNDS / 2));
            cpu[row] = millis(peer.cpu().minus(cpuBefore.get(peer))) / ROUNDS;
            System.out.printf("  %-9s wall median %7.1f ms (min %.1f, max %.1f)   CPU mean %7.1f ms%n",
                peer.name(), wall[row], millis(sorted.getFirst()), millis(sorted.getLast()), cpu[row]);
            row++;
        }
        System.out.printf("  beetroot / python: wall %.2f, CPU %.2f%n", wall[0] / wall[1], cpu[0] / cpu[1]);
    }

    private static void countCalls(LocalParts parts, Map<String, String> environment) throws Exception {
        try (FaultyDynamoDb counting = new FaultyDynamoDb(parts.dynamoDb().endpoint())) {
            environment.put("AWS_ENDPOINT_URL_DYNAMODB", counting.endpoint().toString());
            System.out.printf("%nDynamoDB calls per warm request%n");
            try (Peer beetroot = Peer.beetroot(environment); Peer python = Peer.python(environment)) {
                for (Peer peer : List.of(beetroot, python)) {
                    for (String path : PATHS) {
                        String event = Payload.V2.event("GET", path, "", Map.of()).toString();
                        // The second knows the table's size.
                        peer.invoke(event);
                        counting.takeCalls();
                        peer.invoke(event);
                        System.out.printf("  %-9s %-24s %s%n", peer.name(), path, counting.takeCalls());
                    }
                }
            }
        }
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static void fill(LocalParts parts) {
        parts.dynamoDb().createTable("Persons", "personId");
        parts.dynamoDb().createTable("Occurrences", "personId", "occurrenceId", ScalarAttributeType.S);
        parts.dynamoDb().createTable("Photos", "photoId");
        write(parts, "Persons", IntStream.range(0, PEOPLE).mapToObj(i -> Map.of(
            "personId", text("person-%05d".formatted(i)), "photoCount", AttributeValue.fromN(Integer.toString(i * 7919 % 977)),
            "repThumbKey", text("faces-thumbs/" + i + ".jpg"), "updatedAt", text("2026-11-24T10:00:00Z"))));
        write(parts, "Photos", IntStream.range(0, PHOTOS).mapToObj(i -> Map.of(
            "photoId", text("photo-" + i), "s3Bucket", text("beetroot-raw"), "s3Key", text("photos-raw/" + i + ".jpg"))));
        write(parts, "Occurrences", IntStream.range(0, PHOTOS).mapToObj(i -> {
            Map<String, AttributeValue> item = new HashMap<>(Map.of("personId", text("anna"), "occurrenceId", text("%04d".formatted(i)),
                "photoId", text("photo-" + i), "thumbKey", text("faces-thumbs/anna/" + i + ".jpg")));
            if (i % 3 != 0) {
                item.put("photoBucket", text("beetroot-raw"));
                item.put("photoKey", text("photos-raw/" + i + ".jpg"));
            }
            return item;
        }));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static void write(LocalParts parts, String table, Stream<? extends Map<String, AttributeValue>> items) {
        List<WriteRequest> writes = items.map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build()).toList();
        for (int i = 0; i < writes.size(); i += 25) {
            List<WriteRequest> some = writes.subList(i, Math.min(writes.size(), i + 25));
            parts.dynamoDb().client().batchWriteItem(batch -> batch.requestItems(Map.of(table, some)));
        }
    }
}
