package com.beetroot.lambda.startup;

import com.beetroot.config.Settings;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.IoUtils;

/** Answers a client of DynamoDB itself during priming. Otherwise passes every call to the network. */
final class DynamoDbStandIn implements SdkHttpClient {

    private final Supplier<SdkHttpClient> network;
    private final SdkHttpClient canned;
    private volatile boolean standingIn;
    private volatile @Nullable SdkHttpRequest latest;

    /** @param network may still be in creation, because priming does not need it */
    DynamoDbStandIn(Supplier<SdkHttpClient> network, Settings settings) {
        this.network = network;
        this.canned = new CannedDynamoDb(settings);
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
        HttpExecuteResponse health = network.get()
                .prepareRequest(HttpExecuteRequest.builder()
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
            return network.get().prepareRequest(request);
        }
        latest = request.httpRequest();
        return canned.prepareRequest(request);
    }

    @Override
    public String clientName() {
        // Not from the network's client: a client of DynamoDB would wait for it.
        return "UrlConnection";
    }

    @Override
    public void close() {
        network.get().close();
    }
}
