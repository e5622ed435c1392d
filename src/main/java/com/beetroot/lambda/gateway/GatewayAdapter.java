package com.beetroot.lambda.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.beetroot.api.RequestContext;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.payload1.ApiGatewayProxyEventHandler;
import jakarta.inject.Singleton;

/** Answers gateway events of either payload format by Micronaut's routes, filters and error handlers. */
@Singleton
public final class GatewayAdapter {

    private final ApiGatewayProxyEventHandler micronaut;

    GatewayAdapter(ApplicationContext context) {
        this.micronaut = new ApiGatewayProxyEventHandler(context);
    }

    /**
     * Returns the response to an event, compressed if the gateway can pass that on and the client accepts it.
     *
     * @param request the time that the request has, and what is recorded about it
     */
    public GatewayResponse answer(GatewayEvent event, RequestContext request) {
        GatewayResponse response = request.callAsCurrent(() -> GatewayResponse.of(micronaut
                .exchange(event.request(), new APIGatewayProxyResponseEvent())
                .getResponse()));
        return event.payload2()
                ? GzipEncoding.encode(response, event.headers().get(GatewayEvent.ACCEPT_ENCODING))
                : response;
    }
}
