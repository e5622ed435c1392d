package com.beetroot.signing;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.awscore.endpoint.DualstackEnabledProvider;
import software.amazon.awssdk.awscore.endpoint.FipsEnabledProvider;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.EndpointAuthScheme;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/**
 * Finds the endpoint of a bucket: its regional virtual host on AWS, or a path under an endpoint override.
 *
 * <p>The SDK's own endpoint rules decide: bucket names with dots, which no TLS certificate covers as a host, get
 * path-style URLs, and each partition (China, GovCloud) gets its own domain. Each bucket is resolved once.
 */
public final class S3Endpoints {

    /** A pattern for S3's widest naming rule, the old one of us-east-1. It matches neither ARNs nor paths. */
    public static final String BUCKET_NAME = "[A-Za-z0-9._-]{3,255}";

    private static final Logger LOG = LoggerFactory.getLogger(S3Endpoints.class);

    /** The bound of the cache of endpoints, which needs one because bucket names come from the database. */
    private static final int MAX_BUCKETS = 1_000;

    private static final Pattern NAME = Pattern.compile(BUCKET_NAME);
    private static final Pattern ACCESS_POINT = Pattern.compile("arn:[^:]*:s3[^:]*:.*");

    private final S3EndpointProvider rules = S3EndpointProvider.defaultProvider();
    private final ConcurrentMap<String, Optional<BucketEndpoint>> known = new ConcurrentHashMap<>();
    private final AtomicBoolean accessPointReported = new AtomicBoolean();
    private final Region region;
    private final Map<String, String> bucketRegions;
    private final @Nullable String override;
    private final boolean fips;
    private final boolean dualStack;

    /**
     * @param region the region of the buckets that {@code bucketRegions} does not name
     * @param bucketRegions the regions of the other buckets, by name
     * @param override the endpoint to use instead of AWS; empty for AWS
     * @param fips whether to use FIPS 140 endpoints
     * @param dualStack whether to use endpoints for IPv4 and IPv6
     */
    public S3Endpoints(
            Region region, Map<String, String> bucketRegions, Optional<URI> override, boolean fips, boolean dualStack) {
        this.region = region;
        this.bucketRegions = Map.copyOf(bucketRegions);
        this.override = override.map(URI::toString).orElse(null);
        this.fips = fips;
        this.dualStack = dualStack;
    }

    /** Returns the endpoints of one AWS region, or those under an override. */
    public static S3Endpoints of(Region region, Optional<URI> override) {
        return new S3Endpoints(region, Map.of(), override, false, false);
    }

    /**
     * Returns the endpoints that the AWS SDK's own settings name ({@code AWS_ENDPOINT_URL_S3},
     * {@code AWS_USE_FIPS_ENDPOINT}, {@code AWS_USE_DUALSTACK_ENDPOINT}, …).
     */
    public static S3Endpoints configured(Region region, Map<String, String> bucketRegions) {
        Optional<URI> override = AwsClientEndpointProvider.builder()
                .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_S3")
                .serviceEndpointOverrideSystemProperty("aws.endpointUrlS3")
                .serviceProfileProperty("s3")
                .profileFile(ProfileFile::defaultProfileFile)
                .profileName(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow())
                .resolveFromOverrides();
        return new S3Endpoints(
                region,
                bucketRegions,
                override,
                FipsEnabledProvider.builder().build().isFipsEnabled().orElse(false),
                DualstackEnabledProvider.builder().build().isDualstackEnabled().orElse(false));
    }

    static boolean isBucketName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Returns the bucket's endpoint; empty if no S3 bucket can have that name or its URLs cannot be signed here. */
    Optional<BucketEndpoint> of(String bucket) {
        if (!isBucketName(bucket)) {
            if (ACCESS_POINT.matcher(bucket).matches() && accessPointReported.compareAndSet(false, true)) {
                LOG.warn("An item in the database names an access point instead of a bucket, so it gets no URL."
                        + " Store the bucket's name or the access point's alias in the item.");
            }
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
            Endpoint endpoint = rules.resolveEndpoint(parameters -> parameters
                            .bucket(bucket)
                            .region(Region.of(bucketRegions.getOrDefault(bucket, region.id())))
                            .endpoint(override)
                            .useFips(fips)
                            .useDualStack(dualStack)
                            .forcePathStyle(override != null)
                            .useGlobalEndpoint(false)
                            .disableAccessPoints(true))
                    .join();
            List<EndpointAuthScheme> schemes = endpoint.attribute(AwsEndpointAttribute.AUTH_SCHEMES);
            if (schemes != null && schemes.getFirst() instanceof SigV4AuthScheme scheme) {
                return Optional.of(BucketEndpoint.at(
                        endpoint.endpointUrl().toUri(), scheme.signingName(), scheme.signingRegion()));
            }
            report(bucket, "it needs a signature other than Signature Version 4");
        } catch (SdkException | CompletionException refused) {
            Throwable cause = refused instanceof CompletionException ? refused.getCause() : refused;
            report(bucket, cause == null ? "it has no endpoint" : cause.getMessage());
        }
        return Optional.empty();
    }

    /** Logs once per bucket, because each bucket is resolved once. Logs nothing once the cache is full. */
    private void report(String bucket, @Nullable String reason) {
        if (known.size() < MAX_BUCKETS) {
            LOG.warn("Objects of the bucket {} get no URL: {}.", bucket, reason);
        }
    }
}
