package com.beetroot.bench;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Starts the runtime interface client in place of the client's main class, and samples the main thread's stack every
 * millisecond. On exit it writes one line per sample to the file named by the variable {@code SAMPLES}: the nanoseconds
 * since the previous sample, and the methods, outermost first.
 */
public final class StartSampler {

    /** @param since nanoseconds since the previous sample */
    record Sample(long since, StackTraceElement[] stack) {}

    private StartSampler() {}

    /** Takes the arguments of the runtime interface client. */
    public static void main(String[] arguments) throws Throwable {
        Instant started = Instant.now();
        Thread main = Thread.currentThread();
        List<Sample> samples = new ArrayList<>(4_000);
        Thread sampler = Thread.ofPlatform().daemon().start(() -> sample(main, samples));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            sampler.interrupt();
            write(started, samples);
        }));
        AWSLambda.main(arguments);
    }

    private static void sample(Thread main, List<Sample> samples) {
        long last = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(Duration.ofMillis(1));
                StackTraceElement[] stack = main.getStackTrace();
                long now = System.nanoTime();
                synchronized (samples) {
                    samples.add(new Sample(now - last, stack));
                }
                last = now;
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(Instant started, List<Sample> samples) {
        List<String> lines = new ArrayList<>(List.of(started.toString()));
        synchronized (samples) {
            for (Sample sample : samples) {
                lines.add(sample.since() + " "
                        + Arrays.asList(sample.stack()).reversed().stream()
                                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                                .collect(Collectors.joining(" ")));
            }
        }
        try {
            Files.write(Path.of(System.getenv("SAMPLES")), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
