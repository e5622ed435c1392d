package com.beetroot.signing;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Opens a {@link ResponseUrls} for each response: one window and one set of credentials for all of its URLs. */
public final class UrlPresigner {

    private static final Logger LOG = LoggerFactory.getLogger(UrlPresigner.class);

    private final S3Endpoints endpoints;
    private final RenewableCredentials credentials;
    private final UrlLifetime lifetime;
    private final SigningAllowList signable;
    private final Clock clock;

    private final AtomicBoolean refusalTold = new AtomicBoolean();

    /** The latest; its URLs are forgotten with it. */
    private volatile SigningWindow latest;

    /**
     * @param endpoints where the buckets answer
     * @param credentials whose right to read the objects the URLs lend
     * @param lifetime how long a URL works, and stays the same
     * @param signable the objects that get a URL
     * @param clock the time that the URLs are signed with
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
     * The signing for one response: with the URLs that responses before have made, as long as neither the window nor
     * the credentials change. Resolves the credentials, which may ask their source.
     */
    public ResponseUrls open() {
        Instant now = clock.instant();
        AwsCredentialsIdentity identity =
                credentials.lastingUntil(now.plusSeconds(lifetime.expires().toSeconds() / 2));
        Instant start = lifetime.windowStart(now);
        SigningWindow window = latest;
        if (window == null || !window.isOf(identity, start)) {
            window = new SigningWindow(endpoints, identity, start, lifetime, signable, this::tellRefusal);
            latest = window;
        }
        return new ResponseUrls(window);
    }

    /**
     * Forgets all URLs and credentials: the next signing or call asks the credentials' source anew, and opens the
     * current window.
     */
    public void renew() {
        credentials.renew();
        latest = null;
    }

    /** Once, and without the key, which may speak of a person. */
    private void tellRefusal(String bucket) {
        if (refusalTold.compareAndSet(false, true)) {
            LOG.warn(
                    "An item of the database names an object that SIGNABLE does not, in the bucket {}: it gets no URL. Mend the item, "
                            + "or add its place to SIGNABLE. Further ones are not told.",
                    S3Endpoints.isBucketName(bucket) ? bucket : "of an impossible name");
        }
    }
}
