package com.beetroot.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.beetroot.local.PageFiles.PageFile;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Replaces API Gateway and the web host on loopback: serves the gallery page, and passes every other request to the
 * function as an event of payload format 2.0. Each response of the function is validated against the contract.
 */
public final class LocalHttpServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] GATEWAY_ERROR =
            "{\"message\":\"Internal Server Error\"}".getBytes(StandardCharsets.UTF_8);

    /** The response header that reports violations found by {@link Contract} to the page. */
    static final String VIOLATION = "Contract-Violation";

    private final HttpServer server;
    private final CompletableFuture<Contract> contract = CompletableFuture.supplyAsync(Contract::read);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RequestStreamHandler function;
    private final PageFiles page = PageFiles.in(PageFiles.FOLDER);

    /**
     * @param port 0 for a free port
     * @throws java.net.BindException if the port is in use
     */
    public LocalHttpServer(int port, RequestStreamHandler function) throws IOException {
        this.function = function;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean reads = exchange.getRequestMethod().equals("GET")
                    || exchange.getRequestMethod().equals("HEAD");
            Optional<PageFile> file = reads ? page.at(exchange.getRequestURI().getRawPath()) : Optional.empty();
            if (file.isPresent()) {
                page(exchange, file.get());
            } else {
                answer(exchange);
            }
        }
    }

    private static void page(HttpExchange exchange, PageFile file) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", file.contentType());
        exchange.getResponseHeaders().set("Cache-Control", file.cacheControl());
        send(exchange, 200, file.content());
    }

    private void answer(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            function.handleRequest(
                    new ByteArrayInputStream(JSON.writeValueAsBytes(event(exchange))), output, new LocalContext());
        } catch (IOException | RuntimeException failed) {
            failed.printStackTrace();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            send(exchange, 502, GATEWAY_ERROR);
            return;
        }
        HandlerResponse answer = HandlerResponse.of(output.toByteArray());
        // The server sets the Content-Length itself.
        answer.headers().entrySet().stream()
                .filter(header -> !header.getKey().equalsIgnoreCase("Content-Length"))
                .forEach(header -> exchange.getResponseHeaders().set(header.getKey(), header.getValue()));
        judge(exchange, answer);
        send(exchange, answer.status(), answer.body());
    }

    /** Reports violations of the contract in the log and to the page. */
    private void judge(HttpExchange exchange, HandlerResponse answer) throws IOException {
        List<String> violations = contract.join()
                .violations(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getRawPath(),
                        answer.status(),
                        answer.headers(),
                        answer.text());
        if (!violations.isEmpty()) {
            violations.forEach(violation -> System.err.println("*** VIOLATION OF THE CONTRACT *** " + violation));
            exchange.getResponseHeaders()
                    .set(VIOLATION, String.join("; ", violations).replaceAll("[^ -~]", "?"));
            exchange.getResponseHeaders()
                    .merge(
                            "Access-Control-Expose-Headers",
                            List.of(VIOLATION),
                            (others, ours) -> List.of(String.join(",", others) + "," + VIOLATION));
        }
    }

    private static ObjectNode event(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        String method = exchange.getRequestMethod();
        byte[] body = exchange.getRequestBody().readAllBytes();

        ObjectNode event = JSON.createObjectNode()
                .put("version", "2.0")
                .put("routeKey", "$default")
                .put("rawPath", uri.getRawPath())
                .put("rawQueryString", query)
                .put("isBase64Encoded", body.length > 0);
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        event.withObject("headers").put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        parameters(query, event);
        ObjectNode context = event.putObject("requestContext")
                .put("accountId", "000000000000")
                .put("apiId", "local")
                // A function URL, which leaves the path as the browser encoded it.
                .put("domainName", "gallery.lambda-url.localhost")
                .put("domainPrefix", "localhost")
                .put("requestId", UUID.randomUUID().toString())
                .put("routeKey", "$default")
                .put("stage", "$default")
                .put("timeEpoch", Instant.now().toEpochMilli());
        context.putObject("http")
                .put("method", method)
                .put("path", uri.getRawPath())
                .put("protocol", exchange.getProtocol())
                .put("sourceIp", exchange.getRemoteAddress().getAddress().getHostAddress())
                .put("userAgent", exchange.getRequestHeaders().getFirst("User-Agent"));
        if (body.length > 0) {
            event.put("body", Base64.getEncoder().encodeToString(body));
        }
        return event;
    }

    /** Joins the values of a repeated parameter with commas, as API Gateway does. */
    private static void parameters(String query, ObjectNode event) {
        for (String pair : query.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            String[] parts = pair.split("=", 2);
            String name = decoded(parts[0]);
            String value = parts.length == 1 ? "" : decoded(parts[1]);
            ObjectNode all = event.withObject("queryStringParameters");
            all.put(name, all.has(name) ? all.get(name).asText() + "," + value : value);
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean bare = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bare ? -1 : body.length);
        if (!bare) {
            exchange.getResponseBody().write(body);
        }
    }
}
