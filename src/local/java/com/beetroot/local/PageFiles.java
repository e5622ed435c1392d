package com.beetroot.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The built gallery page, as a web host would serve it. Its files are read once, so a request can name nothing but
 * them.
 *
 * @param files the files by their path below the page's folder, such as {@code assets/index-1a2b.js}
 */
record PageFiles(Map<String, PageFile> files) {

    /** Where {@code npm run build:page} puts the page, in the project's folder. */
    static final Path FOLDER = Path.of("target", "page");

    private static final String INDEX = "index.html";
    private static final String DOCS = "docs.html";
    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "html",
            "text/html; charset=utf-8",
            "css",
            "text/css; charset=utf-8",
            "js",
            "text/javascript; charset=utf-8",
            "svg",
            "image/svg+xml",
            "png",
            "image/png",
            "ico",
            "image/x-icon",
            "woff2",
            "font/woff2",
            "json",
            "application/json",
            "webmanifest",
            "application/manifest+json");

    /** A file and the headers it is served with. */
    record PageFile(String contentType, String cacheControl, byte[] content) {}

    /** The page in a folder; without files where the folder is missing. */
    static PageFiles in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return new PageFiles(Map.of());
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            return new PageFiles(paths.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(
                            path -> folder.relativize(path).toString().replace('\\', '/'),
                            path -> file(folder, path))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isMissing() {
        return !files.containsKey(INDEX);
    }

    /**
     * The file for a request's path, or the page itself for its own places: {@code /}, and all below {@code /p/}; the
     * API reference at {@code /docs}.
     *
     * @param path as the client sent it, with its percent encoding
     * @return empty for what is the function's to answer
     */
    Optional<PageFile> at(String path) {
        boolean place = path.equals("/") || path.startsWith("/p/");
        String name = path.equals("/docs") ? DOCS : path.replaceFirst("^/", "");
        return Optional.ofNullable(files.get(place ? INDEX : name));
    }

    private static PageFile file(Path folder, Path path) {
        String name = path.getFileName().toString();
        // Vite puts a hash of the content into the names below assets/.
        boolean hashed = folder.relativize(path).startsWith("assets");
        try {
            return new PageFile(
                    CONTENT_TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream"),
                    hashed ? "public, max-age=31536000, immutable" : "no-cache",
                    Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
