package com.beetroot.bench;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * A process that answers requests to DynamoDB from memory, so that a function under its processor share does not wait
 * for DynamoDB Local. It passes a request that it has not seen on to DynamoDB Local, and keeps the response.
 */
final class RecordedDynamoDb implements AutoCloseable {

    private final Process process;
    private final URI endpoint;

    private RecordedDynamoDb(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts the process in front of a DynamoDB. */
    static RecordedDynamoDb start(URI dynamoDb) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // Otherwise the end of each response waits 40 ms for the acknowledgement of its beginning.
                        "-Dsun.net.httpserver.nodelay=true",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        ownClasses().toString(),
                        RecordedDynamoDb.class.getName(),
                        dynamoDb.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new RecordedDynamoDb(process, URI.create(process.inputReader().readLine()));
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static File ownClasses() {
        return new File(RecordedDynamoDb.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }

    /** Serves until standard input ends, which it does when the benchmark ends. */
    public static void main(String[] arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", new Recorder(URI.create(arguments[0]))::answer);
        server.start();
        System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
        while (System.in.read() >= 0) {
            // The benchmark sends nothing.
        }
        System.exit(0);
    }

    private record Response(int status, Map<String, List<String>> headers, byte[] body) {}

    private static final class Recorder {

        private static final String TARGET = "X-Amz-Target";
        private static final String ACCEPT_ENCODING = "Accept-Encoding";
        /** The headers that DynamoDB's clients read. */
        private static final List<String> KEPT =
                List.of("content-encoding", "content-type", "x-amz-crc32", "x-amzn-requestid");

        private final URI dynamoDb;
        private final HttpClient http = HttpClient.newHttpClient();
        private final Map<String, Response> responses = new ConcurrentHashMap<>();

        Recorder(URI dynamoDb) {
            this.dynamoDb = dynamoDb;
        }

        void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                Headers headers = exchange.getRequestHeaders();
                byte[] body = exchange.getRequestBody().readAllBytes();
                String request = headers.getFirst(TARGET)
                        + headers.getFirst(ACCEPT_ENCODING)
                        + new String(body, StandardCharsets.UTF_8);
                Response response = responses.get(request);
                if (response == null) {
                    response = record(headers, body);
                    responses.put(request, response);
                }
                exchange.getResponseHeaders().putAll(response.headers);
                exchange.sendResponseHeaders(response.status, response.body.length == 0 ? -1 : response.body.length);
                exchange.getResponseBody().write(response.body);
            }
        }

        private Response record(Headers headers, byte[] body) throws IOException {
            HttpRequest.Builder request = HttpRequest.newBuilder(dynamoDb);
            if (body.length == 0) {
                request.GET();
            } else {
                request.POST(HttpRequest.BodyPublishers.ofByteArray(body));
            }
            for (String name : List.of(
                    TARGET, ACCEPT_ENCODING, "Authorization", "X-Amz-Date", "X-Amz-Security-Token", "Content-Type")) {
                Optional.ofNullable(headers.getFirst(name)).ifPresent(value -> request.header(name, value));
            }
            try {
                HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
                Map<String, List<String>> kept =
                        new ConcurrentHashMap<>(response.headers().map());
                kept.keySet().retainAll(KEPT);
                return new Response(response.statusCode(), kept, response.body());
            } catch (InterruptedException stopped) {
                throw new IOException(stopped);
            }
        }
    }
}
