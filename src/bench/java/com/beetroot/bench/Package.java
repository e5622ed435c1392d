package com.beetroot.bench;

import com.beetroot.local.LocalParts;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The Lambda package with a Java runtime of its own, unzipped into a folder.
 *
 * @param handler what Lambda would be told
 */
record Package(Path folder, String handler) {

    private static final Path ZIP = Path.of("target", "beetroot-api-lambda.zip").toAbsolutePath();
    private static final String OPTIONS = "java.options";
    private static final String CACHE = "beetroot-api.aot";

    /** The one that is deployed; empty where the build has made none, because it makes one on Linux alone. */
    static Optional<Package> deployed() throws IOException {
        if (!Files.exists(ZIP)) {
            return Optional.empty();
        }
        Package unzipped = new Package(emptied(Peer.FOLDER.resolve("package")), "com.beetroot.api.ApiFunction::handleRequest");
        try (FileSystem zip = FileSystems.newFileSystem(ZIP, Map.of("enablePosixFileAttributes", "true"))) {
            copy(zip.getPath("/"), unzipped.folder);
        }
        return Optional.of(unzipped);
    }

    /**
     * The same with the {@link BareFunction} in the place of Micronaut, and an AOT cache that was trained on the two routes.
     */
    Package bare(LocalParts parts) throws IOException, InterruptedException {
        Package bare = new Package(emptied(Peer.FOLDER.resolve("bare")), BareFunction.class.getName() + "::handleRequest");
        copy(folder, bare.folder);
        Files.delete(bare.folder.resolve(CACHE));
        try (Stream<Path> jars = Files.list(bare.folder.resolve("app"))) {
            for (Path jar : jars.filter(path -> path.getFileName().toString().matches("(micronaut|reactor).*")).toList()) {
                Files.delete(jar);
            }
        }
        String classPath = classPath().stream().filter(jar -> Files.exists(bare.folder.resolve(jar))).collect(Collectors.joining(":"));
        bare.addClass(BareFunction.class, classPath);
        bare.train(parts);
        return bare;
    }

    Peer peer(String name, long zipped) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new Peer(name, List.of(folder.resolve("bootstrap").toString()), environment(),
                zipped, files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum());
        }
    }

    static long zipped() throws IOException {
        return Files.size(ZIP);
    }

    private Map<String, String> environment() {
        return Map.of("LAMBDA_TASK_ROOT", folder.toString(), "_HANDLER", handler);
    }

    private List<String> classPath() throws IOException {
        String options = Files.readString(folder.resolve(OPTIONS));
        return List.of(options.substring(options.indexOf("-cp ") + 4).strip().split(":"));
    }

    private void addClass(Class<?> type, String classPath) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("app/bare.jar")))) {
            jar.putNextEntry(new ZipEntry(name));
            jar.write(type.getClassLoader().getResourceAsStream(name).readAllBytes());
        }
        Path file = folder.resolve(OPTIONS);
        Files.writeString(file, Files.readString(file).replaceFirst("-cp .*", "-cp " + classPath + ":app/bare.jar"));
    }

    private void train(LocalParts parts) throws IOException, InterruptedException {
        Path script = folder.resolve("bootstrap");
        String bootstrap = Files.readString(script);
        Files.writeString(script, bootstrap.replace("-XX:AOTCache=", "-XX:AOTCacheOutput="));
        try (FunctionProcess function = peer("training of the bare handler", 0).start(Environment.of(parts), Cpus.ANY)) {
            for (String path : List.of(BenchmarkLibrary.PEOPLE_PATH, BenchmarkLibrary.PHOTOS_PATH)) {
                function.get(path);
                function.get(path);
            }
            function.finish();
        }
        Files.writeString(script, bootstrap);
        if (!Files.exists(folder.resolve(CACHE))) {
            throw new IllegalStateException("No AOT cache for the bare handler: see the logs in target/benchmark.");
        }
    }

    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted().toList().reversed()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    /** With times, which the cache may depend on, and permissions. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(path).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
                Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(path));
            }
        }
    }
}
