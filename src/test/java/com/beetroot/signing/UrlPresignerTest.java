package com.beetroot.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.beetroot.testkit.CapturedLog;
import com.beetroot.testkit.MovingClock;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class UrlPresignerTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.750Z");
    private static final UrlLifetime QUARTER = new UrlLifetime(Duration.ofHours(1), Duration.ofMinutes(15));
    private static final UrlLifetime AT_ONCE = new UrlLifetime(Duration.ofHours(1), Duration.ZERO);
    private static final SigningAllowList ALL = SigningAllowList.of(List.of());
    private static final S3Endpoints AWS = S3Endpoints.of(Region.EU_CENTRAL_1, Optional.empty());
    private static final AwsCredentials LASTING = AwsBasicCredentials.create("AKIDEXAMPLE", "secret");

    @ParameterizedTest
    @CsvSource({
        "us-east-1, plain-bucket, https://plain-bucket.s3.us-east-1.amazonaws.com/k?",
        "eu-central-1, plain-bucket, https://plain-bucket.s3.eu-central-1.amazonaws.com/k?",
        "eu-central-1, dotted.bucket, https://s3.eu-central-1.amazonaws.com/dotted.bucket/k?",
        "us-gov-west-1, plain-bucket, https://plain-bucket.s3.us-gov-west-1.amazonaws.com/k?",
        "cn-north-1, plain-bucket, https://plain-bucket.s3.cn-north-1.amazonaws.com.cn/k?"
    })
    void usesTheHostOfTheBucketInItsRegion(String region, String bucket, String start) {
        assertThat(signing(S3Endpoints.of(Region.of(region), Optional.empty()), LASTING)
                        .url(bucket, "k"))
                .startsWith(start);
    }

    @Test
    void usesPathStyleUrlsForAnEndpointOverride() {
        S3Endpoints override = S3Endpoints.of(Region.EU_CENTRAL_1, Optional.of(URI.create("http://127.0.0.1:9000")));

        assertThat(signing(override, LASTING).url("bucket", "k")).startsWith("http://127.0.0.1:9000/bucket/k?");
    }

    @Test
    void returnsNoUrlWithoutAKeyOrAValidBucket() {
        ResponseUrls signing = signing(S3Endpoints.of(Region.EU_CENTRAL_1, Optional.empty()), LASTING);

        assertThat(signing.url(null, "k")).isNull();
        assertThat(signing.url("bucket", null)).isNull();
        for (String bucket : new String[] {
            "", "ab", "no bucket", "a/b", "..", "arn:aws:s3:eu-central-1:1:accesspoint/x", "b".repeat(256)
        }) {
            assertThat(signing.url(bucket, "k")).as(bucket).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/../b", "a/./b", "../a", "a/..", "./a"})
    void doesNotSignKeysWithDotSegments(String key) {
        assertThat(signing().url("bucket", key)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "a..", ".a/b", "a/..b", "a//b", "%2e%2e/a", "a.", "/", "a/"})
    void signsKeysThatResembleDotSegments(String key) {
        URI url = URI.create(signing().url("bucket", key));

        assertThat(url.getPath()).isEqualTo("/" + key);
        assertThat(url.getRawPath()).doesNotContain("/./").doesNotContain("/../");
    }

    @Test
    void doesNotSignKeysThatAreTooLongForS3() {
        assertThat(signing().url("bucket", "k".repeat(1_024))).isNotNull();
        assertThat(signing().url("bucket", "k".repeat(1_025))).isNull();
        assertThat(signing().url("bucket", "ü".repeat(512))).isNotNull();
        assertThat(signing().url("bucket", "ü".repeat(512) + "k")).isNull();
    }

    @Test
    void repeatsTheUrlWithinAWindow() {
        MovingClock clock = new MovingClock(Instant.parse("2026-11-24T10:15:00Z"));
        UrlPresigner signer = signer(LASTING, QUARTER, clock);
        String first = signer.open().url("bucket", "a b.jpg");

        clock.set(Instant.parse("2026-11-24T10:29:59.999Z"));
        assertThat(signer.open().url("bucket", "a b.jpg"))
                .isEqualTo(first)
                .contains("X-Amz-Date=20261124T101500Z")
                .contains("X-Amz-Expires=3600");
        assertThat(signer(LASTING, QUARTER, clock).open().url("bucket", "a b.jpg"))
                .as("the URL of another instance")
                .isEqualTo(first);
        assertThat(signer.open().expiresAt()).isEqualTo(Instant.parse("2026-11-24T11:15:00Z"));

        clock.set(Instant.parse("2026-11-24T10:30:00Z"));
        assertThat(signer.open().url("bucket", "a b.jpg")).contains("X-Amz-Date=20261124T103000Z");
        assertThat(signer.open().expiresAt()).isEqualTo(Instant.parse("2026-11-24T11:30:00Z"));
    }

    @Test
    void signsForTheCurrentSecondWithoutAWindow() {
        MovingClock clock = new MovingClock(Instant.parse("2026-11-24T10:15:00.750Z"));
        UrlPresigner signer = signer(LASTING, AT_ONCE, clock);

        assertThat(signer.open().url("bucket", "k")).contains("X-Amz-Date=20261124T101500Z");
        assertThat(signer.open().expiresAt()).isEqualTo(Instant.parse("2026-11-24T11:15:00Z"));
        clock.set(Instant.parse("2026-11-24T10:15:01Z"));
        assertThat(signer.open().url("bucket", "k")).contains("X-Amz-Date=20261124T101501Z");
    }

    @Test
    void requestsACacheControlHeader() {
        assertThat(signing().url("bucket", "k"))
                .contains("response-cache-control=private%2C%20max-age%3D3600%2C%20immutable");
    }

    @Test
    void requestsTheContentTypeOfEachKey() {
        UrlPresigner signer = signer(LASTING, QUARTER, Clock.fixed(NOW, ZoneOffset.UTC));
        for (int response = 0; response < 2; response++) {
            ResponseUrls urls = signer.open();
            for (String key : List.of(response + "a.jpg", response + "b.JPEG", response + ".jpg")) {
                assertThat(urls.url("bucket", key))
                        .contains("&response-content-disposition=inline&response-content-type=image%2Fjpeg&");
            }
            assertThat(urls.url("bucket", response + "a.svg"))
                    .contains("&response-content-disposition=attachment&response-content-type=image%2Fsvg%2Bxml&");
            for (String key : List.of("a", "jpg", "a.html", "a.jpg.html", "a.jpg/b", "a.jpg ", "a.xml", "a.js")) {
                assertThat(urls.url("bucket", response + key)).as(key).doesNotContain("response-content");
            }
            assertThat(urls.url("bucket", response + "c.jpg")).contains("image%2Fjpeg");
        }
    }

    @Test
    void rejectsAWindowOfMoreThanHalfTheLifetime() {
        assertThat(new UrlLifetime(Duration.ofSeconds(3), Duration.ofSeconds(1)).window())
                .isEqualTo(Duration.ofSeconds(1));
        assertThatThrownBy(() -> new UrlLifetime(Duration.ofSeconds(3), Duration.ofSeconds(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void createsEachUrlOnce() {
        UrlPresigner signer = signer(LASTING, QUARTER, Clock.fixed(NOW, ZoneOffset.UTC));
        String first = signer.open().url("bucket", "0");

        assertThat(signer.open().url("bucket", "0")).isSameAs(first);
        assertThat(signer.open().url("bucket", "1")).isNotEqualTo(first);
        assertThat(signer.open().url("other-bucket", "0")).isNotEqualTo(first);
    }

    @Test
    void countsSignedAndReusedUrlsPerResponse() {
        UrlPresigner signer = signer(LASTING, QUARTER, Clock.fixed(NOW, ZoneOffset.UTC));
        ResponseUrls first = signer.open();
        first.url("bucket", "0");
        first.url("bucket", "0");
        first.url("bucket", null);
        first.url("bucket", "a/../b");
        ResponseUrls second = signer.open();
        second.url("bucket", "0");
        second.url("bucket", "1");

        assertThat(List.of(first.signed(), first.reused())).containsExactly(1, 1);
        assertThat(List.of(second.signed(), second.reused())).containsExactly(1, 1);
    }

    @Test
    void evictsTheLeastRecentlyUsedUrl() {
        UrlCache cache = new UrlCache();
        IntStream.range(0, UrlCache.MAX_URLS).forEach(i -> cache.put("bucket", "" + i, "url " + i));
        cache.get("bucket", "0");

        cache.put("bucket", "one more", "url");

        assertThat(cache.get("bucket", "0")).isEqualTo("url 0");
        assertThat(cache.get("bucket", "1")).isNull();
        assertThat(cache.get("bucket", "2")).isEqualTo("url 2");
    }

    @Test
    void signsOnlyAllowedKeys() {
        SigningAllowList some = SigningAllowList.of(List.of("thumbs/faces/*", "raw/one photo.jpg", "all/*"));
        UrlPresigner signer =
                new UrlPresigner(AWS, credentials(LASTING), QUARTER, some, Clock.fixed(NOW, ZoneOffset.UTC));
        ResponseUrls signing = signer.open();

        String log = CapturedLog.during(() -> {
            assertThat(signing.url("thumbs", "faces/anna.jpg")).isNotNull();
            assertThat(signing.url("raw", "one photo.jpg")).isNotNull();
            assertThat(signing.url("all", "anything")).isNotNull();
            assertThat(signing.url("raw", "one photo.jpg2")).isNull();
            assertThat(signing.url("thumbs", "faces")).isNull();
            assertThat(signing.url("thumbs", "Faces/anna.jpg")).isNull();
            assertThat(signing.url("thumbs2", "faces/anna.jpg")).isNull();
            assertThat(signing.url("faces", "thumbs/faces/anna.jpg")).isNull();
        });

        assertThat(log)
                .containsOnlyOnce("outside SIGNABLE, in the bucket raw")
                .doesNotContain("thumbs2")
                .doesNotContain("photo.jpg");
    }

    @Test
    void expiresNoLaterThanTheSession() {
        Instant end = NOW.plusSeconds(600);
        UrlPresigner signer = signer(
                AwsSessionCredentials.builder()
                        .accessKeyId("AKIDEXAMPLE")
                        .secretAccessKey("secret")
                        .sessionToken("token")
                        .expirationTime(end)
                        .build(),
                QUARTER,
                Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(signer.open().expiresAt()).isEqualTo(end.minusNanos(750_000_000));
    }

    private static ResponseUrls signing() {
        return signing(AWS, LASTING);
    }

    private static ResponseUrls signing(S3Endpoints endpoints, AwsCredentials credentials) {
        return new UrlPresigner(endpoints, credentials(credentials), AT_ONCE, ALL, Clock.fixed(NOW, ZoneOffset.UTC))
                .open();
    }

    private static UrlPresigner signer(AwsCredentials credentials, UrlLifetime lifetime, Clock clock) {
        return new UrlPresigner(AWS, credentials(credentials), lifetime, ALL, clock);
    }

    private static RenewableCredentials credentials(AwsCredentials credentials) {
        return new RenewableCredentials(
                () -> StaticCredentialsProvider.create(credentials), Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
