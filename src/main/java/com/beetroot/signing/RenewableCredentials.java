package com.beetroot.signing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.utils.CompletableFutureUtils;
import software.amazon.awssdk.utils.IoUtils;

/**
 * Provides credentials, and renews them if they would expire too soon.
 *
 * <p>The SDK's providers cache a session until shortly before it expires, and a URL stops working when the session that
 * signed it does.
 */
public final class RenewableCredentials implements IdentityProvider<AwsCredentialsIdentity> {

    /** The shortest time between two renewals, in case the source offers nothing longer-lived. */
    private static final Duration BETWEEN_RENEWALS = Duration.ofMinutes(1);

    private final Supplier<? extends IdentityProvider<? extends AwsCredentialsIdentity>> source;
    private final Clock clock;
    private IdentityProvider<? extends AwsCredentialsIdentity> provider;
    private Instant nextRenewal = Instant.MIN;

    /** @param source creates a provider that has not cached a session yet */
    public RenewableCredentials(
            Supplier<? extends IdentityProvider<? extends AwsCredentialsIdentity>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
        this.provider = source.get();
    }

    /**
     * Returns the credentials. Renews them first if they are known to expire before the given moment and their source
     * has longer-lived ones.
     *
     * @throws SdkException if there are none
     */
    synchronized AwsCredentialsIdentity lastingUntil(Instant moment) {
        AwsCredentialsIdentity kept = resolve(provider);
        Instant now = clock.instant();
        if (!endsBefore(kept, moment) || now.isBefore(nextRenewal)) {
            return kept;
        }
        nextRenewal = now.plus(BETWEEN_RENEWALS);
        return renewed(kept);
    }

    @Override
    public Class<AwsCredentialsIdentity> identityType() {
        return AwsCredentialsIdentity.class;
    }

    /** Returns the credentials for a call that is made now. */
    @Override
    public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
        return CompletableFuture.completedFuture(lastingUntil(clock.instant()));
    }

    /** Drops the cached session. */
    synchronized void renew() {
        IoUtils.closeIfCloseableV2(provider, null);
        provider = source.get();
        nextRenewal = Instant.MIN;
    }

    private AwsCredentialsIdentity renewed(AwsCredentialsIdentity kept) {
        IdentityProvider<? extends AwsCredentialsIdentity> other = source.get();
        try {
            AwsCredentialsIdentity fresh = resolve(other);
            if (endsBefore(kept, fresh.expirationTime().orElse(Instant.MAX))) {
                IdentityProvider<? extends AwsCredentialsIdentity> old = provider;
                provider = other;
                other = old;
                return fresh;
            }
        } catch (SdkException unavailable) {
            // The cached credentials still work, and expiresAt reports for how long.
        } finally {
            IoUtils.closeIfCloseableV2(other, null);
        }
        return kept;
    }

    private static boolean endsBefore(AwsCredentialsIdentity identity, Instant moment) {
        return identity.expirationTime().filter(moment::isAfter).isPresent();
    }

    private static AwsCredentialsIdentity resolve(IdentityProvider<? extends AwsCredentialsIdentity> provider) {
        return CompletableFutureUtils.joinLikeSync(provider.resolveIdentity());
    }
}
