package com.beetroot.signing.cloudfront;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.beetroot.local.CloudFrontKey;
import com.beetroot.local.CloudFrontPolicies;
import com.beetroot.local.CloudFrontPolicies.Refusal;
import com.beetroot.signing.RenewableCredentials;
import com.beetroot.signing.ResponseUrls;
import com.beetroot.signing.S3Endpoints;
import com.beetroot.signing.SigningAllowList;
import com.beetroot.signing.UrlLifetime;
import com.beetroot.signing.UrlPresigner;
import com.beetroot.testkit.CapturedLog;
import com.beetroot.testkit.MovingClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class CloudFrontSignerTest {

    private static final CloudFrontKey RSA = CloudFrontKey.rsa("K1RSA");
    private static final CloudFrontKey OTHER = CloudFrontKey.rsa("K2RSA");
    private static final CloudFrontKey EC = CloudFrontKey.p256("K1EC");
    private static final CloudFrontPolicies POLICIES = new CloudFrontPolicies(Map.of(
            RSA.id(),
            RSA.pair().getPublic(),
            OTHER.id(),
            OTHER.pair().getPublic(),
            EC.id(),
            EC.pair().getPublic()));

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final UrlLifetime LIFETIME = new UrlLifetime(Duration.ofHours(1), Duration.ofMinutes(15));
    private static final Map<String, String> BASES =
            Map.of("thumbs", "https://d1.cloudfront.net", "raw", "https://photos.example.org/originals");

    private final MovingClock clock = new MovingClock(NOON.plusMillis(750));

    @Test
    void signsOnePolicyForAllObjectsOfAPlace() {
        ResponseUrls urls = signing(RSA, "thumbs/faces/*", "raw/photos raw/ü*");

        Map<String, String> anna = parameters(urls.url("thumbs", "faces/anna.jpg"));
        Map<String, String> ben = parameters(urls.url("thumbs", "faces/ben"));
        Map<String, String> photo = parameters(urls.url("raw", "photos raw/übung.png"));

        assertThat(policy(anna))
                .isEqualTo("{\"Statement\":[{\"Resource\":\"https://d1.cloudfront.net/faces/*\",\"Condition\":"
                        + "{\"DateLessThan\":{\"AWS:EpochTime\":"
                        + NOON.plusSeconds(3_600).getEpochSecond() + "}}}]}");
        assertThat(policy(photo))
                .contains("\"Resource\":\"https://photos.example.org/originals/photos%20raw/%C3%BC*\"");
        assertThat(ben.get("Policy")).isEqualTo(anna.get("Policy"));
        assertThat(ben.get("Signature")).isEqualTo(anna.get("Signature"));
    }

    @Test
    void keepsTheOrderOfParameters() {
        assertThat(names(signing(RSA).url("thumbs", "a.jpg")))
                .containsExactly(
                        "response-content-disposition",
                        "response-content-type",
                        "Policy",
                        "Signature",
                        "Key-Pair-Id",
                        "Hash-Algorithm");
        assertThat(names(signing(EC, CloudFrontPolicy.OBJECT).url("thumbs", "a")))
                .containsExactly("Expires", "Signature", "Key-Pair-Id", "Hash-Algorithm");
        assertThat(names(signing(EC, CloudFrontPolicy.OBJECT).download("thumbs", "a.jpg")))
                .containsExactly(
                        "response-content-disposition",
                        "response-content-type",
                        "Expires",
                        "Signature",
                        "Key-Pair-Id",
                        "Hash-Algorithm");
    }

    @Test
    void opensOnlyWhatThePolicyNames() {
        String prefix = signing(RSA, "thumbs/faces/*", "thumbs/one.jpg").url("thumbs", "faces/anna.jpg");
        String key = signing(RSA, "thumbs/faces/*", "thumbs/one.jpg").url("thumbs", "one.jpg");
        String object = signing(EC, CloudFrontPolicy.OBJECT).url("thumbs", "faces/anna.jpg");

        assertThat(refusal(prefix)).isEmpty();
        assertThat(refusal(prefix.replace("anna", "ben")))
                .as("another object of the place")
                .isEmpty();
        assertThat(refusal(prefix.replace("/faces/", "/secrets/"))).isPresent();
        assertThat(refusal(prefix.replace("d1.", "d2."))).isPresent();
        assertThat(refusal(key)).isEmpty();
        assertThat(refusal(key.replace("one.jpg", "one.jpg2"))).isPresent();
        assertThat(refusal(key.replace("inline", "attachment"))).isPresent();
        assertThat(refusal(object)).isEmpty();
        assertThat(refusal(object.replace("anna", "ben"))).isPresent();
        assertThat(refusal(object.replace("inline", "attachment"))).isPresent();
    }

    @Test
    void usesTheNarrowestPlace() {
        assertThat(policy(parameters(signing(RSA, "thumbs/*", "thumbs/faces/*").url("thumbs", "faces/anna.jpg"))))
                .contains("https://d1.cloudfront.net/faces/*\"");
    }

    @Test
    void worksUntilExpiresAtAndNoLonger() {
        for (ResponseUrls urls : List.of(signing(RSA), signing(EC, CloudFrontPolicy.OBJECT))) {
            String url = urls.url("thumbs", "anna.jpg");
            Instant end = urls.expiresAt();

            assertThat(end).isEqualTo(NOON.plusSeconds(3_600));
            assertThat(POLICIES.refusal(url, end.minusMillis(1))).isEmpty();
            assertThat(POLICIES.refusal(url, end)).isPresent();
        }
    }

    @Test
    void makesTheSameUrlsOnEveryInstanceWithinAWindow() {
        UrlPresigner first = presigner(urls(RSA, CloudFrontPolicy.PREFIX), LIFETIME);
        String url = first.open().url("thumbs", "anna.jpg");
        clock.set(NOON.plusSeconds(899));
        UrlPresigner second = presigner(urls(RSA, CloudFrontPolicy.PREFIX), LIFETIME);

        assertThat(second.open().url("thumbs", "anna.jpg")).isEqualTo(url);
        assertThat(first.open().url("thumbs", "anna.jpg")).isSameAs(url);
        clock.set(NOON.plusSeconds(900));
        assertThat(second.open().url("thumbs", "anna.jpg"))
                .isNotEqualTo(url)
                .isEqualTo(first.open().url("thumbs", "anna.jpg"));
        assertThat(second.open().expiresAt()).isEqualTo(NOON.plusSeconds(900 + 3_600));
    }

    @Test
    void signsEachUrlOfAnObjectOnceInAWindow() {
        UrlPresigner presigner = presigner(urls(EC, CloudFrontPolicy.OBJECT), LIFETIME);
        ResponseUrls first = presigner.open();
        String url = first.url("thumbs", "anna.jpg");
        ResponseUrls second = presigner.open();

        assertThat(second.url("thumbs", "anna.jpg")).isSameAs(url);
        assertThat(List.of(first.signed(), first.reused(), second.signed(), second.reused()))
                .containsExactly(1, 0, 0, 1);
        presigner.dropUrls();
        assertThat(presigner.open().url("thumbs", "anna.jpg")).isNotEqualTo(url);
    }

    @Test
    void signsOtherBucketsForS3AndEndsWithTheSessionOnlyThen() {
        Instant sessionEnd = NOON.plusSeconds(7_200);
        UrlPresigner presigner = presigner(
                urls(RSA, CloudFrontPolicy.PREFIX),
                new UrlLifetime(WEEK, Duration.ofHours(1)),
                Optional.of(sessionEnd));

        ResponseUrls cloudFront = presigner.open();
        assertThat(cloudFront.url("thumbs", "anna.jpg")).startsWith("https://d1.cloudfront.net/anna.jpg?");
        assertThat(cloudFront.expiresAt()).isEqualTo(NOON.plus(WEEK));

        ResponseUrls mixed = presigner.open();
        assertThat(mixed.url("raw", "a")).startsWith("https://photos.example.org/originals/a?");
        assertThat(mixed.url("old-photos", "a"))
                .startsWith("https://old-photos.s3.eu-central-1.amazonaws.com/a?")
                .contains("X-Amz-Signature=");
        assertThat(mixed.expiresAt()).isEqualTo(sessionEnd);
        assertThat(presigner.open().expiresAt()).as("without URLs").isEqualTo(NOON.plus(WEEK));
    }

    @Test
    void signsNothingOutsideSignable() {
        ResponseUrls urls = signing(RSA, "thumbs/faces/*");

        String log = CapturedLog.during(() -> {
            assertThat(urls.url("thumbs", "payroll.pdf")).isNull();
            assertThat(urls.download("thumbs", "payroll.pdf")).isNull();
            assertThat(urls.url("raw", "faces/a.jpg")).isNull();
            assertThat(urls.url("thumbs", "faces/../payroll.pdf")).isNull();
        });

        assertThat(log)
                .containsOnlyOnce("outside SIGNABLE, in the bucket thumbs")
                .doesNotContain("payroll");
    }

    @Test
    void usesARotatedKeyFromTheNextWindowOn() {
        String[] content = {json(RSA)};
        int[] reads = {0};
        UrlPresigner presigner = presigner(
                CloudFrontSigner.start(
                        new CloudFrontUrls(BASES, Optional.empty(), "secret", CloudFrontPolicy.PREFIX),
                        LIFETIME,
                        SigningAllowList.of(List.of()),
                        () -> {
                            reads[0]++;
                            return content[0];
                        },
                        clock),
                SigningAllowList.of(List.of()),
                LIFETIME,
                Optional.empty());
        content[0] = json(OTHER);
        assertThat(keyPairId(presigner)).isEqualTo(RSA.id());
        clock.set(NOON.plusSeconds(899));
        assertThat(keyPairId(presigner)).as("within the window").isEqualTo(RSA.id());

        clock.set(NOON.plusSeconds(900));
        assertThat(keyPairId(presigner)).isEqualTo(OTHER.id());
        assertThat(refusal(presigner.open().url("thumbs", "anna.jpg"))).isEmpty();
        assertThat(reads[0]).isEqualTo(2);

        content[0] = "-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----";
        clock.set(NOON.plusSeconds(1_800));
        assertThat(CapturedLog.during(() -> assertThat(keyPairId(presigner)).isEqualTo(OTHER.id())))
                .contains("cannot be used", "The known key K2RSA is still used")
                .doesNotContain("secret\n");

        content[0] = json(RSA);
        presigner.renew();
        assertThat(keyPairId(presigner)).as("after a snapshot").isEqualTo(RSA.id());
    }

    @Test
    void readsTheKeyAtMostEveryFiveMinutes() {
        int[] reads = {0};
        UrlLifetime atOnce = new UrlLifetime(Duration.ofHours(1), Duration.ZERO);
        CloudFrontSigner signer = CloudFrontSigner.start(
                urls(RSA, CloudFrontPolicy.PREFIX),
                atOnce,
                SigningAllowList.of(List.of()),
                () -> {
                    reads[0]++;
                    return RSA.pem();
                },
                clock);
        for (int second = 0; second < 300; second++) {
            signer.window(NOON.plusSeconds(second));
        }
        assertThat(reads[0]).isEqualTo(1);
        signer.window(NOON.plusSeconds(301));
        assertThat(reads[0]).isEqualTo(2);
    }

    @Test
    void rejectsAnRsaKeyForAPolicyPerObject() {
        assertThatThrownBy(() -> signing(RSA, CloudFrontPolicy.OBJECT))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("CLOUDFRONT_PRIVATE_KEY")
                .hasMessageContaining("RSA")
                .hasMessageContaining("P-256")
                .hasNoCause();
    }

    @Test
    void reportsWeaknesses() {
        assertThat(CapturedLog.during(() -> signing(EC, CloudFrontPolicy.PREFIX)))
                .contains("other URLs on each instance");
        assertThat(CapturedLog.during(() -> presigner(
                        new CloudFrontUrls(
                                Map.of("thumbs", "https://d1.cloudfront.net", "raw", "https://d1.cloudfront.net/raw"),
                                Optional.of(RSA.id()),
                                "file",
                                CloudFrontPolicy.PREFIX),
                        LIFETIME)))
                .containsOnlyOnce("A URL of an object in the bucket thumbs also opens objects of the bucket raw");
        assertThat(CapturedLog.during(() -> signing(RSA))).isEmpty();
    }

    @Test
    void showsNothingOfTheKey() {
        assertThat(SigningKey.parse(json(RSA), Optional.empty())).hasToString(RSA.id());
        assertThat(new PolicySigner(SigningKey.parse(json(RSA), Optional.empty()), NOON).toString())
                .isEqualTo("PolicySigner[key=K1RSA, end=2026-11-24T12:00:00Z]");
    }

    private static String json(CloudFrontKey key) {
        return "{\"comment\":{\"a\":[1]},\"keyPairId\":\"" + key.id() + "\",\"privateKey\":\""
                + key.pem().replace("\n", "\\n") + "\"}";
    }

    private static String keyPairId(UrlPresigner presigner) {
        return parameters(presigner.open().url("thumbs", "anna.jpg")).get("Key-Pair-Id");
    }

    private Optional<Refusal> refusal(String url) {
        return POLICIES.refusal(url, clock.instant());
    }

    private ResponseUrls signing(CloudFrontKey key, String... signable) {
        SigningAllowList allowed = SigningAllowList.of(List.of(signable));
        return presigner(
                        CloudFrontSigner.start(urls(key, CloudFrontPolicy.PREFIX), LIFETIME, allowed, key::pem, clock),
                        allowed,
                        LIFETIME,
                        Optional.empty())
                .open();
    }

    private ResponseUrls signing(CloudFrontKey key, CloudFrontPolicy policy) {
        return presigner(urls(key, policy), LIFETIME).open();
    }

    private static CloudFrontUrls urls(CloudFrontKey key, CloudFrontPolicy policy) {
        return new CloudFrontUrls(BASES, Optional.of(key.id()), "the-secret", policy);
    }

    private UrlPresigner presigner(CloudFrontUrls urls, UrlLifetime lifetime) {
        return presigner(urls, lifetime, Optional.empty());
    }

    private UrlPresigner presigner(CloudFrontUrls urls, UrlLifetime lifetime, Optional<Instant> sessionEnd) {
        SigningAllowList all = SigningAllowList.of(List.of());
        CloudFrontKey key = urls.keyPairId().orElseThrow().equals(RSA.id()) ? RSA : EC;
        return presigner(CloudFrontSigner.start(urls, lifetime, all, key::pem, clock), all, lifetime, sessionEnd);
    }

    private UrlPresigner presigner(
            CloudFrontSigner cloudFront,
            SigningAllowList signable,
            UrlLifetime lifetime,
            Optional<Instant> sessionEnd) {
        AwsSessionCredentials.Builder session = AwsSessionCredentials.builder()
                .accessKeyId("ASIAEXAMPLE")
                .secretAccessKey("secret")
                .sessionToken("token");
        sessionEnd.ifPresent(session::expirationTime);
        return new UrlPresigner(
                S3Endpoints.of(Region.EU_CENTRAL_1, Optional.empty()),
                new RenewableCredentials(() -> StaticCredentialsProvider.create(session.build()), clock),
                lifetime,
                signable,
                clock,
                Optional.of(cloudFront));
    }

    private static String policy(Map<String, String> parameters) {
        String base64 =
                parameters.get("Policy").replace('-', '+').replace('_', '=').replace('~', '/');
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static List<String> names(String url) {
        return Arrays.stream(URI.create(url).getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2)[0])
                .toList();
    }

    private static Map<String, String> parameters(String url) {
        return Arrays.stream(URI.create(url).getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }
}
