package com.beetroot.lambda.gateway;

import org.jspecify.annotations.Nullable;

/** The kinds of gateway that send proxy events. Each passes the path in its own way. */
enum GatewayKind {
    /** Sends payload 1.0 without a version, and the path as the client encoded it. */
    REST_API(false),
    /** Sends payload 1.0 or 2.0, and the path with its percent-escapes decoded once. */
    HTTP_API(true),
    /** Sends payload 2.0, and the path as the client encoded it. */
    FUNCTION_URL(false);

    private final boolean decodesPath;

    GatewayKind(boolean decodesPath) {
        this.decodesPath = decodesPath;
    }

    /**
     * @param version the event's {@code version}, which a REST API does not send
     * @param domainName the host that the client called, as {@code requestContext} names it
     */
    static GatewayKind of(@Nullable String version, @Nullable String domainName) {
        if (version == null) {
            return REST_API;
        }
        return domainName != null && domainName.contains(".lambda-url.") ? FUNCTION_URL : HTTP_API;
    }

    /** Returns whether a percent sign in the path is literal, because the gateway has already decoded all escapes. */
    boolean decodesPath() {
        return decodesPath;
    }
}
