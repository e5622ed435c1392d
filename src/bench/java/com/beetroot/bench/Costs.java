package com.beetroot.bench;

import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LocalAws;
import com.beetroot.local.LocalContext;
import com.beetroot.testkit.CapturedLog;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Computes the cost of a month: the calls, capacity units, bytes and milliseconds from the function's own log lines,
 * times AWS's prices.
 *
 * <p>A page view is the people grid (100 of 1,000 people) and the photos of one person (200, 67 of them without
 * location): two calls, and 300 images.
 */
public final class Costs {

    /**
     * Dollars in us-east-1, on demand and without the free tier, from AWS's public price lists of late 2025, written
     * down from memory.
     */
    private static final double LAMBDA_REQUEST = 0.20e-6;

    private static final double LAMBDA_GB_SECOND = 0.0000166667;
    private static final double HTTP_API_REQUEST = 1.00e-6;
    private static final double DYNAMODB_READ_UNIT = 0.125e-6;
    private static final double S3_GET = 0.40e-6;
    private static final double TRANSFER_GB = 0.09;
    private static final double LOG_GB = 0.50;

    private static final double GIGABYTE = 1e9;
    private static final double MEMORY_GB = 0.5;
    /** A function of 512 MB gets 512/1,769 of a processor: Lambda gives one full processor at 1,769 MB. */
    private static final double SLOWER = 1_769 / 512.0;

    private static final int IMAGES = 300;
    /**
     * The share of image views that the browser's cache does not serve: one in five views of a page within a signing
     * window.
     */
    private static final double NOT_IN_CACHE = 0.2;
    /** The bytes that the gateway's access log and Lambda's own lines add per request, according to their formats. */
    private static final int OTHER_LOG_BYTES = 1_500;

    private static final List<Integer> VIEWS = List.of(1_000, 100_000, 10_000_000);
    private static final int WARM_UP = 300;
    private static final int MEASURED = 101;
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Request(long calls, double units, long bytes, double milliseconds, long logBytes) {}

    private Costs() {}

    /** Prints the measurements and the table for src/docs/cost.md. */
    public static void main(String[] arguments) {
        try (LocalAws parts = LocalAws.start()) {
            parts.installSystemProperties();
            System.setProperty("aws.sessionToken", BenchmarkLibrary.sessionToken());
            BenchmarkLibrary.fill(parts, 1_000);
            BenchmarkLibrary.fillIndexed(parts);
            Request scan = measure(Map.of(), BenchmarkLibrary.PEOPLE_PATH);
            Request query = measure(BenchmarkLibrary.INDEXED, BenchmarkLibrary.PEOPLE_PATH);
            Request photos = measure(Map.of(), BenchmarkLibrary.PHOTOS_PATH);
            System.out.println("| request | DynamoDB calls | read units | bytes, gzip | ms |\n|---|---|---|---|---|");
            print("`GET /persons`, table of 1,000 scanned", scan);
            print("`GET /persons`, from the index", query);
            print("200 photos, 67 without location", photos);

            System.out.println(
                    "\n| dollars a month for page views | 1,000 | 100,000 | 10,000,000 |\n|---|---|---|---|");
            double seconds = (scan.milliseconds() + photos.milliseconds()) / 1e3 * SLOWER;
            row("Lambda, 512 MB", 2 * LAMBDA_REQUEST + seconds * MEMORY_GB * LAMBDA_GB_SECOND);
            row("HTTP API", 2 * HTTP_API_REQUEST);
            row("DynamoDB, table scanned", (scan.units() + photos.units()) * DYNAMODB_READ_UNIT);
            row("DynamoDB, from the index", (query.units() + photos.units()) * DYNAMODB_READ_UNIT);
            row("answers over the network", (scan.bytes() + photos.bytes()) / GIGABYTE * TRANSFER_GB);
            row("logs", (scan.logBytes() + photos.logBytes() + 2 * OTHER_LOG_BYTES) / GIGABYTE * LOG_GB);
            row("S3 requests, nothing cached", IMAGES * S3_GET);
            row("S3 requests, four of five views cached", NOT_IN_CACHE * IMAGES * S3_GET);
            row("each MB of images, nothing cached", 1e6 / GIGABYTE * TRANSFER_GB);
        }
        System.exit(0);
    }

    private static void print(String name, Request request) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.1f | %,d | %.1f |%n",
                name,
                request.calls(),
                request.units(),
                request.bytes(),
                request.milliseconds());
    }

    private static void row(String name, double view) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.3f | %.2f | %,.0f |%n",
                name,
                view * VIEWS.get(0),
                view * VIEWS.get(1),
                view * VIEWS.get(2));
    }

    /** Measures a warm request. Only the milliseconds vary between runs, so it takes their median. */
    private static Request measure(Map<String, String> others, String path) {
        Map<String, String> settings =
                new HashMap<>(Map.of("THUMBS_BUCKET", "beetroot-thumbs", "AWS_LAMBDA_FUNCTION_NAME", "beetroot-api"));
        settings.putAll(others);
        String event = GatewayPayload.FUNCTION_URL
                .event("GET", path, "", Map.of("Accept-Encoding", List.of("gzip")))
                .toString();
        try (ApiHandler function = new ApiHandler(settings)) {
            List<String> lines = CapturedLog.during(
                            () -> IntStream.range(0, WARM_UP + MEASURED).forEach(i -> call(function, event)))
                    .lines()
                    .skip(WARM_UP)
                    .toList();
            double[] milliseconds = lines.stream()
                    .mapToDouble(line -> read(line).get("Latency").asDouble())
                    .sorted()
                    .toArray();
            JsonNode last = read(lines.getLast());
            return new Request(
                    last.get("dynamoDbCalls").asLong(),
                    last.get("ReadUnits").asDouble(),
                    last.get("bytes").asLong(),
                    milliseconds[milliseconds.length / 2],
                    lines.getLast().length());
        }
    }

    private static void call(ApiHandler function, String event) {
        try {
            function.handleRequest(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                    new ByteArrayOutputStream(),
                    new LocalContext());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
