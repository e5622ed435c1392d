package com.beetroot.signing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signs the URLs of S3 in one window, all as of its start and with the same credentials, and each only once.
 *
 * <p>Uses Signature Version 4 in the query string, with {@code host} as the only signed header, because a browser's
 * {@code <img>} sends no custom header. Thread-safe.
 */
final class SigningWindow implements UrlWindow {

    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
    private static final String SIGNATURE = "X-Amz-Signature";
    private static final String CACHE_CONTROL = "response-cache-control";

    private final S3Endpoints endpoints;
    private final AwsCredentialsIdentity identity;
    private final Optional<Instant> sessionEnd;
    private final Instant start;
    private final Clock signingClock;
    private final UrlLifetime lifetime;
    private final UrlCache memo = new UrlCache();

    /** Query strings without the signature, by service, region and headers: the rest is the same for every URL. */
    private final ConcurrentMap<String, String> queries = new ConcurrentHashMap<>();

    /**
     * @param sessionEnd when the credentials stop working; empty if unknown
     * @param start the start of the window, in whole seconds
     */
    SigningWindow(
            S3Endpoints endpoints,
            AwsCredentialsIdentity identity,
            Optional<Instant> sessionEnd,
            Instant start,
            UrlLifetime lifetime) {
        this.endpoints = endpoints;
        this.identity = identity;
        this.sessionEnd = sessionEnd;
        this.start = start;
        this.signingClock = Clock.fixed(start, ZoneOffset.UTC);
        this.lifetime = lifetime;
    }

    /** Returns whether this window has that start and signs with those credentials. */
    boolean isOf(AwsCredentialsIdentity identity, Instant start) {
        return this.start.equals(start) && this.identity.equals(identity);
    }

    /** Returns the end of the URLs' lifetime, or of the credentials' if known and earlier, in whole seconds. */
    @Override
    public Instant expiresAt() {
        Instant end = start.plus(lifetime.expires());
        return sessionEnd
                .map(session -> session.truncatedTo(ChronoUnit.SECONDS))
                .filter(end::isAfter)
                .orElse(end);
    }

    @Override
    public @Nullable String known(String bucket, String key) {
        return memo.get(bucket, key);
    }

    @Override
    public @Nullable String sign(String bucket, String key) {
        BucketEndpoint endpoint = endpoints.of(bucket).orElse(null);
        if (endpoint == null) {
            return null;
        }
        String url = sign(endpoint, key);
        memo.put(bucket, key, url);
        return url;
    }

    @Override
    public @Nullable String signDownload(String bucket, String key) {
        BucketEndpoint endpoint = endpoints.of(bucket).orElse(null);
        if (endpoint == null) {
            return null;
        }
        SdkHttpRequest.Builder request = request(endpoint, key);
        ResponseHeaders.of(key).download(key).forEach(request::putRawQueryParameter);
        return endpoint.root()
                + endpoint.path(key)
                + '?'
                + signed(endpoint, request).encodedQueryParameters().orElseThrow();
    }

    private SdkHttpRequest.Builder request(BucketEndpoint bucket, String key) {
        return bucket.request().toBuilder()
                .encodedPath(bucket.path(key))
                .putRawQueryParameter(CACHE_CONTROL, lifetime.cacheControl());
    }

    private String sign(BucketEndpoint bucket, String key) {
        ResponseHeaders headers = ResponseHeaders.of(key);
        SdkHttpRequest.Builder request = request(bucket, key);
        headers.parameters().forEach(request::putRawQueryParameter);
        SdkHttpRequest signed = signed(bucket, request);
        return bucket.root()
                + bucket.path(key)
                + '?'
                + query(bucket, headers, signed)
                + '&'
                + SIGNATURE
                + '='
                + signed.firstMatchingRawQueryParameter(SIGNATURE).orElseThrow();
    }

    private SdkHttpRequest signed(BucketEndpoint bucket, SdkHttpRequest.Builder request) {
        return SIGNER.sign(r -> r.identity(identity)
                        .request(request.build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, bucket.service())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, bucket.region())
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AwsV4HttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, lifetime.expires())
                        .putProperty(HttpSigner.SIGNING_CLOCK, signingClock)
                        // S3 signs the path exactly as it is sent, once encoded and not normalised, and leaves the
                        // payload unsigned.
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false))
                .request();
    }

    private String query(BucketEndpoint bucket, ResponseHeaders headers, SdkHttpRequest signed) {
        String scope = bucket.service() + '/' + bucket.region() + '/' + headers;
        String query = queries.get(scope);
        if (query == null) {
            query = signed.toBuilder()
                    .removeQueryParameter(SIGNATURE)
                    .build()
                    .encodedQueryParameters()
                    .orElseThrow();
            queries.put(scope, query);
        }
        return query;
    }
}
