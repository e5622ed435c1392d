package com.beetroot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.CloudFrontKey;
import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LocalCloudFront;
import com.beetroot.testkit.ApiResponse;
import com.beetroot.testkit.Browser;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.beetroot.testkit.MovingClock;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the API with a local CloudFront in front of the private buckets. */
@ExtendWith(LocalLibrary.class)
class CloudFrontUrlsTest {

    private static final CloudFrontKey RSA = CloudFrontKey.rsa("K1RSA");
    private static final CloudFrontKey EC = CloudFrontKey.p256("K1EC");
    private static final Instant WINDOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final MovingClock CLOCK = new MovingClock(WINDOW);

    private static Library library;
    private static LocalCloudFront cloudFront;

    @BeforeAll
    static void start(Library own) throws IOException {
        library = own.person("anna", 3, "faces-thumbs/anna.jpg")
                .object(Library.THUMBS, "faces-thumbs/anna.jpg")
                .object(Library.THUMBS, "faces-thumbs/ben.jpg")
                .object(Library.RAW, "photos-raw/a b+c'.jpg")
                .occurrence(
                        "anna",
                        Map.of(
                                "photoId",
                                "1",
                                "photoBucket",
                                Library.RAW,
                                "photoKey",
                                "photos-raw/a b+c'.jpg",
                                "thumbKey",
                                "faces-thumbs/anna.jpg"));
        cloudFront = new LocalCloudFront(
                        library.parts().s3().endpoint(),
                        List.of(Library.THUMBS, Library.RAW),
                        Duration.ofHours(1),
                        CLOCK)
                .trust(RSA)
                .trust(EC);
    }

    @AfterAll
    static void stop() {
        cloudFront.close();
    }

    private static ApiHandler function(String policy) {
        Map<String, String> settings = library.settings();
        settings.putAll(cloudFront.settings(policy.equals("object") ? EC : RSA));
        settings.put("CLOUDFRONT_POLICY", policy);
        return new ApiHandler(settings, null, CLOCK);
    }

    private static Gateway gateway(ApiHandler function) {
        return new Gateway(function, GatewayPayload.FUNCTION_URL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefix", "object"})
    void opensEveryImageUntilItsEnd(String policy) {
        CLOCK.set(WINDOW);
        try (ApiHandler function = function(policy)) {
            JsonNode page = gateway(function).get("/persons/anna/photos").json();
            String photo = page.at("/photos/0/photoURL").asText();
            HttpResponse<String> loaded = Browser.load(photo);

            assertThat(loaded.statusCode()).isEqualTo(200);
            assertThat(loaded.body()).isEqualTo(Library.content(Library.RAW, "photos-raw/a b+c'.jpg"));
            assertThat(loaded.headers().map())
                    .containsEntry("cache-control", List.of("private, max-age=3600, immutable"))
                    .containsEntry("x-content-type-options", List.of("nosniff"))
                    .containsEntry("content-type", List.of("image/jpeg"))
                    .containsEntry("content-disposition", List.of("inline"));
            assertThat(page.get("expiresAt").asText())
                    .isEqualTo(WINDOW.plusSeconds(3_600).toString());

            CLOCK.set(WINDOW.plusSeconds(3_599));
            assertThat(Browser.load(photo).statusCode()).isEqualTo(200);
            CLOCK.set(WINDOW.plusSeconds(3_600));
            assertRefused(photo, "AccessDenied", "Access denied");
            String renewed = gateway(function)
                    .get("/persons/anna/photos")
                    .json()
                    .at("/photos/0/photoURL")
                    .asText();
            assertThat(Browser.load(renewed).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefix", "object"})
    void refusesWhatIsNotSigned(String policy) {
        CLOCK.set(WINDOW);
        try (ApiHandler function = function(policy)) {
            String url = annasThumb(function);
            int signature = url.indexOf("Signature=") + "Signature=".length() + 20;
            char changed = url.charAt(signature) == 'A' ? 'B' : 'A';

            assertThat(Browser.load(url).statusCode()).isEqualTo(200);
            assertRefused(
                    url.substring(0, url.indexOf('?')),
                    "MissingKey",
                    "Missing Key-Pair-Id query parameter or cookie value");
            assertRefused(url.replace("Key-Pair-Id=K1", "Key-Pair-Id=K9"), "InvalidKey", "Unknown Key");
            assertRefused(
                    url.replace("&Signature=", "&Signature=*"), "MalformedSignature", "Could not unencode Signature");
            assertRefused(url.replaceAll("(Policy|Expires)=[^&]*&", "$1=e30_&"), "MalformedPolicy", "Malformed Policy");
            assertRefused(url.replaceAll("(Policy|Expires)=[^&]*&", ""), "MalformedPolicy", "Malformed Policy");
            assertRefused(
                    url.substring(0, signature) + changed + url.substring(signature + 1),
                    "AccessDenied",
                    "Access denied");
            assertRefused(url.replace("&Hash-Algorithm=SHA256", ""), "AccessDenied", "Access denied");
            assertRefused(url.replace(Library.THUMBS, Library.RAW), "AccessDenied", "Access denied");
            assertThat(Browser.load(url.replace("anna", "ben")).statusCode())
                    .as("another object of the same place")
                    .isEqualTo(policy.equals("prefix") ? 200 : 403);
        }
    }

    @Test
    void refusesUrlsOfAKeyThatLeftTheKeyGroup() {
        CLOCK.set(WINDOW);
        try (ApiHandler function = function("prefix")) {
            String url = annasThumb(function);
            cloudFront.distrust(RSA);
            try {
                assertRefused(url, "InvalidKey", "Unknown Key");
            } finally {
                cloudFront.trust(RSA);
            }
            assertThat(Browser.load(url).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answersTheSameFromEveryInstance() {
        CLOCK.set(WINDOW.plusSeconds(1));
        try (ApiHandler first = function("prefix")) {
            ApiResponse one = gateway(first).get("/persons");
            String tag = one.headers().get("ETag");
            CLOCK.set(WINDOW.plusSeconds(890));
            try (ApiHandler second = function("prefix")) {
                ApiResponse other = gateway(second).get("/persons");

                assertThat(other.text()).isEqualTo(one.text()).contains("&Signature=");
                assertThat(other.headers()).containsEntry("ETag", tag);
                assertThat(gateway(second)
                                .call("GET", "/persons", Map.of("If-None-Match", tag))
                                .status())
                        .isEqualTo(304);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefix", "object"})
    void downloadsAPhotoUnderItsOwnName(String policy) {
        CLOCK.set(WINDOW);
        try (ApiHandler function = function(policy)) {
            HttpResponse<String> loaded = Browser.load(gateway(function)
                    .get("/persons/anna/photos?download=1")
                    .json()
                    .at("/photos/0/photoURL")
                    .asText());

            assertThat(loaded.statusCode()).isEqualTo(200);
            assertThat(loaded.body()).isEqualTo(Library.content(Library.RAW, "photos-raw/a b+c'.jpg"));
            assertThat(loaded.headers().firstValue("Content-Disposition"))
                    .contains("attachment; filename*=UTF-8''a%20b%2Bc%27.jpg");
        }
    }

    @Test
    void signsABucketThatIsNotNamedForS3() {
        CLOCK.set(Instant.now());
        Map<String, String> settings = new HashMap<>(library.settings());
        settings.putAll(cloudFront.settings(RSA));
        settings.computeIfPresent("CLOUDFRONT_URLS", (name, urls) -> urls.split(",")[0]);
        try (ApiHandler function = new ApiHandler(settings, null, CLOCK)) {
            JsonNode photo =
                    gateway(function).get("/persons/anna/photos").json().at("/photos/0");

            assertThat(photo.get("thumbURL").asText())
                    .startsWith(cloudFront.address().toString());
            assertThat(photo.get("photoURL").asText())
                    .startsWith(library.parts().s3().endpoint().toString());
            for (String url : List.of("thumbURL", "photoURL")) {
                assertThat(Browser.load(photo.get(url).asText()).statusCode())
                        .as(url)
                        .isEqualTo(200);
            }
        }
    }

    private static String annasThumb(ApiHandler function) {
        return gateway(function)
                .get("/persons/anna")
                .json()
                .at("/person/repThumbURL")
                .asText();
    }

    private static void assertRefused(String url, String code, String message) {
        HttpResponse<String> refused = Browser.load(url);
        assertThat(refused.statusCode()).as(url).isEqualTo(403);
        assertThat(refused.body())
                .as(url)
                .endsWith("<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>");
    }
}
