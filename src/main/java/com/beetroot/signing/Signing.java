package com.beetroot.signing;

import io.micronaut.core.annotation.Nullable;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The URLs of one response, all signed at the same moment with the same credentials.
 *
 * <p>Signature Version 4 in the query string, with {@code host} as the only signed header, because a browser's
 * {@code <img>} sends no other of ours.
 */
public final class Signing {

    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    private final S3Endpoints endpoints;
    private final AwsCredentialsIdentity identity;
    private final Instant signedAt;
    private final Duration life;

    Signing(S3Endpoints endpoints, AwsCredentialsIdentity identity, Instant signedAt, Duration life) {
        this.endpoints = endpoints;
        this.identity = identity;
        this.signedAt = signedAt;
        this.life = life;
    }

    /**
     * The moment until which every URL works, in whole seconds: the end of their life, or of the credentials' where that is
     * known and earlier.
     */
    public Instant expiresAt() {
        Instant end = signedAt.plus(life);
        return identity.expirationTime().map(session -> session.truncatedTo(ChronoUnit.SECONDS)).filter(end::isAfter).orElse(end);
    }

    /**
     * The temporary URL of an object, which need not exist.
     *
     * @param bucket the bucket, or null where it is not known
     * @param key    the object's key as it is, not encoded, or null where it is not known
     * @return the URL, or null where bucket or key is null or no bucket can have that name
     */
    public @Nullable String url(@Nullable String bucket, @Nullable String key) {
        if (bucket == null || key == null) {
            return null;
        }
        return endpoints.of(bucket).map(root -> sign(root, key)).orElse(null);
    }

    private String sign(URI root, String key) {
        String path = root.getRawPath() + (root.getRawPath().endsWith("/") ? "" : "/") + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
        SdkHttpRequest request = SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .protocol(root.getScheme())
            .host(root.getHost())
            .port(root.getPort() < 0 ? null : root.getPort())
            .encodedPath(path)
            .build();
        return SIGNER.sign(r -> r
            .identity(identity)
            .request(request)
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
            .putProperty(AwsV4HttpSigner.REGION_NAME, endpoints.region().id())
            .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AwsV4HttpSigner.AuthLocation.QUERY_STRING)
            .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, life)
            .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(signedAt, ZoneOffset.UTC))
            // S3 signs the path exactly as it is sent, once encoded and not normalised, and leaves the payload unsigned.
            .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
            .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
            .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false))
            .request().getUri().toString();
    }
}
