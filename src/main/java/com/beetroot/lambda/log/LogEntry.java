package com.beetroot.lambda.log;

import com.beetroot.api.RequestContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One invocation, as its log line describes it. Starts its clock when it is created. */
public final class LogEntry {

    private final long start = System.nanoTime();
    private final @Nullable String requestId;
    private final boolean cold;
    private final RequestContext request;
    private @Nullable String method;
    private Route route = Route.NONE;
    private int status;
    private int bytes;

    /**
     * @param requestId Lambda's id of the invocation
     * @param cold whether it is the first invocation of this process
     * @param request the request's read budget and telemetry
     */
    public LogEntry(@Nullable String requestId, boolean cold, RequestContext request) {
        this.requestId = requestId;
        this.cold = cold;
        this.request = request;
    }

    public void received(String method, String path) {
        this.method = method;
        this.route = Route.of(method, path);
    }

    /**
     * Records the response.
     *
     * @param bytes the size of the body as it is sent
     */
    public void answered(int status, int bytes) {
        this.status = status;
        this.bytes = bytes;
    }

    Duration duration() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Nullable
    String requestId() {
        return requestId;
    }

    boolean isCold() {
        return cold;
    }

    RequestContext request() {
        return request;
    }

    /** Returns the method as the client sent it; null if the event held no request. */
    @Nullable
    String method() {
        return method;
    }

    Route route() {
        return route;
    }

    /** Returns the response's status; 0 if there is no response. */
    int status() {
        return status;
    }

    int bytes() {
        return bytes;
    }
}
