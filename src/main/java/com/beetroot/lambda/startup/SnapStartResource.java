package com.beetroot.lambda.startup;

import com.beetroot.signing.UrlPresigner;
import io.micronaut.context.BeanProvider;
import io.micronaut.crac.OrderedResource;
import jakarta.inject.Singleton;
import java.util.Map;
import org.crac.Context;
import org.crac.Resource;

/**
 * Prepares the process for Lambda SnapStart: primes every route before the snapshot, and drops credentials and URLs
 * after it is restored, which may be days later and in many processes at once.
 */
@Singleton
final class SnapStartResource implements OrderedResource {

    private final BeanProvider<Priming> priming;
    private final BeanProvider<UrlPresigner> presigner;

    SnapStartResource(BeanProvider<Priming> priming, BeanProvider<UrlPresigner> presigner) {
        this.priming = priming;
        this.presigner = presigner;
    }

    /** Returns whether Lambda will take a snapshot of this process. */
    static boolean isExpected(Map<String, String> environment) {
        return "snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"));
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        priming.get().primeEveryRoute();
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        presigner.get().renew();
    }
}
