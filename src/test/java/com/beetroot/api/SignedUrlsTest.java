package com.beetroot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.GatewayPayload;
import com.beetroot.testkit.Browser;
import com.beetroot.testkit.CapturedLog;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that every URL of the API opens in a browser, and only unmodified. */
@ExtendWith(LocalLibrary.class)
class SignedUrlsTest {

    private static final String THUMB = "faces-thumbs/anna.jpg";

    private static Library library;
    private static ApiHandler function;

    @BeforeAll
    static void start(Library own) {
        own.parts().s3().createBucket("beetroot-previews");
        library = own.person("anna", 3, THUMB)
                .object(Library.THUMBS, THUMB)
                .object(Library.THUMBS, "faces-thumbs/other.jpg");
        function = new ApiHandler(library.settings());
    }

    @AfterAll
    static void stop() {
        function.close();
    }

    @ParameterizedTest
    @EnumSource(GatewayPayload.class)
    void opensEveryImageOfBothRoutes(GatewayPayload payload) {
        library.person("ben", 2, "faces-thumbs/ben.jpg")
                .object(Library.THUMBS, "faces-thumbs/ben.jpg")
                .photo("stored", Map.of("s3Bucket", Library.RAW, "s3Key", "photos-raw/stored.jpg"))
                .object(Library.RAW, "photos-raw/stored.jpg")
                .object(Library.RAW, "photos-raw/own.jpg")
                .object(Library.THUMBS, "faces-thumbs/ben-own.jpg");
        String person = "ben-" + payload;
        library.occurrence(
                        person,
                        Map.of(
                                "photoId",
                                "own",
                                "photoBucket",
                                Library.RAW,
                                "photoKey",
                                "photos-raw/own.jpg",
                                "thumbKey",
                                "faces-thumbs/ben-own.jpg"))
                .occurrence(person, Map.of("photoId", "stored", "thumbKey", "faces-thumbs/ben-own.jpg"));
        Gateway gateway = new Gateway(function, payload);

        JsonNode persons = gateway.get("/persons").json().get("persons");
        assertThat(persons).hasSizeGreaterThanOrEqualTo(2);
        persons.forEach(each -> opens(each.get("repThumbURL"), Library.THUMBS, each.get("repThumbKey")));

        JsonNode photos = gateway.get("/persons/" + person + "/photos").json().get("photos");
        assertThat(photos).hasSize(2);
        photos.forEach(photo -> {
            opens(photo.get("photoURL"), photo.get("photoBucket").asText(), photo.get("photoKey"));
            opens(photo.get("thumbURL"), Library.THUMBS, photo.get("thumbKey"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b.jpg",
                "a+b.jpg",
                "100%.jpg",
                "a%20b.jpg",
                "%2F.jpg",
                "straße/Zoë/日本.jpg",
                "e\u0301.jpg",
                "\uD83D\uDC36.jpg",
                "a//b.jpg",
                "a&b=c;d,e.jpg",
                "a#b?c.jpg",
                "(a)'b'!*~$@:.jpg",
                "[a]{b}\\\"<c>|^`.jpg"
            })
    void opensImagesWithOddKeys(String name) {
        String key = "faces-thumbs/" + name;
        library.person("odd", 1, key).object(Library.THUMBS, key);

        JsonNode person = new Gateway(function, GatewayPayload.FUNCTION_URL)
                .get("/persons/odd")
                .json()
                .get("person");

        opens(person.get("repThumbURL"), Library.THUMBS, person.get("repThumbKey"));
    }

    @Test
    void rejectsAWrongSignatureAWrongKeyAndNoSignature() {
        String url = annasThumb(function);
        int signature = url.indexOf("X-Amz-Signature=") + "X-Amz-Signature=".length();
        char changed = url.charAt(signature) == '0' ? '1' : '0';

        assertThat(Browser.load(url).statusCode()).isEqualTo(200);
        assertThat(Browser.load(url.substring(0, signature) + changed + url.substring(signature + 1))
                        .statusCode())
                .isEqualTo(403);
        assertThat(Browser.load(url.replace("anna.jpg", "other.jpg")).statusCode())
                .isEqualTo(403);
        assertThat(Browser.load(url.substring(0, url.indexOf('?'))).statusCode())
                .isEqualTo(403);
    }

    @Test
    void worksUntilExpiresAtAndNoLonger() {
        Map<String, String> settings = library.settings();
        settings.put("PRESIGN_EXPIRES", "600");
        Instant now = Instant.now();
        // The server uses real time. The function's clock is set so that the URL expires shortly after it, or shortly
        // before it.
        for (int secondsLeft : new int[] {20, -5}) {
            Clock clock = Clock.fixed(now.plusSeconds(secondsLeft - 600), ZoneOffset.UTC);
            settings.put("PRESIGN_WINDOW", "0");
            try (ApiHandler brief = new ApiHandler(settings, null, clock)) {
                JsonNode answer = new Gateway(brief, GatewayPayload.FUNCTION_URL)
                        .get("/persons/anna")
                        .json();

                assertThat(answer.get("expiresAt").asText())
                        .isEqualTo(now.truncatedTo(ChronoUnit.SECONDS)
                                .plusSeconds(secondsLeft)
                                .toString());
                assertThat(Browser.load(answer.at("/person/repThumbURL").asText())
                                .statusCode())
                        .isEqualTo(secondsLeft > 0 ? 200 : 403);
            }
        }
    }

    @Test
    void signsOnlyAllowedKeys() {
        Map<String, String> settings = library.person("poisoned", 1, "secrets/payroll.pdf")
                .occurrence(
                        "poisoned",
                        Map.of(
                                "photoId",
                                "p",
                                "photoBucket",
                                "other-bucket",
                                "photoKey",
                                "photos-raw/p.jpg",
                                "thumbKey",
                                THUMB))
                .settings();
        settings.put("SIGNABLE", Library.THUMBS + "/faces-thumbs/*," + Library.RAW + "/photos-raw/*");
        try (ApiHandler bounded = new ApiHandler(settings)) {
            Gateway gateway = new Gateway(bounded, GatewayPayload.FUNCTION_URL);

            String log = CapturedLog.during(() -> {
                assertThat(gateway.get("/persons/anna")
                                .json()
                                .at("/person/repThumbURL")
                                .isNull())
                        .isFalse();
                JsonNode person = gateway.get("/persons/poisoned").json().get("person");
                assertThat(person.get("repThumbKey").asText()).isEqualTo("secrets/payroll.pdf");
                assertThat(person.get("repThumbURL").isNull()).isTrue();
                JsonNode photo = gateway.get("/persons/poisoned/photos").json().at("/photos/0");
                assertThat(photo.get("photoURL").isNull()).isTrue();
                assertThat(photo.get("thumbURL").isNull()).isFalse();
            });

            assertThat(log).containsOnlyOnce("outside SIGNABLE").doesNotContain("payroll");
        }
    }

    @Test
    void signsPreviewsOnlyOfPhotosThatItSigns() {
        Map<String, String> settings = library.object("beetroot-previews", "small/photos-raw/1.heic.jpg")
                .occurrence("carla", photoAt("1", Library.RAW, "photos-raw/1.heic"))
                .occurrence("carla", photoAt("2", Library.RAW, "private/2.jpg"))
                .occurrence("carla", photoAt("3", "other-bucket", "photos-raw/1.heic"))
                .occurrence("carla", Map.of("photoId", "4"))
                .photo("4", Map.of("s3Bucket", Library.RAW))
                .settings();
        settings.put("PREVIEWS", "beetroot-previews/small/");
        settings.put("SIGNABLE", Library.RAW + "/photos-raw/*,beetroot-previews/small/*");
        try (ApiHandler bounded = new ApiHandler(settings)) {
            JsonNode photos = photosOf("carla", bounded);

            assertThat(photos.findValuesAsText("previewKey"))
                    .containsExactly(
                            "small/photos-raw/1.heic.jpg",
                            "small/private/2.jpg.jpg",
                            "small/photos-raw/1.heic.jpg",
                            "null");
            opens(photos.at("/0/previewURL"), "beetroot-previews", photos.at("/0/previewKey"));
            assertThat(photos.findValues("previewURL"))
                    .filteredOn(url -> !url.isNull())
                    .hasSize(1);
        }
        settings.put("SIGNABLE", Library.RAW + "/photos-raw/*");
        try (ApiHandler withoutPreviews = new ApiHandler(settings)) {
            JsonNode photo = photosOf("carla", withoutPreviews).get(0);

            assertThat(photo.get("photoURL").isNull()).isFalse();
            assertThat(photo.get("previewURL").isNull()).isTrue();
        }
    }

    @Test
    void hasNoPreviewsUnlessTheyAreSet() {
        library.occurrence("david", photoAt("1", Library.RAW, "photos-raw/1.heic"));

        JsonNode photo = photosOf("david", function).get(0);

        assertThat(photo.get("previewKey").isNull()).isTrue();
        assertThat(photo.get("previewURL").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "photos-raw/plain.jpg         | attachment; filename*=UTF-8''plain.jpg",
                "photos-raw/a b+c&d;'e\".jpg  | attachment; filename*=UTF-8''a%20b%2Bc%26d%3B%27e%22.jpg",
                "photos-raw/straße/日本.heic   | attachment; filename*=UTF-8''%E6%97%A5%E6%9C%AC.heic",
                "photos-raw/drawing.svg       | attachment; filename*=UTF-8''drawing.svg",
                "photos-raw/page.html         | attachment; filename*=UTF-8''page.html"
            })
    void downloadsAPhotoUnderItsOwnName(String key, String disposition) {
        String person = "download-" + Integer.toHexString(key.hashCode());
        library.object(Library.RAW, key)
                .occurrence(person, photoAt("other", Library.RAW, "photos-raw/other.jpg"))
                .occurrence(person, photoAt("a,b/" + key, Library.RAW, key));

        for (GatewayPayload payload : GatewayPayload.values()) {
            JsonNode page = photosOf(person, "?download=" + encoded("a,b/" + key), payload, function);
            HttpResponse<String> loaded =
                    Browser.load(page.at("/photos/0/photoURL").asText());

            assertThat(page.get("photos")).hasSize(1);
            assertThat(page.get("nextCursor").isNull()).isTrue();
            assertThat(loaded.statusCode()).isEqualTo(200);
            assertThat(loaded.body()).isEqualTo(Library.content(Library.RAW, key));
            assertThat(loaded.headers().firstValue("Content-Disposition")).contains(disposition);
        }
    }

    @Test
    void downloadsOnlyWhatThePersonsListShows() {
        library.photo("stored", Map.of("s3Bucket", Library.RAW, "s3Key", "photos-raw/stored.jpg"))
                .photo("unseen", Map.of("s3Bucket", Library.RAW, "s3Key", "photos-raw/unseen.jpg"))
                .occurrence("elif", Map.of("photoId", "stored"))
                .occurrence("elif", Map.of("photoId", "gone"))
                .occurrence("elif", photoAt("secret", Library.RAW, "private/secret.jpg"))
                .occurrenceOf("elif", Map.of("photoId", Library.number("42"), "photoKey", Library.text("x")))
                .photo("42", Map.of("s3Bucket", Library.RAW));
        Map<String, String> settings = library.settings();
        settings.put("SIGNABLE", Library.RAW + "/photos-raw/*");
        try (ApiHandler bounded = new ApiHandler(settings)) {
            assertThat(downloads("elif", "stored", bounded)).hasSize(1);
            assertThat(downloads("elif", "unseen", bounded)).isEmpty();
            assertThat(downloads("elif", "gone", bounded)).isEmpty();
            assertThat(downloads("nobody", "stored", bounded)).isEmpty();
            assertThat(downloads("elif", "42", bounded)).hasSize(1);
            assertThat(downloads("elif", "secret", bounded).at("/0/photoURL").isNull())
                    .isTrue();
        }
    }

    @Test
    void findsADownloadBeyondTheFirstMegabyte() {
        String large = "x".repeat(300_000);
        for (int i = 0; i < 5; i++) {
            library.occurrence("finn", Map.of("photoId", "p" + i, "embedding", large));
        }
        library.occurrence("finn", photoAt("last", Library.RAW, "photos-raw/last.jpg"));

        assertThat(downloads("finn", "last", function).at("/0/photoKey").asText())
                .isEqualTo("photos-raw/last.jpg");
    }

    @Test
    void rejectsADownloadFromACursor() {
        assertThat(new Gateway(function, GatewayPayload.FUNCTION_URL)
                        .get("/persons/anna/photos?download=1&cursor=abc")
                        .status())
                .isEqualTo(400);
    }

    private static JsonNode downloads(String personId, String photoId, ApiHandler function) {
        return photosOf(personId, "?download=" + photoId, GatewayPayload.FUNCTION_URL, function)
                .get("photos");
    }

    private static Map<String, String> photoAt(String photoId, String bucket, String key) {
        return Map.of("photoId", photoId, "photoBucket", bucket, "photoKey", key);
    }

    private static JsonNode photosOf(String personId, ApiHandler function) {
        return photosOf(personId, "", GatewayPayload.FUNCTION_URL, function).get("photos");
    }

    private static JsonNode photosOf(String personId, String query, GatewayPayload payload, ApiHandler function) {
        return new Gateway(function, payload)
                .get("/persons/" + personId + "/photos" + query)
                .json();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void signsOnlyTheHostHeader() {
        assertThat(annasThumb(function)).contains("X-Amz-SignedHeaders=host&").contains("X-Amz-Expires=3600");
    }

    private static String annasThumb(ApiHandler function) {
        return new Gateway(function, GatewayPayload.FUNCTION_URL)
                .get("/persons/anna")
                .json()
                .at("/person/repThumbURL")
                .asText();
    }

    private static void opens(JsonNode url, String bucket, JsonNode key) {
        var loaded = Browser.load(url.asText());
        assertThat(loaded.statusCode()).as(key.asText()).isEqualTo(200);
        assertThat(loaded.body()).isEqualTo(Library.content(bucket, key.asText()));
    }
}
