package com.beetroot.previews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.beetroot.config.PreviewLocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewSettingsTest {

    private static final Map<String, String> REQUIRED =
            Map.of("PREVIEWS", "small/previews/", "PHOTOS", "raw/photos-raw/, old/");

    @Test
    void hasDefaults() {
        assertThat(PreviewSettings.from(REQUIRED))
                .isEqualTo(new PreviewSettings(
                        new PreviewLocation("small", "previews/"),
                        List.of(new PreviewLocation("raw", "photos-raw/"), new PreviewLocation("old", "")),
                        1_024,
                        80,
                        120));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PREVIEWS               | ''",
                "PREVIEWS               | small",
                "PREVIEWS               | old/previews/",
                "PREVIEWS               | raw/photos-raw/previews/",
                "PREVIEWS               | raw/",
                "PHOTOS                 | ''",
                "PHOTOS                 | raw/,",
                "PHOTOS                 | raw/a/,raw/a/",
                "PREVIEW_PIXELS         | 0",
                "PREVIEW_PIXELS         | large",
                "PREVIEW_QUALITY        | 101",
                "PREVIEW_MAX_MEGAPIXELS | 501"
            })
    void namesTheWrongVariable(String name, String value) {
        Map<String, String> environment = new HashMap<>(REQUIRED);
        environment.put(name, value);

        assertThatThrownBy(() -> PreviewSettings.from(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The environment variable " + name + " ");
    }

    @Test
    void allowsPreviewsNextToThePhotos() {
        assertThat(PreviewSettings.from(Map.of("PREVIEWS", "raw/previews/", "PHOTOS", "raw/photos-raw/"))
                        .isPhoto("raw", "previews/photos-raw/a.jpg.jpg"))
                .isFalse();
    }
}
