package com.beetroot.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class SigningTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.750Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final AwsCredentials LASTING = AwsBasicCredentials.create("AKIDEXAMPLE", "secret");
    private static final AwsCredentials SESSION = AwsSessionCredentials.create("AKIDEXAMPLE", "secret", "token/with+odd=chars");

    @ParameterizedTest
    @CsvSource({
        "us-east-1, plain-bucket, https://plain-bucket.s3.us-east-1.amazonaws.com/k?",
        "eu-central-1, plain-bucket, https://plain-bucket.s3.eu-central-1.amazonaws.com/k?",
        "eu-central-1, dotted.bucket, https://s3.eu-central-1.amazonaws.com/dotted.bucket/k?",
        "us-gov-west-1, plain-bucket, https://plain-bucket.s3.us-gov-west-1.amazonaws.com/k?",
        "cn-north-1, plain-bucket, https://plain-bucket.s3.cn-north-1.amazonaws.com.cn/k?"})
    void addressesTheBucketInItsRegion(String region, String bucket, String start) {
        assertThat(signing(new S3Endpoints(Region.of(region), Optional.empty()), LASTING).url(bucket, "k")).startsWith(start);
    }

    @Test
    void addressesTheBucketInThePathOfAnOverride() {
        S3Endpoints override = new S3Endpoints(Region.EU_CENTRAL_1, Optional.of(URI.create("http://127.0.0.1:9000")));

        assertThat(signing(override, LASTING).url("bucket", "k")).startsWith("http://127.0.0.1:9000/bucket/k?");
    }

    @Test
    void hasNoUrlWithoutBucketOrKeyOrForAnImpossibleBucket() {
        Signing signing = signing(new S3Endpoints(Region.EU_CENTRAL_1, Optional.empty()), LASTING);

        assertThat(signing.url(null, "k")).isNull();
        assertThat(signing.url("bucket", null)).isNull();
        for (String bucket : new String[] {"", "ab", "no bucket", "a/b", "..", "arn:aws:s3:eu-central-1:1:accesspoint/x", "b".repeat(256)}) {
            assertThat(signing.url(bucket, "k")).as(bucket).isNull();
        }
    }

    /**
     * The SDK's own presigner has no clock: ours signs at the moment that its URL names. In us-east-1 it signs the global
     * host, and so another signature.
     */
    @ParameterizedTest
    @CsvSource({
        "eu-central-1, bucket, plain.jpg", "eu-west-1, bucket, a b+c%25&d=e.jpg", "eu-central-1, dotted.bucket, ünï/日本/x.jpg",
        "cn-north-1, bucket, a//b.jpg", "us-gov-west-1, bucket, '(a)!*~.jpg'"})
    void signsAsTheSdksPresignerDoes(String region, String bucket, String key) {
        for (AwsCredentials credentials : new AwsCredentials[] {LASTING, SESSION}) {
            URI theirs;
            try (S3Presigner presigner = S3Presigner.builder().region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .serviceConfiguration(S3Configuration.builder().build()).build()) {
                theirs = URI.create(presigner.presignGetObject(get -> get.signatureDuration(HOUR)
                    .getObjectRequest(object -> object.bucket(bucket).key(key))).url().toString());
            }
            Instant at = LocalDateTime.parse(parameters(theirs).get("X-Amz-Date"), DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"))
                .toInstant(ZoneOffset.UTC);
            UrlSigner signer = new UrlSigner(new S3Endpoints(Region.of(region), Optional.empty()),
                StaticCredentialsProvider.create(credentials), HOUR, Clock.fixed(at, ZoneOffset.UTC));

            URI ours = URI.create(signer.open().url(bucket, key));

            assertThat(ours.getRawAuthority()).isEqualTo(theirs.getRawAuthority());
            assertThat(ours.getRawPath()).isEqualTo(theirs.getRawPath());
            assertThat(parameters(ours)).isEqualTo(parameters(theirs));
        }
    }

    @Test
    void promisesTheLifeOfTheUrlFromTheWholeSecond() {
        assertThat(signing(new S3Endpoints(Region.EU_CENTRAL_1, Optional.empty()), LASTING).expiresAt())
            .isEqualTo(Instant.parse("2026-11-24T11:00:00Z"));
    }

    @Test
    void promisesNoMoreThanTheSessionLasts() {
        Instant end = NOW.plusSeconds(600);
        UrlSigner signer = new UrlSigner(new S3Endpoints(Region.EU_CENTRAL_1, Optional.empty()),
            StaticCredentialsProvider.create(AwsSessionCredentials.builder().accessKeyId("a").secretAccessKey("b").sessionToken("c")
                .expirationTime(end).build()), HOUR, Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(signer.open().expiresAt()).isEqualTo(end.minusNanos(750_000_000));
    }

    private static Signing signing(S3Endpoints endpoints, AwsCredentials credentials) {
        return new UrlSigner(endpoints, StaticCredentialsProvider.create(credentials), HOUR, Clock.fixed(NOW, ZoneOffset.UTC)).open();
    }

    private static Map<String, String> parameters(URI uri) {
        Map<String, String> parameters = new TreeMap<>();
        Arrays.stream(uri.getRawQuery().split("&")).map(pair -> pair.split("=", 2)).forEach(pair -> parameters.put(pair[0], pair[1]));
        return parameters;
    }
}
