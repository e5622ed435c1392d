package com.beetroot.signing;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/**
 * Where a bucket answers: its regional virtual host on AWS, or a path under an endpoint override.
 *
 * <p>The SDK's own endpoint rules decide, so bucket names with dots, which no TLS certificate covers as a host, go
 * path-style, and every partition (China, GovCloud) has its own domain. Each bucket is resolved once.
 */
public final class S3Endpoints {

    /** Buckets come from the database, so the memory for them is bounded. */
    private static final int MAX_BUCKETS = 1_000;

    /**
     * S3's naming rule in its widest, the old one of us-east-1: neither an access point's ARN nor a path gets through.
     */
    private static final Pattern BUCKET_NAME = Pattern.compile("[A-Za-z0-9._-]{3,255}");

    private final S3EndpointProvider rules = S3EndpointProvider.defaultProvider();
    private final ConcurrentMap<String, Optional<BucketEndpoint>> known = new ConcurrentHashMap<>();
    private final Region region;
    private final String override;

    /**
     * @param region the buckets' region
     * @param override the endpoint that stands in for AWS; empty on AWS
     */
    public S3Endpoints(Region region, Optional<URI> override) {
        this.region = region;
        this.override = override.map(URI::toString).orElse(null);
    }

    /**
     * The endpoints that the AWS SDK's own settings name ({@code AWS_ENDPOINT_URL_S3}, {@code AWS_ENDPOINT_URL}, …).
     */
    public static S3Endpoints configured(Region region) {
        return new S3Endpoints(
                region,
                AwsClientEndpointProvider.builder()
                        .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_S3")
                        .serviceEndpointOverrideSystemProperty("aws.endpointUrlS3")
                        .serviceProfileProperty("s3")
                        .profileFile(ProfileFile::defaultProfileFile)
                        .profileName(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow())
                        .resolveFromOverrides());
    }

    public Region region() {
        return region;
    }

    static boolean isBucketName(String name) {
        return BUCKET_NAME.matcher(name).matches();
    }

    /** Where the bucket answers; empty where no S3 bucket can have that name. */
    Optional<BucketEndpoint> of(String bucket) {
        if (!isBucketName(bucket)) {
            return Optional.empty();
        }
        Optional<BucketEndpoint> endpoint = known.get(bucket);
        if (endpoint == null) {
            endpoint = resolve(bucket);
            if (known.size() < MAX_BUCKETS) {
                known.put(bucket, endpoint);
            }
        }
        return endpoint;
    }

    private Optional<BucketEndpoint> resolve(String bucket) {
        try {
            return Optional.of(rules.resolveEndpoint(parameters -> parameters
                                    .bucket(bucket)
                                    .region(region)
                                    .endpoint(override)
                                    .forcePathStyle(override != null)
                                    .useGlobalEndpoint(false)
                                    .disableAccessPoints(true))
                            .join()
                            .url())
                    .map(BucketEndpoint::at);
        } catch (SdkException | CompletionException refused) {
            return Optional.empty();
        }
    }
}
