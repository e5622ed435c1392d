package com.beetroot.local;

import com.beetroot.local.CloudFrontPolicies.Refusal;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A local CloudFront distribution on loopback, in front of the private buckets. It checks signed URLs, takes their
 * signature away, reads the object from S3 with a signed request, as origin access control does, and adds the headers
 * of a response headers policy. Each bucket has a path: {@code /bucket/key}.
 */
public final class LocalCloudFront implements AutoCloseable {

    private static final String CONTENT_TYPE = "response-content-type";
    private static final String DISPOSITION = "response-content-disposition";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, PublicKey> keys = new ConcurrentHashMap<>();
    private final CloudFrontPolicies policies = new CloudFrontPolicies(keys);
    private final List<String> buckets;
    private final S3Client s3;
    private final String cacheControl;
    private final Clock clock;

    /**
     * Starts on a free port.
     *
     * @param s3 the address of the origin
     * @param buckets the buckets that it serves
     * @param expires how long browsers may keep an object: as long as its URL works
     * @param clock the clock to check URLs by
     */
    public LocalCloudFront(URI s3, List<String> buckets, Duration expires, Clock clock) throws IOException {
        this.buckets = List.copyOf(buckets);
        this.s3 = LocalAccount.s3(s3);
        this.cacheControl = "private, max-age=" + expires.toSeconds() + ", immutable";
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Adds a public key to the key group. */
    public LocalCloudFront trust(CloudFrontKey key) {
        keys.put(key.id(), key.pair().getPublic());
        return this;
    }

    /** Removes a public key from the key group. */
    public void distrust(CloudFrontKey key) {
        keys.remove(key.id());
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns the function's settings with which it signs URLs of this distribution. */
    public Map<String, String> settings(CloudFrontKey key) {
        return Map.of(
                "CLOUDFRONT_URLS",
                buckets.stream()
                        .map(bucket -> bucket + '=' + address() + '/' + bucket)
                        .collect(Collectors.joining(",")),
                "CLOUDFRONT_KEY_PAIR_ID",
                key.id(),
                "CLOUDFRONT_PRIVATE_KEY",
                key.file().toUri().toString());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String url = "http://" + exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI();
            Optional<Refusal> refusal = policies.refusal(url, clock.instant());
            if (refusal.isPresent()) {
                refuse(exchange, 403, refusal.get());
            } else if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                refuse(exchange, 403, new Refusal("MethodNotAllowed", "Method not allowed"));
            } else {
                serve(exchange, URI.create(CloudFrontPolicies.withoutSignature(url)));
            }
        }
    }

    private void serve(HttpExchange exchange, URI address) throws IOException {
        String[] path = address.getPath().substring(1).split("/", 2);
        if (!buckets.contains(path[0]) || path.length == 1) {
            refuse(exchange, 404, new Refusal("NoSuchKey", "No behaviour of this distribution has this path."));
            return;
        }
        Map<String, String> query = query(address.getRawQuery());
        Headers request = exchange.getRequestHeaders();
        try {
            ResponseBytes<GetObjectResponse> object = s3.getObjectAsBytes(get -> get.bucket(path[0])
                    .key(path[1])
                    .range(request.getFirst("Range"))
                    .ifNoneMatch(request.getFirst("If-None-Match"))
                    // The only parameters that the cache policy passes on.
                    .responseContentType(query.get(CONTENT_TYPE))
                    .responseContentDisposition(query.get(DISPOSITION)));
            GetObjectResponse found = object.response();
            add(exchange, "Content-Type", found.contentType());
            add(exchange, "Content-Disposition", found.contentDisposition());
            add(exchange, "Content-Range", found.contentRange());
            add(exchange, "ETag", found.eTag());
            add(
                    exchange,
                    "Last-Modified",
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(
                            found.lastModified().atOffset(ZoneOffset.UTC)));
            add(exchange, "Accept-Ranges", "bytes");
            addPolicy(exchange);
            send(exchange, found.contentRange() == null ? 200 : 206, object.asByteArray());
        } catch (S3Exception refused) {
            addPolicy(exchange);
            if (refused.statusCode() == 304) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                refuse(
                        exchange,
                        refused.statusCode(),
                        new Refusal(
                                refused.awsErrorDetails().errorCode(),
                                refused.awsErrorDetails().errorMessage()));
            }
        }
    }

    /** Adds the headers of the response headers policy. */
    private void addPolicy(HttpExchange exchange) {
        add(exchange, "Cache-Control", cacheControl);
        add(exchange, "X-Content-Type-Options", "nosniff");
        add(exchange, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
        if (exchange.getRequestHeaders().containsKey("Origin")) {
            add(exchange, "Access-Control-Allow-Origin", "*");
        }
    }

    private static void refuse(HttpExchange exchange, int status, Refusal refusal) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        send(
                exchange,
                status,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
                        .formatted(refusal.code(), refusal.message())
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean bare = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bare ? -1 : body.length);
        if (!bare) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void add(HttpExchange exchange, String name, @Nullable String value) {
        if (value != null) {
            exchange.getResponseHeaders().set(name, value);
        }
    }

    private static Map<String, String> query(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        if (query != null) {
            Arrays.stream(query.split("&"))
                    .map(parameter -> parameter.split("=", 2))
                    .filter(pair -> pair.length == 2)
                    .forEach(pair -> parameters.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        }
        return parameters;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        s3.close();
    }
}
