package com.beetroot.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.beetroot.gallery.dynamodb.Tables;
import com.beetroot.gallery.persons.PersonsIndex;
import com.beetroot.gallery.persons.ScanReuse;
import com.beetroot.lambda.ApiHandler;
import com.beetroot.signing.SigningAllowList;
import com.beetroot.signing.SigningAllowList.Place;
import com.beetroot.signing.UrlLifetime;
import com.beetroot.signing.cloudfront.CloudFrontPolicy;
import com.beetroot.signing.cloudfront.CloudFrontUrls;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void usesTheDefaultsOfTheOldFunction() {
        assertThat(Settings.from(Map.of("THUMBS_BUCKET", "thumbs")))
                .isEqualTo(new Settings(
                        "thumbs",
                        new UrlLifetime(Duration.ofHours(1), Duration.ofMinutes(15)),
                        new SigningAllowList(List.of()),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        new Tables("Persons", "Occurrences", "Photos"),
                        Optional.empty(),
                        new ScanReuse(Duration.ofSeconds(30)),
                        List.of("*"),
                        ""));
    }

    @Test
    void readsEveryVariable() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "THUMBS_BUCKET",
                "thumbs",
                "PRESIGN_EXPIRES",
                "604800",
                "PRESIGN_WINDOW",
                "60",
                "SIGNABLE",
                "thumbs/faces/*, raw/photo.jpg",
                "PREVIEWS",
                "previews/small/1024/",
                "PERSONS_TABLE",
                "people",
                "OCCURRENCES_TABLE",
                "occurrences",
                "PHOTOS_TABLE",
                "arn:aws:dynamodb:eu-central-1:123456789012:table/photos"));
        environment.putAll(Map.of(
                "ALLOWED_ORIGINS",
                "https://a.example, https://b.example",
                "PERSONS_INDEX",
                "grid",
                "PERSONS_INDEX_SHARDS",
                "a,b",
                "PERSONS_SCAN_REUSE",
                "0",
                "BUCKET_REGIONS",
                "raw=us-east-2, old=eu-west-1",
                "BASE_PATH",
                "/library"));
        environment.putAll(Map.of(
                "CLOUDFRONT_URLS",
                "thumbs=https://d111111abcdef8.cloudfront.net, raw=https://photos.example.org/originals",
                "CLOUDFRONT_KEY_PAIR_ID",
                "K2JCJMDEHXQW5F",
                "CLOUDFRONT_PRIVATE_KEY",
                "beetroot/cloudfront",
                "CLOUDFRONT_POLICY",
                "object"));

        assertThat(Settings.from(environment))
                .isEqualTo(new Settings(
                        "thumbs",
                        new UrlLifetime(Duration.ofDays(7), Duration.ofMinutes(1)),
                        new SigningAllowList(
                                List.of(new Place("thumbs", "faces/", true), new Place("raw", "photo.jpg", false))),
                        Optional.of(new PreviewLocation("previews", "small/1024/")),
                        Map.of("raw", "us-east-2", "old", "eu-west-1"),
                        Optional.of(new CloudFrontUrls(
                                Map.of(
                                        "thumbs",
                                        "https://d111111abcdef8.cloudfront.net",
                                        "raw",
                                        "https://photos.example.org/originals"),
                                Optional.of("K2JCJMDEHXQW5F"),
                                "beetroot/cloudfront",
                                CloudFrontPolicy.OBJECT)),
                        new Tables("people", "occurrences", "arn:aws:dynamodb:eu-central-1:123456789012:table/photos"),
                        Optional.of(new PersonsIndex("grid", "gridShard", List.of("a", "b"))),
                        ScanReuse.NEVER,
                        List.of("https://a.example", "https://b.example"),
                        "/library"));
    }

    @ParameterizedTest
    @CsvSource({"3600, 900", "3, 0", "1, 0"})
    void defaultsTheWindowToAQuarterOfTheExpiry(String expires, long window) {
        assertThat(Settings.from(Map.of("THUMBS_BUCKET", "thumbs", "PRESIGN_EXPIRES", expires))
                        .urls()
                        .window())
                .isEqualTo(Duration.ofSeconds(window));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "51", "soon"})
    void rejectsAnInvalidWindow(String value) {
        assertThatThrownBy(() -> new ApiHandler(
                        Map.of("THUMBS_BUCKET", "thumbs", "PRESIGN_EXPIRES", "100", "PRESIGN_WINDOW", value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("The environment variable PRESIGN_WINDOW holds \"" + value
                        + "\": it must be a whole number of seconds from 0 to 50.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "previews",
                "/previews/",
                "s3://previews/",
                "family/previews",
                "family//previews/",
                "family/previews//",
                "family/../previews/",
                "family/a,b/",
                "family/previews/*",
                "family/my previews/"
            })
    void rejectsAnInvalidPreviewLocation(String value) {
        assertThatThrownBy(() -> new ApiHandler(Map.of("THUMBS_BUCKET", "thumbs", "PREVIEWS", value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("The environment variable PREVIEWS holds \"" + value
                        + "\": it must be of the form bucket/prefix/, such as family-previews/previews/.");
    }

    @ParameterizedTest
    @CsvSource({
        "previews/,           previews, photos-raw/2026/01/a.heic.jpg",
        "family/small/,       family,   small/photos-raw/2026/01/a.heic.jpg",
    })
    void findsThePreviewOfAPhotoByItsKey(String value, String bucket, String key) {
        PreviewLocation previews = PreviewLocation.of(value);

        assertThat(previews.bucket()).isEqualTo(bucket);
        assertThat(previews.keyOf("photos-raw/2026/01/a.heic")).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"thumbs", "thumbs/", "/faces/*", "th*mbs/faces/*", "thumbs/*/faces", "*", "thumbs/a**", "a/*"})
    void rejectsAnInvalidSignablePattern(String pattern) {
        assertThatThrownBy(
                        () -> new ApiHandler(Map.of("THUMBS_BUCKET", "thumbs", "SIGNABLE", "raw/photos/*," + pattern)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("The environment variable SIGNABLE is wrong: \"" + pattern
                        + "\" is not of the form bucket/prefix* or bucket/key.");
    }

    @Test
    void rejectsAMissingThumbsBucket() {
        for (Map<String, String> environment : List.of(Map.<String, String>of(), Map.of("THUMBS_BUCKET", " "))) {
            assertThatThrownBy(() -> new ApiHandler(environment))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("The environment variable THUMBS_BUCKET is not set: it must be the name of the S3 "
                            + "bucket that holds the face thumbnails, without s3://, path or ARN.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "604801", "an hour", "1.5", "99999999999999999999"})
    void rejectsAnInvalidExpiry(String value) {
        assertThatThrownBy(() -> new ApiHandler(Map.of("THUMBS_BUCKET", "thumbs", "PRESIGN_EXPIRES", value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("The environment variable PRESIGN_EXPIRES holds \"" + value
                        + "\": it must be a whole number of seconds from 1 to 604800.");
    }

    /** Each value is invalid for its setting, and the message names the setting. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "THUMBS_BUCKET|s3://beetroot-thumbs",
                "THUMBS_BUCKET|arn:aws:s3:::beetroot-thumbs",
                "THUMBS_BUCKET|beetroot-thumbs/faces-thumbs",
                "THUMBS_BUCKET|beetroot-thumbs/",
                "THUMBS_BUCKET|beetroot thumbs",
                "THUMBS_BUCKET|a,b",
                "THUMBS_BUCKET|ab",
                "PRESIGN_EXPIRES|３６００",
                "PRESIGN_EXPIRES|+3600",
                "PRESIGN_EXPIRES|1e3",
                "PRESIGN_WINDOW|９",
                "SIGNABLE|,",
                "SIGNABLE| ",
                "SIGNABLE|, ,",
                "SIGNABLE|thumbs/faces*,",
                "SIGNABLE|,thumbs/faces*",
                "SIGNABLE|thumbs/faces*,thumbs/faces*",
                "SIGNABLE|s3://thumbs/faces*",
                "PERSONS_TABLE|my persons",
                "PERSONS_TABLE|a,b",
                "OCCURRENCES_TABLE|x",
                "PHOTOS_TABLE|arn:aws:s3:::photos",
                "PERSONS_INDEX|table/index",
                "ALLOWED_ORIGINS|,",
                "ALLOWED_ORIGINS|https://photos.example/",
                "ALLOWED_ORIGINS|https://photos.example/app",
                "ALLOWED_ORIGINS|photos.example",
                "ALLOWED_ORIGINS|https://Photos.example",
                "ALLOWED_ORIGINS|https://*.example",
                "ALLOWED_ORIGINS|https://photos.example:443",
                "ALLOWED_ORIGINS|http://photos.example:80",
                "ALLOWED_ORIGINS|https://a.example,https://a.example",
                "ALLOWED_ORIGINS|https://a.example,*",
                "ALLOWED_ORIGINS|https://a.example https://b.example",
                "BUCKET_REGIONS|,",
                "BUCKET_REGIONS|raw",
                "BUCKET_REGIONS|raw=",
                "BUCKET_REGIONS|raw=Ohio",
                "BUCKET_REGIONS|raw=us-east-2,raw=us-east-1",
                "BUCKET_REGIONS|arn:aws:s3:::raw=us-east-2",
                "CLOUDFRONT_URLS|,",
                "CLOUDFRONT_URLS| ",
                "CLOUDFRONT_URLS|raw",
                "CLOUDFRONT_URLS|raw=",
                "CLOUDFRONT_URLS|raw=d111111abcdef8.cloudfront.net",
                "CLOUDFRONT_URLS|raw=http://d111111abcdef8.cloudfront.net",
                "CLOUDFRONT_URLS|raw=http://localhost.example",
                "CLOUDFRONT_URLS|raw=https://D111111ABCDEF8.cloudfront.net",
                "CLOUDFRONT_URLS|raw=https://d111111abcdef8.cloudfront.net/",
                "CLOUDFRONT_URLS|raw=https://photos.example.org/originals/",
                "CLOUDFRONT_URLS|raw=https://photos.example.org/../originals",
                "CLOUDFRONT_URLS|raw=https://photos.example.org/*",
                "CLOUDFRONT_URLS|raw=https://photos.example.org?a=b",
                "CLOUDFRONT_URLS|raw=https://a.example,raw=https://b.example",
                "CLOUDFRONT_KEY_PAIR_ID|-----BEGIN PUBLIC KEY-----",
                "CLOUDFRONT_KEY_PAIR_ID|k2jcjmdehxqw5f",
                "CLOUDFRONT_PRIVATE_KEY| ",
                "CLOUDFRONT_PRIVATE_KEY|my key",
                "CLOUDFRONT_PRIVATE_KEY|file:key.pem",
                "CLOUDFRONT_PRIVATE_KEY|arn:aws:ssm:eu-central-1:123456789012:parameter/key",
                "CLOUDFRONT_POLICY|Prefix",
                "CLOUDFRONT_POLICY|bucket",
                "BASE_PATH|library",
                "BASE_PATH|/library/",
                "BASE_PATH|/",
                "BASE_PATH|//library",
                "BASE_PATH|/persons",
                "BASE_PATH|/a b"
            })
    void rejectsAnInvalidValue(String name, String value) {
        Map<String, String> environment = new HashMap<>(Map.of("THUMBS_BUCKET", "thumbs"));
        if (name.startsWith("CLOUDFRONT_")) {
            environment.put("CLOUDFRONT_URLS", "raw=https://d111111abcdef8.cloudfront.net");
            environment.put("CLOUDFRONT_PRIVATE_KEY", "beetroot/cloudfront");
        }
        environment.put(name, value);

        assertThatThrownBy(() -> Settings.from(environment))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(name)
                .hasMessageEndingWith(".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "raw=https://d111111abcdef8.cloudfront.net",
                "raw=https://photos.example.org:8443/a/b-c",
                "raw=http://127.0.0.1:9000",
                "raw=http://localhost:9000,thumbs=http://[::1]:9000/thumbs"
            })
    void readsUrlsOfCloudFront(String urls) {
        Settings settings = Settings.from(
                Map.of("THUMBS_BUCKET", "thumbs", "CLOUDFRONT_URLS", urls, "CLOUDFRONT_PRIVATE_KEY", "file:/key.pem"));

        CloudFrontUrls cloudFront = settings.cloudFront().orElseThrow();
        assertThat(cloudFront.bases().entrySet().stream()
                        .map(pair -> pair.getKey() + "=" + pair.getValue())
                        .sorted())
                .containsExactly(urls.split(","));
        assertThat(cloudFront.keyPairId()).isEmpty();
        assertThat(cloudFront.policy()).isEqualTo(CloudFrontPolicy.PREFIX);
    }

    @Test
    void rejectsAMissingLocationOfThePrivateKey() {
        assertThatThrownBy(() -> Settings.from(
                        Map.of("THUMBS_BUCKET", "thumbs", "CLOUDFRONT_URLS", "raw=https://photos.example.org")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "The environment variable CLOUDFRONT_PRIVATE_KEY is not set: it must be the name or ARN of a"
                                + " secret in AWS Secrets Manager, or file:/path.");
    }

    @Test
    void neverRepeatsAKeyThatIsSetInsteadOfItsLocation() throws Exception {
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp256r1"));
        for (KeyPairGenerator generator : List.of(curve, KeyPairGenerator.getInstance("RSA"))) {
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            String base64 = Base64.getEncoder().encodeToString(key);
            for (String value : List.of(
                    base64,
                    "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n",
                    "{\"keyPairId\":\"K2JCJMDEHXQW5F\",\"privateKey\":\"" + base64 + "\"}")) {
                assertThatThrownBy(() -> Settings.from(Map.of(
                                "THUMBS_BUCKET",
                                "thumbs",
                                "CLOUDFRONT_URLS",
                                "raw=https://photos.example.org",
                                "CLOUDFRONT_PRIVATE_KEY",
                                value)))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("CLOUDFRONT_PRIVATE_KEY must be the name or ARN of a secret")
                        .hasMessageNotContainingAny(base64.substring(0, 20), base64.substring(40, 60));
            }
        }
    }

    @Test
    void ignoresTheKeyOfCloudFrontIfNoBucketUsesIt() {
        assertThat(Settings.from(Map.of("THUMBS_BUCKET", "thumbs", "CLOUDFRONT_PRIVATE_KEY", "beetroot/cloudfront"))
                        .cloudFront())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "0,0,1", "0,,1", "0,"})
    void rejectsInvalidShards(String shards) {
        assertThatThrownBy(() -> Settings.from(
                        Map.of("THUMBS_BUCKET", "thumbs", "PERSONS_INDEX", "grid", "PERSONS_INDEX_SHARDS", shards)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("PERSONS_INDEX_SHARDS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://photos.example",
                "http://localhost:5173",
                "http://[::1]:3000",
                "capacitor://localhost",
                "https://a.example:8443, https://b.example"
            })
    void acceptsOriginsThatBrowsersSend(String origins) {
        assertThat(Settings.from(Map.of("THUMBS_BUCKET", "thumbs", "ALLOWED_ORIGINS", origins))
                        .allowedOrigins())
                .containsExactly(origins.split(", "));
    }

    @Test
    void treatsAnEmptyVariableAsNotSet() {
        Map<String, String> environment = new HashMap<>();
        for (String name : List.of(
                "PRESIGN_EXPIRES",
                "PRESIGN_WINDOW",
                "SIGNABLE",
                "PERSONS_TABLE",
                "OCCURRENCES_TABLE",
                "PHOTOS_TABLE",
                "PERSONS_INDEX",
                "PERSONS_INDEX_KEY",
                "PERSONS_INDEX_SHARDS",
                "ALLOWED_ORIGINS",
                "BUCKET_REGIONS",
                "CLOUDFRONT_URLS",
                "CLOUDFRONT_KEY_PAIR_ID",
                "CLOUDFRONT_PRIVATE_KEY",
                "CLOUDFRONT_POLICY",
                "BASE_PATH")) {
            environment.put(name, "");
        }
        environment.put("THUMBS_BUCKET", "thumbs");

        assertThat(Settings.from(environment)).isEqualTo(Settings.from(Map.of("THUMBS_BUCKET", "thumbs")));
    }
}
