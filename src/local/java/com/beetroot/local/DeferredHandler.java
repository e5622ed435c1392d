package com.beetroot.local;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** Makes requests wait until the function is ready. */
final class DeferredHandler implements RequestStreamHandler {

    private final CompletableFuture<RequestStreamHandler> function = new CompletableFuture<>();

    void complete(RequestStreamHandler ready) {
        function.complete(ready);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        function.join().handleRequest(input, output, context);
    }
}
