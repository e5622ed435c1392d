package com.beetroot.bench;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A function that the benchmarks call, with the command that starts it.
 *
 * @param command the command that starts it
 * @param environment its own environment variables
 * @param zipped the size of the deployed zip in bytes; 0 if there is none
 * @param unzipped the unpacked size in bytes
 */
record Peer(String name, List<String> command, Map<String, String> environment, long zipped, long unzipped) {

    /** The folder for the benchmarks' unpacked files and logs. */
    static final Path FOLDER = Path.of("target", "benchmark").toAbsolutePath();

    private static final Path JAR = Path.of("target", "beetroot-api.jar").toAbsolutePath();
    private static final Path PYTHON =
            Path.of("src", "bench", "python", "old_function.py").toAbsolutePath();

    /** Returns the packaged jar under the real runtime interface client, with C1 only, as in Lambda's Java runtimes. */
    static Peer c1Jar() throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // Lambda's Java runtimes give the heap this share, and load the client's native library from their own
                // file.
                "-XX:MaxRAMPercentage=85",
                "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=" + nativeClient(),
                "-cp",
                JAR + File.pathSeparator + runtimeClient(),
                AWSLambda.class.getName(),
                "com.beetroot.lambda.ApiHandler::handleRequest");
        return new Peer("jar with C1", command, Map.of(), Files.size(JAR), unzipped(JAR));
    }

    /**
     * Returns a Python function with boto3, which Lambda's runtime includes, modelled on the old function; empty if
     * this machine has no Python with boto3.
     */
    static Optional<Peer> python() throws IOException {
        try {
            // The executable itself, because a version manager's shim would add a good part of a start.
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

    /** Returns a copy with additional settings. */
    Peer with(String name, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(settings);
        return new Peer(name, command, all, zipped, unzipped);
    }

    /** @param variables the environment variables that all peers share */
    FunctionProcess start(Map<String, String> variables) throws IOException {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(environment);
        return new FunctionProcess(name, command, all);
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

    /** Returns the class path of the runtime interface client, which the managed runtime includes. */
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
