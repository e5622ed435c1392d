package com.beetroot.testkit;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A container credentials endpoint of the AWS SDKs on loopback, which is the credentials source of a Lambda function
 * with SnapStart.
 */
public final class ContainerCredentials implements AutoCloseable {

    /** A session's keys, without a token, because the local servers do not support one. */
    public record Credentials(String accessKey, String secretKey) {}

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Credentials credentials;

    public ContainerCredentials(Credentials first) throws IOException {
        credentials = first;
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.incrementAndGet();
                byte[] body = """
                    {"AccessKeyId":"%s","SecretAccessKey":"%s","Expiration":"%s"}""".formatted(
                                credentials.accessKey(),
                                credentials.secretKey(),
                                Instant.now().plusSeconds(6 * 3_600))
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    /** Returns the value for the environment variable {@code AWS_CONTAINER_CREDENTIALS_FULL_URI}. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/credentials");
    }

    /** Sets the credentials to return from now on. */
    public void give(Credentials next) {
        credentials = next;
    }

    public int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
