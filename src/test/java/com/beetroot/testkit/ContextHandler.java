package com.beetroot.testkit;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.beetroot.api.Fault;
import com.beetroot.api.RequestContext;
import com.beetroot.gallery.dynamodb.ReadBudget;
import com.beetroot.lambda.gateway.GatewayAdapter;
import com.beetroot.lambda.gateway.GatewayEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/** Handles gateway events in a test's application context, and stores the fault of the latest request. */
public final class ContextHandler implements RequestStreamHandler {

    private final GatewayAdapter gateway;
    private Optional<Fault> fault = Optional.empty();

    public ContextHandler(GatewayAdapter gateway) {
        this.gateway = gateway;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context lambda) throws IOException {
        RequestContext request =
                new RequestContext(ReadBudget.within(Duration.ofMillis(lambda.getRemainingTimeInMillis())));
        gateway.answer(GatewayEvent.read(input, ""), request).write(output);
        fault = Optional.ofNullable(request.telemetry().fault());
    }

    /** Returns why the latest request failed; empty if it did not. */
    public Optional<Fault> fault() {
        return fault;
    }
}
