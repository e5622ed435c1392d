package com.beetroot.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.lambda.ApiHandler;
import com.beetroot.testkit.Browser;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests the sample library the way the page sees it: through the HTTP server and the function. */
@ExtendWith(LocalLibrary.class)
@NullUnmarked // A null where a value is expected fails the test.
class SampleLibraryTest {

    private static ApiHandler function;
    private static LocalHttpServer front;

    @BeforeAll
    static void start(Library library) throws IOException {
        SampleLibrary.fill(library.parts());
        SamplePreviews.make(library.parts());
        function = new ApiHandler(SampleLibrary.settings(false));
        front = new LocalHttpServer(0, function);
    }

    @AfterAll
    static void stop() {
        front.close();
        function.close();
    }

    @Test
    void hasPreviewsThatAreSmallerAndLacksSomeOnPurpose() throws IOException {
        int previews = 0;
        int missing = 0;
        for (JsonNode photo : get("/persons/anna/photos?limit=100").get("photos")) {
            var preview = Browser.load(photo.get("previewURL").asText());
            if (preview.statusCode() == 200) {
                previews++;
                assertThat(preview.body().length())
                        .isLessThan(Browser.load(photo.get("photoURL").asText())
                                        .body()
                                        .length()
                                / 2);
            } else {
                missing++;
                assertThat(preview.statusCode()).isEqualTo(404);
            }
        }

        assertThat(previews).isGreaterThan(90);
        assertThat(missing).isBetween(1, 5);
    }

    @Test
    void looksLikeARealLibrary() throws IOException {
        Map<String, JsonNode> people = new HashMap<>();
        get("/persons")
                .get("persons")
                .forEach(person -> people.put(person.get("personId").asText(), person));

        assertThat(people).hasSizeGreaterThanOrEqualTo(60);
        assertThat(people.get(SampleLibrary.MOST_PHOTOGRAPHED).get("photoCount").asInt())
                .isGreaterThan(300);
        assertThat(people.get(SampleLibrary.WITHOUT_COUNT).get("photoCount").asInt())
                .isZero();
        assertThat(people.get(SampleLibrary.WITHOUT_THUMB_KEY)
                        .get("repThumbURL")
                        .isNull())
                .isTrue();
        assertThat(people.get(SampleLibrary.WITH_EMPTY_THUMB_KEY)
                        .get("repThumbURL")
                        .isNull())
                .isTrue();
        assertThat(people.values().stream()
                        .filter(person -> person.get("photoCount").asInt() < 4)
                        .count())
                .isGreaterThan(10);
        for (JsonNode person : people.values()) {
            if (!person.get("repThumbURL").isNull()) {
                assertThat(Browser.load(person.get("repThumbURL").asText()).statusCode())
                        .isEqualTo(200);
            }
            assertThat(photosOf(person.get("personId").asText()))
                    .hasSize(person.get("photoCount").asInt());
        }
    }

    @Test
    void containsOneOfEachOddity() throws IOException {
        List<JsonNode> photos = photosOf(SampleLibrary.MOST_PHOTOGRAPHED);

        assertThat(photos)
                .extracting(photo -> photo.get("photoId").asText())
                .contains(SampleLibrary.UNPLACED_PHOTO)
                .doesNotContain(SampleLibrary.ORPHANED_PHOTO);
        assertThat(photos).filteredOn(photo -> photo.get("photoURL").isNull()).hasSize(1);
        assertThat(photos).anyMatch(photo -> photo.get("thumbURL").isNull());
        assertThat(photos)
                .extracting(photo -> photo.get("photoKey").asText())
                .anyMatch(key -> key.contains(" + "))
                .anyMatch(key -> key.contains("%"))
                .anyMatch(key -> key.contains("日本"));
        for (JsonNode photo : photos.subList(0, 60)) {
            assertThat(Browser.load(photo.get("photoURL").asText()).statusCode())
                    .as(photo.get("photoKey").asText())
                    .isEqualTo(200);
        }
    }

    private static List<JsonNode> photosOf(String personId) throws IOException {
        List<JsonNode> photos = new ArrayList<>();
        for (String cursor = ""; cursor != null; ) {
            JsonNode page = get(
                    "/persons/" + URI.create("x:/" + personId).toASCIIString().substring(3) + "/photos" + cursor);
            page.get("photos").forEach(photos::add);
            cursor = page.get("nextCursor").isNull()
                    ? null
                    : "?cursor=" + page.get("nextCursor").asText();
        }
        return photos;
    }

    private static JsonNode get(String path) throws IOException {
        return new ObjectMapper().readTree(Browser.load(front.address() + path).body());
    }
}
