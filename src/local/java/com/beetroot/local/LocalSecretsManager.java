package com.beetroot.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * AWS Secrets Manager's operation GetSecretValue on loopback. It accepts only requests that are signed for it with the
 * account's credentials.
 */
public final class LocalSecretsManager implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final AwsCredentialsIdentity account;
    private volatile Optional<String> error = Optional.empty();

    public LocalSecretsManager(AwsCredentialsIdentity account) throws IOException {
        this.account = account;
        server.createContext("/", this::handle);
        server.start();
    }

    /** Returns the value for the setting {@code AWS_ENDPOINT_URL_SECRETS_MANAGER}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Sets the current value of a secret. */
    public LocalSecretsManager put(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    /** Answers every request with this error from now on; with the secret if it is empty. */
    public void fail(String code) {
        error = Optional.of(code).filter(each -> !each.isEmpty());
    }

    /** Returns how often a value was requested. */
    public int reads() {
        return reads.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            reads.incrementAndGet();
            String name = JSON.readTree(body).path("SecretId").asText();
            if (!"secretsmanager.GetSecretValue"
                    .equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))) {
                answer(exchange, 400, Map.of("__type", "UnknownOperationException"));
            } else if (!isSigned(exchange, body)) {
                answer(exchange, 400, Map.of("__type", "InvalidSignatureException"));
            } else if (error.isPresent()) {
                answer(exchange, 400, Map.of("__type", error.get(), "Message", "refused"));
            } else if (!secrets.containsKey(name)) {
                answer(exchange, 400, Map.of("__type", "ResourceNotFoundException", "Message", "not found"));
            } else {
                answer(exchange, 200, Map.of("Name", name, "SecretString", secrets.get(name)));
            }
        }
    }

    /** Signs the received request again, with the same signer, and compares. */
    private boolean isSigned(HttpExchange exchange, byte[] body) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null || !authorization.contains("/secretsmanager/aws4_request")) {
            return false;
        }
        String[] scope = authorization.split("Credential=")[1].split("/");
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint())
                .encodedPath("/");
        String signedHeaders = authorization.split("SignedHeaders=")[1].split(",")[0];
        for (String header : signedHeaders.split(";")) {
            request.putHeader(header, exchange.getRequestHeaders().getFirst(header));
        }
        Instant at = LocalDateTime.parse(
                        exchange.getRequestHeaders().getFirst("X-Amz-Date"),
                        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"))
                .toInstant(ZoneOffset.UTC);
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(account)
                        .request(request.build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "secretsmanager")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, scope[2])
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
                .request()
                .matchingHeaders("Authorization")
                .equals(List.of(authorization));
    }

    private static void answer(HttpExchange exchange, int status, Map<String, String> members) throws IOException {
        byte[] body = JSON.writeValueAsString(members).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
