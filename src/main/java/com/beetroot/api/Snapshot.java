package com.beetroot.api;

import io.micronaut.crac.OrderedResource;
import java.util.Map;
import org.crac.Context;
import org.crac.Resource;

/**
 * Lambda SnapStart: the whole request path is tried before the snapshot is taken, and what the snapshot must not keep
 * is made anew after it is restored, which may be days later and in many processes at once.
 */
final class Snapshot implements OrderedResource {

    private final ApiFunction function;

    Snapshot(ApiFunction function) {
        this.function = function;
    }

    /** Whether Lambda will take a snapshot of this process. */
    static boolean ahead(Map<String, String> environment) {
        return "snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"));
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        function.priming().requests(function);
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        function.priming().renew();
    }
}
