package com.beetroot.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LambdaRuntimeApi;
import com.beetroot.testkit.ApiResponse;
import com.beetroot.testkit.Browser;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the package with its own Java runtime, unpacked into an empty folder as Lambda does, and started by its
 * bootstrap.
 */
@ExtendWith(LocalLibrary.class)
@NullUnmarked // A null where a value is expected fails the test.
class LambdaPackageIT {

    private static final Path ZIP = Path.of("target", "beetroot-api-lambda.zip");
    private static final String CACHE = "beetroot-api.aot";
    /** The maximum unzipped size; Lambda's limit is 250 MB. */
    private static final long MAX_BYTES = 200_000_000;

    private static Library library;

    @TempDir
    private static Path root;

    @BeforeAll
    static void unpack(Library own) throws Exception {
        assumeTrue(
                Files.exists(ZIP),
                () -> "SKIPPED: there is no " + ZIP + ", which is built on Linux and without -Dlambda.skip.");
        library = own.person("anna", 1, "faces-thumbs/package.jpg").object(Library.THUMBS, "faces-thumbs/package.jpg");
        // Uses another time zone, in which a time without zone would be read wrong.
        ProcessBuilder unzip =
                new ProcessBuilder("unzip", "-q", ZIP.toAbsolutePath().toString(), "-d", root.toString());
        unzip.environment().put("TZ", "Asia/Kolkata");
        assertThat(unzip.inheritIO().start().waitFor()).isZero();
    }

    @Test
    void handlesBothPayloadsWithTheCacheAndWithoutWarnings() throws Exception {
        assertThat(logOfAnswers("package.log", "-Xlog:class+load"))
                .anyMatch(line -> line.contains(" com.beetroot.lambda.ApiHandler source: shared objects file"))
                .noneMatch(line -> line.contains("WARN"));
    }

    @Test
    void startsWithoutACacheAndLogsOneWarning() throws Exception {
        for (byte[] damaged : new byte[][] {null, "not a cache".getBytes(StandardCharsets.UTF_8)}) {
            Path cache = root.resolve(CACHE);
            Path kept = root.resolve("kept");
            List<String> log;
            Files.move(cache, kept);
            try {
                if (damaged != null) {
                    Files.write(cache, damaged);
                }
                log = logOfAnswers("broken.log", null);
            } finally {
                Files.deleteIfExists(cache);
                Files.move(kept, cache);
            }
            assertThat(log)
                    .singleElement()
                    .asString()
                    .contains("WARN AotCacheCheck - The AOT cache " + CACHE + " is missing or does not fit");
        }
    }

    @Test
    void reportsAJarThatWasChangedAfterTheTraining() throws Exception {
        Path jar = root.resolve(Path.of("app", "beetroot-api.jar"));
        Path kept = root.resolve("kept.jar");
        List<String> log;
        FileTime time = Files.getLastModifiedTime(jar);
        Files.copy(jar, kept);
        try (FileSystem archive = FileSystems.newFileSystem(jar)) {
            Files.writeString(archive.getPath("patched.txt"), "patched");
        }
        Files.setLastModifiedTime(jar, time);
        try {
            log = logOfAnswers("changed.log", null);
        } finally {
            Files.move(kept, jar, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(jar, time);
        }
        // A newer JVM notices that the size has changed, and does not use the cache.
        assertThat(log)
                .singleElement()
                .asString()
                .containsAnyOf(
                        "WARN AotCacheCheck - The jar app/beetroot-api.jar was changed after the AOT cache " + CACHE,
                        "WARN AotCacheCheck - The AOT cache " + CACHE + " is missing or does not fit")
                .endsWith("Rebuild the package and deploy it unchanged.");
    }

    /** The cache contains strings from its training process, so this checks for sensitive ones. */
    @Test
    void containsNoDataOfItsTraining() throws IOException {
        String cache = Files.readString(root.resolve(CACHE), StandardCharsets.ISO_8859_1);
        assertThat(cache).contains("com/beetroot/lambda/ApiHandler");
        Map<String, String> account = library.parts().environment();
        assertThat(List.of(
                        account.get("AWS_ACCESS_KEY_ID"),
                        account.get("AWS_SECRET_ACCESS_KEY"),
                        "training-",
                        "faces-thumbs/",
                        "photos-raw/"))
                .allSatisfy(
                        secret -> assertThat(cache.contains(secret)).as(secret).isFalse());
    }

    @Test
    void isSmallAndHasOneFileTime() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        long size = 0;
        for (Path file : files) {
            size += Files.size(file);
            // Newer JDKs reject a cache if the jars' times differ from those in training.
            assertThat(Files.getLastModifiedTime(file).toString())
                    .as(file.toString())
                    .isEqualTo("2026-01-01T00:00:00Z");
        }
        assertThat(size).isLessThan(MAX_BYTES);
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .noneMatch(name -> name.matches("(?i).*(dynamodblocal|s3proxy|jetty|junit|micronaut-test).*"));
    }

    /** Starts the package, has it answer one request of each payload, and returns what it logged. */
    private static List<String> logOfAnswers(String name, String option) throws Exception {
        Path log = root.resolveSibling(name);
        try (LambdaRuntimeApi runtimeApi = new LambdaRuntimeApi()) {
            Process lambda = start(runtimeApi, log, option);
            try {
                for (GatewayPayload payload : GatewayPayload.values()) {
                    answer(runtimeApi, payload);
                }
            } finally {
                lambda.destroyForcibly().waitFor();
            }
        }
        return Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
    }

    private static void answer(LambdaRuntimeApi runtimeApi, GatewayPayload payload) throws Exception {
        String event = payload.event("GET", "/persons", "", Map.of()).toString();
        LambdaRuntimeApi.Outcome outcome = runtimeApi.invoke(event);
        assertThat(outcome.kind()).as(outcome.body()).isEqualTo("response");
        ApiResponse answer = ApiResponse.to(event, outcome.body().getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(Browser.load(answer.json().at("/persons/0/repThumbURL").asText())
                        .statusCode())
                .isEqualTo(200);
    }

    /** Starts the bootstrap as Lambda does, from a folder other than the package's. */
    private static Process start(LambdaRuntimeApi runtimeApi, Path log, String option) throws IOException {
        ProcessBuilder lambda = new ProcessBuilder(root.resolve("bootstrap").toString());
        Map<String, String> environment = new HashMap<>(library.settings());
        environment.putAll(library.parts().environment());
        environment.putAll(Map.of(
                "AWS_LAMBDA_RUNTIME_API",
                runtimeApi.address(),
                "LAMBDA_TASK_ROOT",
                root.toString(),
                "_HANDLER",
                "com.beetroot.lambda.ApiHandler",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                "512",
                "PATH",
                "/usr/bin:/bin"));
        if (option != null) {
            environment.put("JDK_JAVA_OPTIONS", option);
        }
        lambda.environment().clear();
        lambda.environment().putAll(environment);
        return lambda.directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
