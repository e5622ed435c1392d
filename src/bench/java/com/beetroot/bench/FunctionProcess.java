package com.beetroot.bench;

import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LambdaRuntimeApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A function in a process of its own, called as Lambda calls it. */
final class FunctionProcess implements AutoCloseable {

    private final String name;
    private final LambdaRuntimeApi runtimeApi = new LambdaRuntimeApi();
    private final long spawned;
    private final Process process;

    FunctionProcess(String name, List<String> command, Map<String, String> environment, Cpus cpus) throws IOException {
        this.name = name;
        List<String> pinned = new ArrayList<>(cpus.prefix());
        pinned.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(pinned)
                .directory(Files.createDirectories(Peer.FOLDER).toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", runtimeApi.address());
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Peer.FOLDER.resolve(name + ".log").toFile()));
        spawned = System.nanoTime();
        process = builder.start();
    }

    /** Waits for the end of the init, and tells how long it took from the spawn. */
    Duration init() throws InterruptedException {
        return Duration.ofNanos(runtimeApi.initDone() - spawned);
    }

    /** The time since the spawn. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - spawned);
    }

    /** Asks for a path, in payload format 2.0, and gives the answer. */
    String get(String path) throws InterruptedException {
        LambdaRuntimeApi.Outcome outcome = runtimeApi.invoke(
                GatewayPayload.FUNCTION_URL.event("GET", path, "", Map.of()).toString());
        if (!outcome.kind().equals("response")) {
            throw new IllegalStateException(name + " failed: " + outcome.body());
        }
        return outcome.body();
    }

    /** The processor time of the process so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** The most memory that was resident at once so far, in bytes; only Linux tells. */
    OptionalLong peakMemory() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        return !Files.exists(status)
                ? OptionalLong.empty()
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> 1_024 * Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst();
    }

    /** Ends the process as Lambda ends an environment, and waits, for a training run writes its cache then. */
    void finish() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException(name + " does not end.");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        runtimeApi.close();
    }
}
