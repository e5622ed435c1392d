package com.beetroot.lambda.startup;

import com.beetroot.gallery.dynamodb.Tables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.IoUtils;

/** Answers DynamoDB's client during priming, so that no table is read. Otherwise passes every call to the network. */
final class DynamoDbStandIn implements SdkHttpClient {

    /** An item that fits every table. It has no location, so the photo is looked up as well. */
    private static final String ITEM = """
            {"personId":{"S":"primed"},"photoCount":{"N":"1"},"photoId":{"S":"primed"}}""";

    private final SdkHttpClient network;
    private final Tables tables;
    private volatile boolean standingIn;
    private volatile @Nullable SdkHttpRequest latest;

    DynamoDbStandIn(SdkHttpClient network, Tables tables) {
        this.network = network;
        this.tables = tables;
    }

    /** Runs work and answers its calls, on whichever thread they are made. Must not run while a request is served. */
    void standIn(Callable<Void> work) throws Exception {
        standingIn = true;
        try {
            work.call();
        } finally {
            standingIn = false;
        }
    }

    /** Opens a connection to the endpoint of the latest primed call, and leaves it open for the first real call. */
    void connect() throws IOException {
        SdkHttpRequest call = latest;
        if (call == null) {
            return;
        }
        // DynamoDB answers GET / with its health.
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
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        if (!standingIn) {
            return network.prepareRequest(request);
        }
        latest = request.httpRequest();
        String action =
                request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
        return new CannedAnswer(
                answer(action.substring(action.indexOf('.') + 1)).getBytes(StandardCharsets.UTF_8));
    }

    private String answer(String action) {
        return switch (action) {
            case "GetItem" -> "{\"Item\":" + ITEM + "}";
            case "BatchGetItem" ->
                "{\"Responses\":{\"" + tables.photos() + "\":[" + ITEM + "]},\"UnprocessedKeys\":{}}";
            default -> "{\"Count\":1,\"ScannedCount\":1,\"Items\":[" + ITEM + "]}";
        };
    }

    @Override
    public String clientName() {
        return network.clientName();
    }

    @Override
    public void close() {
        network.close();
    }

    private record CannedAnswer(byte[] body) implements ExecutableHttpRequest {

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
            // Nothing is in progress.
        }
    }
}
