package com.beetroot.signing;

import com.beetroot.local.CloudFrontKey;
import com.beetroot.signing.cloudfront.CloudFrontPolicy;
import com.beetroot.signing.cloudfront.CloudFrontSigner;
import com.beetroot.signing.cloudfront.CloudFrontUrls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * Measures the cost of one URL of CloudFront: below a place that is signed already, with an own policy by a P-256 key,
 * and with an own policy by an RSA key of 2,048 bits, which a place that is one key has.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class CloudFrontBenchmark {

    private static final String BUCKET = "beetroot-raw";
    private static final UrlLifetime LIFETIME = new UrlLifetime(Duration.ofHours(1), Duration.ofMinutes(15));

    private UrlWindow prefix;
    private UrlWindow object;
    private UrlWindow rsa;
    private int next;

    @Setup
    public void open() {
        prefix = window(CloudFrontKey.rsa("K1RSA"), CloudFrontPolicy.PREFIX, "photos-raw/*");
        object = window(CloudFrontKey.p256("K1EC"), CloudFrontPolicy.OBJECT, "photos-raw/*");
        rsa = window(CloudFrontKey.rsa("K1RSA"), CloudFrontPolicy.PREFIX, "one-key.jpg");
    }

    @Benchmark
    public String prefix() {
        return prefix.sign(BUCKET, key());
    }

    @Benchmark
    public String object() {
        return object.sign(BUCKET, key());
    }

    @Benchmark
    public String rsaPerUrl() {
        return rsa.sign(BUCKET, key());
    }

    private static UrlWindow window(CloudFrontKey key, CloudFrontPolicy policy, String signable) {
        CloudFrontUrls urls = new CloudFrontUrls(
                Map.of(BUCKET, "https://d111111abcdef8.cloudfront.net"),
                Optional.of(key.id()),
                key.file().toUri().toString(),
                policy);
        return CloudFrontSigner.start(
                        urls,
                        LIFETIME,
                        SigningAllowList.of(List.of(BUCKET + "/" + signable)),
                        UrlConnectionHttpClient.create(),
                        AnonymousCredentialsProvider.create(),
                        Clock.systemUTC())
                .window(Instant.now());
    }

    private String key() {
        next = (next + 1) % (2 * UrlCache.MAX_URLS);
        return "photos-raw/2024/07/summer at the lake " + next + ".jpg";
    }
}
