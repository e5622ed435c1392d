package com.beetroot.aws;

import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Drops Content-Length so that the JDK buffers the body and adds the header itself. Given the length, the SDK's client
 * streams the body, and before the JDK streams a POST on a reused connection it waits 1 ms to see whether the server
 * closed it. Buffered, the request goes out at once, and again on a new connection if the server had closed the old.
 */
final class BufferedHttpClient implements SdkHttpClient {

    private final SdkHttpClient client;

    BufferedHttpClient(SdkHttpClient client) {
        this.client = client;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return client.prepareRequest(HttpExecuteRequest.builder()
                .request(request.httpRequest().toBuilder()
                        .removeHeader("Content-Length")
                        .build())
                .contentStreamProvider(request.contentStreamProvider().orElse(null))
                .metricCollector(request.metricCollector().orElse(null))
                .build());
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }
}
