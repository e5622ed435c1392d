package com.beetroot.signing;

import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Measures the cost of one URL with a session token of 1,000 characters: signed for the first time, from the cache, and
 * with the SDK's presigner.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class SigningBenchmark {

    private static final String BUCKET = "beetroot-raw";
    private static final Duration HOUR = Duration.ofHours(1);
    /** The response header that our presigner requests from S3 too, so that both sign the same request. */
    private static final String CACHE_CONTROL = "private, max-age=3600, immutable";

    /** More keys than the cache holds, so that a key's URL is evicted before the key comes again. */
    private final String[] keys = new String[2 * UrlCache.MAX_URLS];

    private final char[][] page = new char[200][];
    private int next;
    private ResponseUrls signing;
    private S3Presigner presigner;

    @Setup
    public void open() {
        for (int i = 0; i < keys.length; i++) {
            keys[i] = "photos-raw/2024/07/summer at the lake " + i + ".jpg";
        }
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsSessionCredentials.create("ASIAEXAMPLE", "secret", sessionToken()));
        signing = new UrlPresigner(
                        S3Endpoints.of(Region.EU_CENTRAL_1, Optional.empty()),
                        new RenewableCredentials(() -> credentials, Clock.systemUTC()),
                        new UrlLifetime(HOUR, Duration.ofMinutes(15)),
                        SigningAllowList.of(List.of(BUCKET + "/photos-raw/*")),
                        Clock.systemUTC())
                .open();
        for (int i = 0; i < page.length; i++) {
            signing.url(BUCKET, keys[i]);
            page[i] = keys[i].toCharArray();
        }
        presigner = S3Presigner.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials)
                .build();
    }

    @TearDown
    public void close() {
        presigner.close();
    }

    @Benchmark
    public String first() {
        return signing.url(BUCKET, key());
    }

    @Benchmark
    public String repeat() {
        // A new string object whose hash is not computed yet, like one read from the database.
        next = (next + 1) % page.length;
        return signing.url(BUCKET, new String(page[next]));
    }

    @Benchmark
    public String s3Presigner() {
        String key = key();
        return presigner
                .presignGetObject(get -> get.signatureDuration(HOUR)
                        .getObjectRequest(
                                object -> object.bucket(BUCKET).key(key).responseCacheControl(CACHE_CONTROL)))
                .url()
                .toString();
    }

    private static String sessionToken() {
        byte[] bytes = new byte[750];
        new Random(4).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private String key() {
        next = (next + 1) % keys.length;
        return keys[next];
    }
}
