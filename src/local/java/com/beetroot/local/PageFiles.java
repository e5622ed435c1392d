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
 * The built gallery page, served the way a web host would. Its files are read once, so a request cannot reach any other
 * file.
 *
 * @param files the files by their path below the page's folder, such as {@code assets/index-1a2b.js}
 */
record PageFiles(Map<String, PageFile> files) {

    /** The folder that {@code npm run build:page} writes the page to, relative to the project's folder. */
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

    /** A file and its response headers. */
    record PageFile(String contentType, String cacheControl, byte[] content) {}

    /** Reads the page from a folder; it has no files if the folder is missing. */
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
     * Returns the file for a request's path: the page itself for its own routes, {@code /} and everything below
     * {@code /p/}, and the API reference for {@code /docs}.
     *
     * @param path as the client sent it, with its percent encoding
     * @return empty if the function must answer the request
     */
    Optional<PageFile> at(String path) {
        boolean place = path.equals("/") || path.startsWith("/p/");
        String name = path.equals("/docs") ? DOCS : path.replaceFirst("^/", "");
        return Optional.ofNullable(files.get(place ? INDEX : name));
    }

    private static PageFile file(Path folder, Path path) {
        String name = path.getFileName().toString();
        // Vite adds a content hash to the names below assets/.
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
