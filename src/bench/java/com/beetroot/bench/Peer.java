package com.beetroot.bench;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A function that the benchmarks call, and how it starts.
 *
 * @param command what starts it
 * @param environment variables of its own
 * @param zipped the bytes of what is deployed; 0 where nothing is
 * @param unzipped the same, unpacked
 */
record Peer(String name, List<String> command, Map<String, String> environment, long zipped, long unzipped) {

    /** Its memory in MB. */
    static final int MEMORY = 512;
    /** Where the benchmarks unpack and log. */
    static final Path FOLDER = Path.of("target", "benchmark").toAbsolutePath();

    private static final Path JAR = Path.of("target", "beetroot-api.jar").toAbsolutePath();
    private static final Path PYTHON =
            Path.of("src", "bench", "python", "old_function.py").toAbsolutePath();

    /** The packaged jar under the real runtime interface client, compiled as the JDK does by default. */
    static Peer plainJar() throws IOException {
        return jar("plain jar", List.of());
    }

    /** The same, compiled by C1 alone as Lambda's Java runtimes do. */
    static Peer c1Jar() throws IOException {
        return jar("jar with C1", List.of("-XX:TieredStopAtLevel=1"));
    }

    /**
     * The old function's likeness in Python with boto3, which Lambda's runtime brings along; empty where there is none.
     */
    static Optional<Peer> python() throws IOException {
        try {
            // The executable itself: a version manager's shim takes as long as a good part of a start.
            Process python = new ProcessBuilder("python3", "-c", "import boto3, sys; print(sys.executable)")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader output = python.inputReader()) {
                return Optional.ofNullable(output.readLine())
                        .map(executable -> new Peer(
                                "Python, boto3",
                                List.of(executable, PYTHON.toString()),
                                Map.of(),
                                0,
                                PYTHON.toFile().length()));
            }
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /** The same with settings of its own. */
    Peer with(String name, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(settings);
        return new Peer(name, command, all, zipped, unzipped);
    }

    /** @param variables what all peers are told */
    FunctionProcess start(Map<String, String> variables, Cpus cpus) throws IOException {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(environment);
        return new FunctionProcess(name, command, all, cpus);
    }

    private static Peer jar(String name, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                // Lambda's Java runtimes leave so much to the heap, and load the client's native part from a file of
                // theirs.
                "-Xmx" + MEMORY * 85 / 100 + "m",
                "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=" + nativeClient()));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                JAR + File.pathSeparator + runtimeClient(),
                AWSLambda.class.getName(),
                "com.beetroot.lambda.ApiHandler::handleRequest"));
        return new Peer(name, command, Map.of(), Files.size(JAR), unzipped(JAR));
    }

    private static Path nativeClient() throws IOException {
        String name = "libaws-lambda-jni.linux-"
                + (System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64") + ".so";
        Path unpacked = Files.createDirectories(FOLDER).resolve(name);
        if (!Files.exists(unpacked)) {
            try (InputStream packed = AWSLambda.class.getResourceAsStream("/jni/" + name)) {
                Files.copy(packed, unpacked);
            }
        }
        return unpacked;
    }

    /** The runtime interface client's own jars, which the managed runtime brings along. */
    private static String runtimeClient() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.contains("aws-lambda-java-runtime-interface-client")
                        || path.contains("aws-lambda-java-serialization"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static long unzipped(Path zip) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return file.stream().mapToLong(ZipEntry::getSize).sum();
        }
    }
}
