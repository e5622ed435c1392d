package com.beetroot.lambda.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.beetroot.api.FallbackProblem;
import com.beetroot.api.Fault;
import com.beetroot.api.RequestContext;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.payload1.ApiGatewayProxyEventHandler;
import io.micronaut.http.HttpHeaders;
import jakarta.inject.Singleton;

/** Answers gateway events of either payload format with Micronaut's routes, filters and exception handlers. */
@Singleton
public final class GatewayAdapter {

    private final ApiGatewayProxyEventHandler micronaut;
    private final FallbackProblem fallback;

    GatewayAdapter(ApplicationContext context, FallbackProblem fallback) {
        this.micronaut = new ApiGatewayProxyEventHandler(context);
        this.fallback = fallback;
    }

    /**
     * Returns the response to an event, compressed if the gateway can pass that on and the client accepts it.
     *
     * @param request limits the time for reading, and records how the request is answered
     */
    public GatewayResponse answer(GatewayEvent event, RequestContext request) {
        GatewayResponse response = request.callAsCurrent(() -> answerOrFallBack(event, request));
        return event.payload2()
                ? GzipEncoding.encode(response, event.headers().get(GatewayEvent.ACCEPT_ENCODING))
                : response;
    }

    /**
     * Returns Micronaut's response, or the fallback if code fails outside Micronaut's exception handlers. Micronaut
     * then throws, or answers without a body or CORS headers.
     */
    private GatewayResponse answerOrFallBack(GatewayEvent event, RequestContext request) {
        GatewayResponse response;
        try {
            response = GatewayResponse.of(micronaut
                    .exchange(event.request(), new APIGatewayProxyResponseEvent())
                    .getResponse());
        } catch (RuntimeException failed) {
            request.telemetry().failed(Fault.unexpected(failed));
            return fallback(event);
        }
        if (response.status() >= FallbackProblem.STATUS
                && (response.body().length == 0
                        || !response.headers().containsKey(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN))) {
            request.telemetry().failed(Fault.INCOMPLETE_RESPONSE);
            return fallback(event);
        }
        return response;
    }

    private GatewayResponse fallback(GatewayEvent event) {
        return new GatewayResponse(
                FallbackProblem.STATUS,
                fallback.headers(event.headers().get(GatewayEvent.ORIGIN)),
                fallback.body(),
                false);
    }
}
