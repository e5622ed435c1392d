package com.beetroot.testkit;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A proxy in front of DynamoDB Local that counts the calls and injects faults. */
public final class FaultyDynamoDb implements AutoCloseable {

    /** The outcome of a call. */
    public enum Fate {
        PASSES,
        THROTTLED,
        FAILS,
        DENIED,
        RESET,
        HANGS,
        /** The last byte of the response differs from what DynamoDB sent. */
        DAMAGED
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI dynamoDb;
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger compressed = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile BiFunction<String, Integer, Fate> plan = (action, attempt) -> Fate.PASSES;
    private volatile UnaryOperator<String> rewriting = UnaryOperator.identity();

    public FaultyDynamoDb(URI dynamoDb) throws IOException {
        this(dynamoDb, 0);
    }

    private FaultyDynamoDb(URI dynamoDb, int port) throws IOException {
        this.dynamoDb = dynamoDb;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Closes all connections, as a server does with idle ones, and continues at the same endpoint. */
    public FaultyDynamoDb restarted() throws IOException {
        close();
        return new FaultyDynamoDb(dynamoDb, server.getAddress().getPort());
    }

    /** Sets the outcome of further calls by action name, such as {@code Scan}. */
    public void plan(Function<String, Fate> next) {
        plan = (action, attempt) -> next.apply(action);
    }

    /** Sets the outcome of further calls by action name and attempt number, which starts at 1. */
    public void plan(BiFunction<String, Integer, Fate> next) {
        plan = next;
    }

    /** Sets a rewrite of the bodies of further successful responses. */
    public void rewrite(UnaryOperator<String> next) {
        rewriting = next;
    }

    /** Returns the calls by action since the last call of this method. */
    public Map<String, Integer> takeCalls() {
        Map<String, Integer> taken = Map.copyOf(calls);
        calls.clear();
        return taken;
    }

    /** Returns the highest attempt number of any call, as counted by the SDK. */
    public int mostAttempts() {
        return attempts.get();
    }

    /** Returns the number of responses that DynamoDB compressed. */
    public int compressed() {
        return compressed.get();
    }

    /** Returns the number of connections used by requests. */
    public int connections() {
        return connections.size();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            connections.add(exchange.getRemoteAddress());
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            if (target == null) {
                send(
                        exchange,
                        200,
                        "healthy: DynamoDB's response to a request without an action".getBytes(StandardCharsets.UTF_8));
                return;
            }
            String action = target.substring(target.indexOf('.') + 1);
            byte[] body = exchange.getRequestBody().readAllBytes();
            calls.merge(action, 1, Integer::sum);
            int attempt = Integer.parseInt(
                    exchange.getRequestHeaders().getFirst("amz-sdk-request").replaceFirst(".*attempt=(\\d+).*", "$1"));
            attempts.accumulateAndGet(attempt, Math::max);
            if (!exchange.getRequestHeaders().keySet().containsAll(signedHeaders(exchange))) {
                error(exchange, 400, "com.amazon.coral.service#IncompleteSignatureException");
                return;
            }
            switch (plan.apply(action, attempt)) {
                case PASSES -> pass(exchange, body, false);
                case DAMAGED -> pass(exchange, body, true);
                case THROTTLED ->
                    error(exchange, 400, "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException");
                case FAILS -> error(exchange, 500, "com.amazonaws.dynamodb.v20120810#InternalServerError");
                case DENIED -> error(exchange, 400, "com.amazon.coral.service#AccessDeniedException");
                case RESET -> {}
                case HANGS -> closing.await(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the names of the signed headers, in the server's spelling. */
    private static List<String> signedHeaders(HttpExchange exchange) {
        Headers signed = new Headers();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        for (String name :
                authorization.replaceFirst(".*SignedHeaders=([^,]+).*", "$1").split(";")) {
            signed.set(name, "");
        }
        return List.copyOf(signed.keySet());
    }

    private void pass(HttpExchange exchange, byte[] body, boolean damaged) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(dynamoDb).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (String name : List.of("X-Amz-Target", "Content-Type", "Authorization", "X-Amz-Date", "Accept-Encoding")) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                    .ifPresent(value -> request.header(name, value));
        }
        HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        byte[] answer = response.body();
        if (response.headers().firstValue("Content-Encoding").isPresent()) {
            compressed.incrementAndGet();
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            answer = gzip(rewritten(new GZIPInputStream(new ByteArrayInputStream(answer)).readAllBytes()));
        } else {
            answer = rewritten(answer);
        }
        CRC32 crc = new CRC32();
        crc.update(answer);
        exchange.getResponseHeaders().set("x-amz-crc32", Long.toString(crc.getValue()));
        if (damaged) {
            answer[answer.length - 1]++;
        }
        send(exchange, response.statusCode(), answer);
    }

    private byte[] rewritten(byte[] body) {
        return rewriting.apply(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream compressing = new GZIPOutputStream(bytes)) {
            compressing.write(body);
        }
        return bytes.toByteArray();
    }

    private static void error(HttpExchange exchange, int status, String type) throws IOException {
        send(
                exchange,
                status,
                "{\"__type\":\"%s\",\"message\":\"planned\"}".formatted(type).getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
        http.close();
    }
}
