package com.beetroot.api;

import com.beetroot.gallery.Tables;
import io.micronaut.core.annotation.Nullable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.IoUtils;

/**
 * The HTTP client of DynamoDB's client. To work that only tries the function it gives answers of its own, so that no
 * table is read.
 */
final class DynamoDbHttp implements SdkHttpClient {

    /** One item for every table: its location is missing, so that it is looked up. */
    private static final String ITEM = """
        {"personId":{"S":"primed"},"photoCount":{"N":"1"},"photoId":{"S":"primed"}}""";

    private final SdkHttpClient network;
    private final Tables tables;
    private volatile boolean standingIn;
    private volatile @Nullable SdkHttpRequest latest;

    DynamoDbHttp(SdkHttpClient network, Tables tables) {
        this.network = network;
        this.tables = tables;
    }

    /** Runs work whose calls are answered here, on whichever thread. Not while anything else is served. */
    void standIn(Callable<Void> work) throws Exception {
        standingIn = true;
        try {
            work.call();
        } finally {
            standingIn = false;
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        if (!standingIn) {
            return network.prepareRequest(notStreamed(request));
        }
        latest = request.httpRequest();
        String action =
                request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
        return new Answer(answer(action.substring(action.indexOf('.') + 1)).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Without its length, which the JDK adds again: told it, the SDK's client streams the request, and before the JDK
     * streams a POST on a kept connection it waits a millisecond for the server to close it. Not streamed, it sends at
     * once, and once more on a new connection where the server had closed the old one.
     */
    private static HttpExecuteRequest notStreamed(HttpExecuteRequest request) {
        return HttpExecuteRequest.builder()
                .request(request.httpRequest().toBuilder()
                        .removeHeader("Content-Length")
                        .build())
                .contentStreamProvider(request.contentStreamProvider().orElse(null))
                .metricCollector(request.metricCollector().orElse(null))
                .build();
    }

    private String answer(String action) {
        return switch (action) {
            case "GetItem" -> "{\"Item\":" + ITEM + "}";
            case "BatchGetItem" ->
                "{\"Responses\":{\"" + tables.photos() + "\":[" + ITEM + "]},\"UnprocessedKeys\":{}}";
            default -> "{\"Count\":1,\"ScannedCount\":1,\"Items\":[" + ITEM + "]}";
        };
    }

    /**
     * Opens a connection to where the last call was to go, and leaves it to the first real one: DynamoDB answers this
     * with its health.
     */
    void connect() throws IOException {
        SdkHttpRequest call = latest;
        if (call == null) {
            return;
        }
        HttpExecuteResponse health = network.prepareRequest(HttpExecuteRequest.builder()
                        .request(SdkHttpRequest.builder()
                                .method(SdkHttpMethod.GET)
                                .protocol(call.protocol())
                                .host(call.host())
                                .port(call.port())
                                .encodedPath("/")
                                .build())
                        .build())
                .call();
        if (health.responseBody().isPresent()) {
            IoUtils.drainInputStream(health.responseBody().get());
            health.responseBody().get().close();
        }
    }

    @Override
    public String clientName() {
        return network.clientName();
    }

    @Override
    public void close() {
        network.close();
    }

    private record Answer(byte[] body) implements ExecutableHttpRequest {

        @Override
        public HttpExecuteResponse call() {
            return HttpExecuteResponse.builder()
                    .response(SdkHttpFullResponse.builder()
                            .statusCode(200)
                            .putHeader("Content-Type", "application/x-amz-json-1.0")
                            .putHeader("Content-Length", Integer.toString(body.length))
                            .build())
                    .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                    .build();
        }

        @Override
        public void abort() {
            // Nothing is under way.
        }
    }
}
