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
 * Credentials that are asked for anew when they end too soon.
 *
 * <p>A provider of the SDK keeps a session until shortly before its end, and a URL dies with the session that signed
 * it.
 */
public final class RenewableCredentials implements IdentityProvider<AwsCredentialsIdentity> {

    /** How often a source is asked that has nothing longer to give. */
    private static final Duration BETWEEN_RENEWALS = Duration.ofMinutes(1);

    private final Supplier<? extends IdentityProvider<? extends AwsCredentialsIdentity>> source;
    private final Clock clock;
    private IdentityProvider<? extends AwsCredentialsIdentity> provider;
    private Instant nextRenewal = Instant.MIN;

    /** @param source makes a provider that has not kept any session yet */
    public RenewableCredentials(
            Supplier<? extends IdentityProvider<? extends AwsCredentialsIdentity>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
        this.provider = source.get();
    }

    /**
     * The credentials, renewed where they end before the given moment, say so, and their source has longer ones.
     *
     * @throws SdkException where there are none
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

    /** The credentials for a call that is made now. */
    @Override
    public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
        return CompletableFuture.completedFuture(lastingUntil(clock.instant()));
    }

    /** Forgets the session that is kept. */
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
            // Those that are kept still work, and expiresAt tells for how long.
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
