package com.beetroot.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Signs URLs of S3 itself: all URLs of a window with one set of credentials. */
final class S3Signer implements UrlSigner {

    private static final Duration LONGEST_ROLE_SESSION = Duration.ofHours(12);

    private final S3Endpoints endpoints;
    private final RenewableCredentials credentials;
    private final UrlLifetime lifetime;

    private final FirstUse firstUse = new FirstUse();

    /** The latest window. Replacing it drops its URLs. */
    private volatile @Nullable SigningWindow latest;

    S3Signer(S3Endpoints endpoints, RenewableCredentials credentials, UrlLifetime lifetime) {
        this.endpoints = endpoints;
        this.credentials = credentials;
        this.lifetime = lifetime;
    }

    /** Returns true: S3 holds every bucket. */
    @Override
    public boolean signs(String bucket) {
        return true;
    }

    /** Returns the window of the moment and of the current credentials, which it may read from their source. */
    @Override
    public SigningWindow window(Instant now) {
        AwsCredentialsIdentity identity =
                credentials.lastingUntil(now.plusSeconds(lifetime.expires().toSeconds() / 2));
        Instant start = lifetime.windowStart(now);
        SigningWindow window = latest;
        if (window == null || !window.isOf(identity, start)) {
            window = new SigningWindow(endpoints, identity, sessionEnd(identity, now), start, lifetime);
            latest = window;
        }
        return window;
    }

    @Override
    public void dropUrls() {
        latest = null;
    }

    @Override
    public void renew() {
        credentials.renew();
        dropUrls();
    }

    /**
     * Returns when the credentials stop working; empty if unknown. A session from the environment has no expiration
     * time, but a role's lasts 12 hours at most (IAM's {@code MaxSessionDuration}), so it ends within 12 hours of its
     * first use. A session that outlives them is not a role's, and its end is unknown.
     */
    private Optional<Instant> sessionEnd(AwsCredentialsIdentity identity, Instant now) {
        Instant latestEnd = firstUse.of(identity, now).plus(LONGEST_ROLE_SESSION);
        return identity.expirationTime()
                .or(() -> Optional.of(latestEnd)
                        .filter(end -> identity instanceof AwsSessionCredentialsIdentity && end.isAfter(now)));
    }

    /** Remembers when the credentials in use were first used. */
    private static final class FirstUse {

        private @Nullable AwsCredentialsIdentity identity;
        private Instant at = Instant.MIN;

        synchronized Instant of(AwsCredentialsIdentity used, Instant now) {
            if (!used.equals(identity)) {
                identity = used;
                at = now;
            }
            return at;
        }
    }
}
