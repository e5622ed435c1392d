package com.beetroot.signing;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the {@link ResponseUrls} of each response. All its URLs of S3 share one window and one set of credentials, and
 * all its URLs of CloudFront one window and one key.
 */
public final class UrlPresigner {

    private static final Logger LOG = LoggerFactory.getLogger(UrlPresigner.class);

    /** The signers in the order in which they are asked. The last, S3's, signs for every bucket. */
    private final List<UrlSigner> signers;

    private final SigningAllowList signable;
    private final Clock clock;
    private final AtomicBoolean refusalReported = new AtomicBoolean();

    /**
     * Creates a presigner for objects that browsers load from S3.
     *
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
        this(endpoints, credentials, lifetime, signable, clock, Optional.empty());
    }

    /**
     * Creates a presigner for objects that browsers load from S3 or elsewhere.
     *
     * @param elsewhere signs for the buckets whose objects browsers do not load from S3; empty if there are none
     */
    public UrlPresigner(
            S3Endpoints endpoints,
            RenewableCredentials credentials,
            UrlLifetime lifetime,
            SigningAllowList signable,
            Clock clock,
            Optional<UrlSigner> elsewhere) {
        this.signers = Stream.concat(elsewhere.stream(), Stream.of(new S3Signer(endpoints, credentials, lifetime)))
                .toList();
        this.signable = signable;
        this.clock = clock;
    }

    /**
     * Returns the URLs for one response. They include those signed for earlier responses, as long as neither the window
     * nor what signs them changes. The first URL may read the credentials or the key from their source.
     */
    public ResponseUrls open() {
        return new ResponseUrls(signers, clock.instant(), this::maySign);
    }

    /** Drops all URLs: the next use opens the current window again. */
    public void dropUrls() {
        signers.forEach(UrlSigner::dropUrls);
    }

    /** Drops all URLs, credentials and keys: the next use reads them again and opens the current window. */
    public void renew() {
        signers.forEach(UrlSigner::renew);
    }

    private boolean maySign(String bucket, String key) {
        if (!signable.contains(bucket, key)) {
            reportRefusal(bucket);
            return false;
        }
        return ObjectKeys.isLoadable(key);
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
