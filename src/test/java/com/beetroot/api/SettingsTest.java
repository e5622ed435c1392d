package com.beetroot.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.beetroot.gallery.PersonsIndex;
import com.beetroot.gallery.Tables;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void hasTheOldFunctionsDefaults() {
        assertThat(Settings.from(Map.of("THUMBS_BUCKET", "thumbs"))).isEqualTo(new Settings(
            "thumbs", Duration.ofHours(1), new Tables("Persons", "Occurrences", "Photos"), Optional.empty(), List.of("*")));
    }

    @Test
    void readsEveryVariable() {
        assertThat(Settings.from(Map.of(
            "THUMBS_BUCKET", "thumbs", "PRESIGN_EXPIRES", "604800", "PERSONS_TABLE", "a", "OCCURRENCES_TABLE", "b", "PHOTOS_TABLE", "c",
            "ALLOWED_ORIGINS", "https://a.example, https://b.example", "PERSONS_INDEX", "grid", "PERSONS_INDEX_SHARDS", "a,b"))).isEqualTo(new Settings(
                "thumbs", Duration.ofDays(7), new Tables("a", "b", "c"),
                Optional.of(new PersonsIndex("grid", "gridShard", List.of("a", "b"))), List.of("https://a.example", "https://b.example")));
    }

    @Test
    void stopsWithoutAThumbsBucket() {
        for (Map<String, String> environment : List.of(Map.<String, String>of(), Map.of("THUMBS_BUCKET", " "))) {
            assertThatThrownBy(() -> new ApiFunction(environment)).isInstanceOf(ConfigurationException.class)
                .hasMessage("The environment variable THUMBS_BUCKET is not set: it must hold the name of the S3 bucket that holds the face thumbnails.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "604801", "an hour", "1.5", "99999999999999999999"})
    void stopsWhereTheExpiryIsWrong(String value) {
        assertThatThrownBy(() -> new ApiFunction(Map.of("THUMBS_BUCKET", "thumbs", "PRESIGN_EXPIRES", value)))
            .isInstanceOf(ConfigurationException.class)
            .hasMessage("The environment variable PRESIGN_EXPIRES is \"" + value + "\": it must hold a whole number of seconds from 1 to 604800.");
    }
}
