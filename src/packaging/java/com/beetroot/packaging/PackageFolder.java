package com.beetroot.packaging;

import com.beetroot.lambda.startup.JarFingerprints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The package as a folder, with the layout that Lambda unpacks.
 *
 * @param root an absolute path
 */
record PackageFolder(Path root) {

    /**
     * The folder of the jars. Not {@code lib}, whose jars the runtime interface client would put on a second class
     * path.
     */
    private static final String JARS = "app";
    /**
     * The modification time of every file, so that the same inputs give the same zip. It is an even second because zip
     * times have a resolution of two seconds.
     */
    private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    /** Copies the application's jars and start files. The runtime and the cache are added later. */
    static PackageFolder create(Path root, PackagedJars classPath, Path templates) throws IOException {
        PackageFolder packed = new PackageFolder(root);
        packed.clear();
        Path app = Files.createDirectories(root.resolve(JARS));
        for (Path jar : classPath.jars()) {
            Files.copy(jar, app.resolve(jar.getFileName()));
        }
        Files.copy(templates.resolve("bootstrap"), root.resolve("bootstrap"), StandardCopyOption.COPY_ATTRIBUTES);
        // Relative, because the cache compares the class path as text.
        Files.writeString(
                root.resolve("java.options"),
                Files.readString(templates.resolve("java.options")) + "-cp "
                        + classPath.jars().stream()
                                .map(jar -> JARS + "/" + jar.getFileName())
                                .collect(Collectors.joining(":"))
                        + "\n");
        Architecture architecture = Architecture.ofThisMachine();
        Files.writeString(root.resolve("architecture"), architecture.lambda() + "\n");
        packed.unpackRuntimeClient(classPath.runtimeClient(), architecture);
        return packed;
    }

    /** Unpacks the native library here; otherwise the client would unpack it at each start. */
    private void unpackRuntimeClient(Path jar, Architecture architecture) throws IOException {
        try (JarFile client = new JarFile(jar.toFile());
                InputStream library = client.getInputStream(
                        client.getEntry("jni/libaws-lambda-jni.linux-" + architecture.jni() + ".so"))) {
            Files.copy(library, root.resolve("libaws-lambda-jni.so"));
        }
    }

    Path runtime() {
        return root.resolve("runtime");
    }

    /** Records the jars that the cache was trained with, so that the function notices others. */
    void recordJars(String cache) throws IOException {
        try (Stream<Path> jars = Files.list(root.resolve(JARS))) {
            JarFingerprints.write(
                    root,
                    root.resolve(cache),
                    jars.sorted().map(root::relativize).toList());
        }
    }

    /** Sets every file to the time that it will have after unpacking: newer JDKs check the times of the jars. */
    void setTimes() throws IOException {
        for (Path file : all()) {
            Files.setLastModifiedTime(file, TIME);
        }
    }

    /** Zips the folder with permissions, always in the same order. */
    void zip(Path zip) throws IOException {
        Files.deleteIfExists(zip);
        try (FileSystem archive =
                FileSystems.newFileSystem(zip, Map.of("create", "true", "enablePosixFileAttributes", "true"))) {
            for (Path file : all()) {
                Path entry = archive.getPath(root.relativize(file).toString());
                if (Files.isRegularFile(file)) {
                    if (entry.getParent() != null) {
                        Files.createDirectories(entry.getParent());
                    }
                    Files.copy(file, entry, StandardCopyOption.COPY_ATTRIBUTES);
                    Files.setPosixFilePermissions(entry, Files.getPosixFilePermissions(file));
                }
            }
        }
    }

    long size() throws IOException {
        return all().stream()
                .mapToLong(file -> Files.isRegularFile(file) ? file.toFile().length() : 0)
                .sum();
    }

    private List<Path> all() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> !file.equals(root)).sorted().toList();
        }
    }

    private void clear() throws IOException {
        if (Files.exists(root)) {
            for (Path file : all().reversed()) {
                Files.delete(file);
            }
        }
    }
}
