package com.beetroot.bench;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.beetroot.library.RuntimeApi;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A function in a process of its own, called as Lambda calls it. */
final class Peer implements AutoCloseable {

    private final String name;
    private final RuntimeApi runtimeApi = new RuntimeApi();
    private final Process process;

    private Peer(String name, List<String> command, Map<String, String> environment) throws IOException {
        this.name = name;
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", runtimeApi.address());
        process = builder.redirectErrorStream(true).redirectOutput(new File("target", "benchmark-" + name + ".log")).start();
    }

    /** The packaged jar under the real runtime interface client, compiled by C1 alone as Lambda's Java runtimes do. */
    static Peer beetroot(Map<String, String> environment) throws IOException {
        String runtimeClient = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> path.contains("aws-lambda-java-runtime-interface-client") || path.contains("aws-lambda-java-serialization"))
            .collect(Collectors.joining(File.pathSeparator));
        return new Peer("beetroot", List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-cp", Path.of("target", "beetroot-api.jar") + File.pathSeparator + runtimeClient,
            AWSLambda.class.getName(), "com.beetroot.api.ApiFunction::handleRequest"), environment);
    }

    /** The old function's likeness in Python with boto3. */
    static Peer python(Map<String, String> environment) throws IOException {
        return new Peer("python", List.of("python3", Path.of("src", "bench", "python", "old_function.py").toString()), environment);
    }

    String name() {
        return name;
    }

    /** Sends one event and gives the answer. */
    String invoke(String event) throws InterruptedException {
        RuntimeApi.Outcome outcome = runtimeApi.invoke(event);
        if (!outcome.kind().equals("response") || !outcome.body().contains("\"statusCode\":200") && !outcome.body().contains("\"statusCode\": 200")) {
            throw new IllegalStateException(name + " failed: " + outcome.body());
        }
        return outcome.body();
    }

    /** The processor time of the process so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        runtimeApi.close();
    }
}
