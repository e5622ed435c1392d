package com.beetroot.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.beetroot.gallery.PersonsIndex;
import com.beetroot.gallery.Tables;
import com.beetroot.lambda.ApiHandler;
import com.beetroot.signing.SigningAllowList;
import com.beetroot.signing.SigningAllowList.Place;
import com.beetroot.signing.UrlLifetime;
import java.time.Duration;
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
    void hasTheOldFunctionsDefaults() {
        assertThat(Settings.from(Map.of("THUMBS_BUCKET", "thumbs")))
                .isEqualTo(new Settings(
                        "thumbs",
                        new UrlLifetime(Duration.ofHours(1), Duration.ofMinutes(15)),
                        new SigningAllowList(List.of()),
                        new Tables("Persons", "Occurrences", "Photos"),
                        Optional.empty(),
                        List.of("*")));
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
                "PERSONS_TABLE",
                "a",
                "OCCURRENCES_TABLE",
                "b",
                "PHOTOS_TABLE",
                "c"));
        environment.putAll(Map.of(
                "ALLOWED_ORIGINS",
                "https://a.example, https://b.example",
                "PERSONS_INDEX",
                "grid",
                "PERSONS_INDEX_SHARDS",
                "a,b"));

        assertThat(Settings.from(environment))
                .isEqualTo(new Settings(
                        "thumbs",
                        new UrlLifetime(Duration.ofDays(7), Duration.ofMinutes(1)),
                        new SigningAllowList(
                                List.of(new Place("thumbs", "faces/", true), new Place("raw", "photo.jpg", false))),
                        new Tables("a", "b", "c"),
                        Optional.of(new PersonsIndex("grid", "gridShard", List.of("a", "b"))),
                        List.of("https://a.example", "https://b.example")));
    }

    @ParameterizedTest
    @CsvSource({"3600, 900", "3, 0", "1, 0"})
    void keepsUrlsForAQuarterOfTheirLife(String expires, long window) {
        assertThat(Settings.from(Map.of("THUMBS_BUCKET", "thumbs", "PRESIGN_EXPIRES", expires))
                        .urls()
                        .window())
                .isEqualTo(Duration.ofSeconds(window));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "51", "soon"})
    void stopsWhereTheWindowIsWrong(String value) {
        assertThatThrownBy(() -> new ApiHandler(
                        Map.of("THUMBS_BUCKET", "thumbs", "PRESIGN_EXPIRES", "100", "PRESIGN_WINDOW", value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("The environment variable PRESIGN_WINDOW is \"" + value
                        + "\": it must hold a whole number of seconds from 0 to 50.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"thumbs", "thumbs/", "/faces/*", "th*mbs/faces/*", "thumbs/*/faces", "*", "thumbs/a**", "a/*"})
    void stopsWhereASignablePlaceIsWrong(String pattern) {
        assertThatThrownBy(
                        () -> new ApiHandler(Map.of("THUMBS_BUCKET", "thumbs", "SIGNABLE", "raw/photos/*," + pattern)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("The environment variable SIGNABLE is wrong: \"" + pattern
                        + "\" is not of the form bucket/prefix* or bucket/key.");
    }

    @Test
    void stopsWithoutAThumbsBucket() {
        for (Map<String, String> environment : List.of(Map.<String, String>of(), Map.of("THUMBS_BUCKET", " "))) {
            assertThatThrownBy(() -> new ApiHandler(environment))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage(
                            "The environment variable THUMBS_BUCKET is not set: it must hold the name of the S3 bucket that holds the face thumbnails.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "604801", "an hour", "1.5", "99999999999999999999"})
    void stopsWhereTheExpiryIsWrong(String value) {
        assertThatThrownBy(() -> new ApiHandler(Map.of("THUMBS_BUCKET", "thumbs", "PRESIGN_EXPIRES", value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("The environment variable PRESIGN_EXPIRES is \"" + value
                        + "\": it must hold a whole number of seconds from 1 to 604800.");
    }
}
