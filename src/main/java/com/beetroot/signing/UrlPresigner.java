package com.beetroot.signing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Opens the {@link ResponseUrls} of each response: all its URLs share one window and one set of credentials. */
public final class UrlPresigner {

    private static final Logger LOG = LoggerFactory.getLogger(UrlPresigner.class);

    private static final Duration LONGEST_ROLE_SESSION = Duration.ofHours(12);

    private final S3Endpoints endpoints;
    private final RenewableCredentials credentials;
    private final UrlLifetime lifetime;
    private final SigningAllowList signable;
    private final Clock clock;

    private final FirstUse firstUse = new FirstUse();
    private final AtomicBoolean refusalReported = new AtomicBoolean();

    /** The latest window. Replacing it drops its URLs. */
    private volatile @Nullable SigningWindow latest;

    /**
     * @param endpoints finds the endpoint of each bucket
     * @param credentials the credentials to sign with, whose permission to read an object its URL grants
     * @param lifetime how long a URL works and stays the same
     * @param signable the objects that get a URL
     * @param clock the clock to sign by
     */
    public UrlPresigner(
            S3Endpoints endpoints,
            RenewableCredentials credentials,
            UrlLifetime lifetime,
            SigningAllowList signable,
            Clock clock) {
        this.endpoints = endpoints;
        this.credentials = credentials;
        this.lifetime = lifetime;
        this.signable = signable;
        this.clock = clock;
    }

    /**
     * Returns the URLs for one response. They include those signed for earlier responses, as long as neither the window
     * nor the credentials change. Resolves the credentials, which may call their source.
     */
    public ResponseUrls open() {
        Instant now = clock.instant();
        AwsCredentialsIdentity identity =
                credentials.lastingUntil(now.plusSeconds(lifetime.expires().toSeconds() / 2));
        Instant start = lifetime.windowStart(now);
        SigningWindow window = latest;
        if (window == null || !window.isOf(identity, start)) {
            window = new SigningWindow(
                    endpoints, identity, sessionEnd(identity, now), start, lifetime, signable, this::reportRefusal);
            latest = window;
        }
        return new ResponseUrls(window);
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

    /** Drops all URLs: the next use opens the current window again. */
    public void dropUrls() {
        latest = null;
    }

    /** Drops all URLs and credentials: the next use resolves the credentials again and opens the current window. */
    public void renew() {
        credentials.renew();
        dropUrls();
    }

    /** Logs the first refusal only, and without the key, which may name a person. */
    private void reportRefusal(String bucket) {
        if (refusalReported.compareAndSet(false, true)) {
            LOG.warn(
                    "An item in the database names an object outside SIGNABLE, in the bucket {}, so it gets no URL."
                            + " Correct the item, or add the object's location to SIGNABLE. Further such items are not"
                            + " logged.",
                    S3Endpoints.isBucketName(bucket) ? bucket : "with an invalid name");
        }
    }
}
