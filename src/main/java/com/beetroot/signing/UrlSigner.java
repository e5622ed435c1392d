package com.beetroot.signing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.utils.CompletableFutureUtils;

/** Opens a {@link Signing} for each response: one moment and one set of credentials for all of its URLs. */
public final class UrlSigner {

    private final S3Endpoints endpoints;
    private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
    private final Duration life;
    private final Clock clock;

    /**
     * @param endpoints   where the buckets answer
     * @param credentials whose right to read the objects the URLs lend
     * @param life        how long a URL works, 1 second to 7 days (the limit of Signature Version 4 in the query)
     * @param clock       the time that the URLs are signed with
     */
    public UrlSigner(
        S3Endpoints endpoints, IdentityProvider<? extends AwsCredentialsIdentity> credentials, Duration life, Clock clock) {
        this.endpoints = endpoints;
        this.credentials = credentials;
        this.life = life;
        this.clock = clock;
    }

    /** Starts the signing of one response. Resolves the credentials, which may ask their source. */
    public Signing open() {
        AwsCredentialsIdentity identity = CompletableFutureUtils.joinLikeSync(credentials.resolveIdentity());
        // X-Amz-Date has whole seconds.
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new Signing(endpoints, identity, now, life);
    }
}
