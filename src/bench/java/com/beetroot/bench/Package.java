package com.beetroot.bench;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.beetroot.local.LocalAws;
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
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The Lambda package with its own Java runtime, unzipped into a folder.
 *
 * @param handler the value of Lambda's handler setting
 */
@SuppressWarnings("AvoidCommonTypeNames") // A Lambda package, unrelated to java.lang.Package.
record Package(Path folder, String handler) {

    static final String HANDLER = "com.beetroot.lambda.ApiHandler::handleRequest";

    private static final Path ZIP = Path.of("target", "beetroot-api-lambda.zip").toAbsolutePath();
    private static final String OPTIONS = "java.options";
    private static final String CACHE = "beetroot-api.aot";

    /** Returns the package that is deployed; empty if there is none, because it is built on Linux only. */
    static Optional<Package> deployed() throws IOException {
        if (!Files.exists(ZIP)) {
            return Optional.empty();
        }
        Package unzipped = new Package(emptied(Peer.FOLDER.resolve("package")), HANDLER);
        try (FileSystem zip = FileSystems.newFileSystem(ZIP, Map.of("enablePosixFileAttributes", "true"))) {
            copy(zip.getPath("/"), unzipped.folder);
        }
        return Optional.of(unzipped);
    }

    /**
     * Returns a copy that runs {@link BareFunction} instead of Micronaut, with an AOT cache trained on the two routes.
     */
    Package bare(LocalAws parts) throws IOException, InterruptedException {
        Package bare = copied("bare", BareFunction.class.getName() + "::handleRequest");
        Files.delete(bare.folder.resolve(CACHE));
        bare.append("app/bare.jar", BareFunction.class);
        bare.train(parts);
        return bare;
    }

    /**
     * Returns a copy that is started by {@link StartSampler}. The cache remains valid because its class path is a
     * prefix of the new one.
     */
    Package sampled() throws IOException {
        Package sampled = copied("sampled", handler);
        sampled.append("app/sampler.jar", StartSampler.class, StartSampler.Sample.class);
        sampled.editBootstrap(AWSLambda.class.getName(), StartSampler.class.getName());
        return sampled;
    }

    Peer peer(String name, long zipped) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new Peer(
                    name,
                    List.of(folder.resolve("bootstrap").toString()),
                    environment(),
                    zipped,
                    files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum());
        }
    }

    static long zipped() throws IOException {
        return Files.size(ZIP);
    }

    private Map<String, String> environment() {
        return Map.of("LAMBDA_TASK_ROOT", folder.toString(), "_HANDLER", handler);
    }

    private Package copied(String name, String handler) throws IOException {
        Package copy = new Package(emptied(Peer.FOLDER.resolve(name)), handler);
        copy(folder, copy.folder);
        return copy;
    }

    /** Appends a jar of the classes to the class path. */
    private void append(String jar, Class<?>... types) throws IOException {
        try (JarOutputStream classes = new JarOutputStream(Files.newOutputStream(folder.resolve(jar)))) {
            for (Class<?> type : types) {
                String name = type.getName().replace('.', '/') + ".class";
                classes.putNextEntry(new ZipEntry(name));
                classes.write(type.getClassLoader().getResourceAsStream(name).readAllBytes());
            }
        }
        Path options = folder.resolve(OPTIONS);
        Files.writeString(options, Files.readString(options).replaceFirst("-cp .*", "$0:" + jar));
    }

    private void editBootstrap(String part, String other) throws IOException {
        Path script = folder.resolve("bootstrap");
        String text = Files.readString(script);
        if (!text.contains(part)) {
            throw new IllegalStateException("The bootstrap no longer contains " + part + ": " + text);
        }
        Files.writeString(script, text.replace(part, other));
    }

    private void train(LocalAws parts) throws IOException, InterruptedException {
        editBootstrap("-XX:AOTCache=", "-XX:AOTCacheOutput=");
        try (FunctionProcess function = peer("training of the bare handler", 0).start(Environment.of(parts))) {
            for (String path : List.of(BenchmarkLibrary.PEOPLE_PATH, BenchmarkLibrary.PHOTOS_PATH)) {
                function.get(path);
                function.get(path);
            }
            function.finish();
        }
        editBootstrap("-XX:AOTCacheOutput=", "-XX:AOTCache=");
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

    /** Copies with permissions and with file times, because the cache may depend on them. */
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
