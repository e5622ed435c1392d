package com.beetroot.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.beetroot.local.SampleLibrary.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GalleryOptionsTest {

    @Test
    void hasDefaults() {
        assertThat(GalleryOptions.of())
                .isEqualTo(new GalleryOptions(
                        8080, Optional.empty(), false, Optional.empty(), Size.USUAL, true, Optional.empty()));
    }

    @Test
    void readsEachOption() {
        Path data = Path.of("library").toAbsolutePath();

        assertThat(GalleryOptions.of(
                        "--port=0",
                        "--data=" + data,
                        "--index",
                        "--expires=20",
                        "--people=5000",
                        "--photos=30",
                        "--without-previews",
                        "--cloudfront=object"))
                .isEqualTo(new GalleryOptions(
                        0,
                        Optional.of(data),
                        true,
                        Optional.of(Duration.ofSeconds(20)),
                        new Size(5_000, 30),
                        false,
                        Optional.of("object")));
        assertThat(GalleryOptions.of("--cloudfront").cloudFront()).contains("prefix");
    }

    @ParameterizedTest
    @CsvSource({
        "--port=70000, --port",
        "--port=, --port",
        "--expires=0, --expires",
        "--people=many, --people",
        "--photos=5001, --photos",
        "--colour=red, --colour",
        "--cloudfront=bucket, --cloudfront",
        "--data=, --data"
    })
    void namesTheInvalidOption(String argument, String named) {
        assertThatThrownBy(() -> GalleryOptions.of(argument))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }
}
