package com.beetroot.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Builds {@code target/beetroot-previews.jar}, the function that makes previews: its classes, and the libraries below
 * {@code lib}, where Lambda's Java runtime looks for them. The libraries are not merged into one jar, because several
 * of them register their image readers in a file of the same name.
 */
public final class PreviewsPackageBuilder {

    /** The libraries by their artifacts. The API's function has none of the image libraries. */
    private static final Set<String> LIBRARIES = Set.of(
            // Images.
            "thumbnailator",
            "imageio-jpeg",
            "imageio-webp",
            "imageio-core",
            "imageio-metadata",
            "common-image",
            "common-io",
            "common-lang",
            // Events and the log.
            "aws-lambda-java-core",
            "jackson-annotations",
            "jackson-core",
            "jackson-databind",
            "slf4j-api",
            "slf4j-simple",
            // S3.
            "annotations",
            "arns",
            "auth",
            "aws-core",
            "aws-query-protocol",
            "aws-xml-protocol",
            "checksums",
            "checksums-spi",
            "crt-core",
            "endpoints-spi",
            "eventstream",
            "http-auth",
            "http-auth-aws",
            "http-auth-aws-eventstream",
            "http-auth-spi",
            "http-client-spi",
            "identity-spi",
            "json-utils",
            "metrics-spi",
            "profiles",
            "protocol-core",
            "reactive-streams",
            "regions",
            "retries",
            "retries-spi",
            "s3",
            "sdk-core",
            "third-party-jackson-core",
            "url-connection-client",
            "utils",
            "utils-lite");

    private PreviewsPackageBuilder() {}

    /** Builds the jar from and into the build's folder. */
    public static void main(String[] arguments) throws IOException {
        Path target = Path.of("target");
        Map<String, Path> entries = new TreeMap<>();
        addClasses(target.resolve("test-classes"), "com/beetroot/previews/", entries);
        addClasses(target.resolve("classes"), "com/beetroot/config/PreviewLocation.class", entries);
        for (Path library : libraries()) {
            entries.put("lib/" + library.getFileName(), library);
        }
        Path jar = target.resolve("beetroot-previews.jar");
        write(jar, entries);
        System.out.printf("%s: %,d bytes%n", jar, Files.size(jar));
    }

    private static List<Path> libraries() {
        List<Path> libraries = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(PreviewsPackageBuilder::isLibrary)
                .toList();
        if (libraries.size() != LIBRARIES.size()) {
            throw new IllegalStateException("Of the libraries " + LIBRARIES + " the class path has " + libraries);
        }
        return libraries;
    }

    /** In Maven's repository, a jar is in a folder of its version, which is in one of its artifact. */
    private static boolean isLibrary(Path jar) {
        return jar.getNameCount() > 3
                && LIBRARIES.contains(jar.getName(jar.getNameCount() - 3).toString())
                && jar.toString().endsWith(".jar")
                && !jar.toString().contains("tools" + File.separator + "jackson");
    }

    /** Adds the classes whose path starts so, without those of the tests. */
    private static void addClasses(Path root, String prefix, Map<String, Path> entries) throws IOException {
        Set<String> tests = sources(Path.of("src", "test", "java"));
        try (Stream<Path> classes = Files.walk(root)) {
            for (Path file : classes.filter(Files::isRegularFile).toList()) {
                String entry = root.relativize(file).toString().replace(File.separatorChar, '/');
                if (entry.startsWith(prefix) && !tests.contains(entry.replaceAll("(\\$.*)?\\.class$", ""))) {
                    entries.put(entry, file);
                }
            }
        }
    }

    private static Set<String> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return Set.copyOf(files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> root.relativize(file).toString().replace(File.separatorChar, '/'))
                    .map(file -> file.substring(0, file.length() - ".java".length()))
                    .toList());
        }
    }

    private static void write(Path jar, Map<String, Path> entries) throws IOException {
        Files.deleteIfExists(jar);
        try (FileSystem archive = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            for (Map.Entry<String, Path> entry : entries.entrySet()) {
                Path packed = archive.getPath(entry.getKey());
                if (packed.getParent() != null) {
                    Files.createDirectories(packed.getParent());
                }
                Files.copy(entry.getValue(), packed);
            }
        }
    }
}
