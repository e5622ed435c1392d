package com.beetroot.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.local.PageFiles.PageFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageFilesTest {

    @TempDir
    private Path folder;

    private PageFiles page;

    @BeforeEach
    void build() throws IOException {
        Path built = folder.resolve("page");
        Files.createDirectories(built.resolve("assets"));
        Files.writeString(folder.resolve("secret.txt"), "not for the page");
        Files.writeString(built.resolve("index.html"), "the page");
        Files.writeString(built.resolve("assets/index-1a2b.js"), "its code");
        page = PageFiles.in(built);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/p/anna", "/p/a%2Fb/photo-0001", "/p/../../secret.txt"})
    void returnsThePageForItsOwnRoutes(String path) {
        PageFile file = page.at(path).orElseThrow();

        assertThat(new String(file.content(), StandardCharsets.UTF_8)).isEqualTo("the page");
        assertThat(file.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(file.cacheControl()).isEqualTo("no-cache");
    }

    @Test
    void allowsCachingOfHashedFiles() {
        PageFile file = page.at("/assets/index-1a2b.js").orElseThrow();

        assertThat(file.contentType()).isEqualTo("text/javascript; charset=utf-8");
        assertThat(file.cacheControl()).isEqualTo("public, max-age=31536000, immutable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/persons",
                "/persons/anna/photos",
                "",
                "/p",
                "/assets",
                "/assets/",
                "/assets/missing.js",
                "/../secret.txt",
                "/assets/../../secret.txt",
                "/assets/..%2f..%2fsecret.txt",
                "//index.html"
            })
    void returnsNothingForOtherPaths(String path) {
        assertThat(page.at(path)).isEmpty();
    }

    @Test
    void worksWithoutAPage() {
        PageFiles none = PageFiles.in(folder.resolve("missing"));

        assertThat(none.isMissing()).isTrue();
        assertThat(none.at("/")).isEmpty();
    }
}
