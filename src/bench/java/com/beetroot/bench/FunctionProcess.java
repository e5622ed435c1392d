package com.beetroot.bench;

import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LambdaRuntimeApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A function in its own process, called the way Lambda calls it. */
final class FunctionProcess implements AutoCloseable {

    private final String name;
    private final LambdaRuntimeApi runtimeApi = new LambdaRuntimeApi();
    private final long spawned;
    private final Process process;
    private @Nullable ProcessorShare share;

    FunctionProcess(String name, List<String> command, Map<String, String> environment) throws IOException {
        this.name = name;
        ProcessBuilder builder = new ProcessBuilder(command)
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

    /** Waits for the end of the INIT, and returns the time since the spawn. */
    Duration init() throws InterruptedException {
        return Duration.ofNanos(runtimeApi.initDone() - spawned);
    }

    /** Limits the process from now on to the processor share of a function with this memory. */
    void limitTo(int megabytes) throws IOException {
        share = ProcessorShare.limit(process, megabytes);
    }

    /** Freezes the process for a while, as Lambda does between two requests. */
    void freeze(Duration time) throws IOException, InterruptedException {
        runtimeApi.awaitIdle();
        signal("STOP");
        Thread.sleep(time);
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Requests a path in payload format 2.0 and returns the response. */
    String get(String path) throws InterruptedException {
        LambdaRuntimeApi.Outcome outcome = runtimeApi.invoke(
                GatewayPayload.FUNCTION_URL.event("GET", path, "", Map.of()).toString());
        if (!outcome.kind().equals("response")) {
            throw new IllegalStateException(name + " failed: " + outcome.body());
        }
        return outcome.body();
    }

    /** Returns the processor time of the process so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Returns the peak resident memory so far in bytes; available on Linux only. */
    OptionalLong peakMemory() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        return !Files.exists(status)
                ? OptionalLong.empty()
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> 1_024 * Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst();
    }

    /** Ends the process the way Lambda ends an environment, and waits because a training run writes its cache then. */
    void finish() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException(name + " does not end.");
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        runtimeApi.close();
        if (share != null) {
            share.close();
        }
    }
}
