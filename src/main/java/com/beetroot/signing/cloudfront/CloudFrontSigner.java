package com.beetroot.signing.cloudfront;

import com.beetroot.signing.ObjectKeys;
import com.beetroot.signing.SigningAllowList;
import com.beetroot.signing.SigningAllowList.Place;
import com.beetroot.signing.UrlLifetime;
import com.beetroot.signing.UrlSigner;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/**
 * Signs URLs of CloudFront. They end with their window alone: no session signs them, so they work for up to seven days,
 * and they are shorter than S3's.
 */
public final class CloudFrontSigner implements UrlSigner {

    private static final Logger LOG = LoggerFactory.getLogger(CloudFrontSigner.class);

    private final CloudFrontUrls urls;
    private final UrlLifetime lifetime;
    private final List<Place> places;
    private final RenewableKey key;

    /** The latest window. Replacing it drops its URLs and policies. */
    private @Nullable CloudFrontWindow latest;

    private CloudFrontSigner(CloudFrontUrls urls, UrlLifetime lifetime, List<Place> places, RenewableKey key) {
        this.urls = urls;
        this.lifetime = lifetime;
        this.places = places;
        this.key = key;
    }

    /**
     * Reads the key and signs the current policies.
     *
     * @param http the client for AWS Secrets Manager
     * @param credentials the credentials for AWS Secrets Manager
     * @throws UnusableKeyException if the key cannot be read or used
     */
    public static CloudFrontSigner start(
            CloudFrontUrls urls,
            UrlLifetime lifetime,
            SigningAllowList signable,
            SdkHttpClient http,
            IdentityProvider<? extends AwsCredentialsIdentity> credentials,
            Clock clock) {
        return start(urls, lifetime, signable, KeySource.at(urls.privateKey(), http, credentials), clock);
    }

    static CloudFrontSigner start(
            CloudFrontUrls urls, UrlLifetime lifetime, SigningAllowList signable, KeySource source, Clock clock) {
        Instant now = clock.instant();
        RenewableKey key = new RenewableKey(urls.privateKey(), source, content -> usable(content, urls), now);
        List<Place> places = places(urls, signable);
        reportWeaknesses(urls, places, key.at(now));
        CloudFrontSigner signer = new CloudFrontSigner(urls, lifetime, places, key);
        signer.window(now).signPolicies();
        return signer;
    }

    @Override
    public boolean signs(String bucket) {
        return urls.bases().containsKey(bucket);
    }

    /** Returns the window of the moment. When a window begins, it may read the key from its source. */
    @Override
    public synchronized CloudFrontWindow window(Instant now) {
        Instant start = lifetime.windowStart(now);
        CloudFrontWindow window = latest;
        if (window == null || !window.startsAt(start)) {
            PolicySigner signer = new PolicySigner(key.at(now), start.plus(lifetime.expires()));
            window = new CloudFrontWindow(start, urls, places, signer);
            latest = window;
        }
        return window;
    }

    /** Drops the URLs. The signed policies stay, because they name no object. */
    @Override
    public synchronized void dropUrls() {
        if (latest != null) {
            latest.dropUrls();
        }
    }

    @Override
    public synchronized void renew() {
        key.renew();
        latest = null;
    }

    private static SigningKey usable(String content, CloudFrontUrls urls) {
        SigningKey key = SigningKey.parse(content, urls.keyPairId());
        if (urls.policy() == CloudFrontPolicy.OBJECT && key.isRsa()) {
            throw new UnusableKeyException("It is an RSA key, which takes 15 ms for each URL on a small function, and"
                    + " CLOUDFRONT_POLICY=object signs each URL: use an EC key on the curve P-256, or"
                    + " CLOUDFRONT_POLICY=prefix.");
        }
        return key;
    }

    /**
     * Returns the places whose objects share a signature, the narrowest first. An object that is allowed by its own key
     * is not among them: its URL has a signature of its own.
     */
    private static List<Place> places(CloudFrontUrls urls, SigningAllowList signable) {
        if (urls.policy() == CloudFrontPolicy.OBJECT) {
            return List.of();
        }
        List<Place> allowed = signable.places().isEmpty()
                ? urls.bases().keySet().stream()
                        .sorted()
                        .map(bucket -> new Place(bucket, "", true))
                        .toList()
                : signable.places();
        return allowed.stream()
                .filter(place -> place.prefix() && urls.bases().containsKey(place.bucket()))
                .sorted(Comparator.comparingInt(place -> -place.key().length()))
                .toList();
    }

    private static void reportWeaknesses(CloudFrontUrls urls, List<Place> places, SigningKey key) {
        if (urls.policy() == CloudFrontPolicy.PREFIX && !key.isRsa()) {
            LOG.warn(
                    "CLOUDFRONT_POLICY=prefix with an EC key gives other URLs on each instance, so browsers load the same"
                            + " image again. Use an RSA key of 2048 bits, or CLOUDFRONT_POLICY=object.");
        }
        for (Place outer : places) {
            for (Place inner : places) {
                if (!outer.bucket().equals(inner.bucket())
                        && address(urls, inner).startsWith(address(urls, outer))) {
                    LOG.warn(
                            "A URL of an object in the bucket {} also opens objects of the bucket {}, because both are"
                                    + " below the same URL of CLOUDFRONT_URLS. Narrow SIGNABLE, or give each bucket a path"
                                    + " of its own.",
                            outer.bucket(),
                            inner.bucket());
                }
            }
        }
    }

    private static String address(CloudFrontUrls urls, Place place) {
        return urls.base(place.bucket()) + ObjectKeys.encoded(place.key());
    }
}
