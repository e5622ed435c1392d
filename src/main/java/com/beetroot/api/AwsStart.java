package com.beetroot.api;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.LoggerFactory;

/** {@link Aws} in the making, on a thread of its own while Micronaut starts on another: neither needs the other. */
final class AwsStart {

    private final FutureTask<Aws> task;

    private AwsStart(FutureTask<Aws> task) {
        this.task = task;
    }

    static AwsStart begin(Callable<Aws> making) {
        // While one thread initialises SLF4J, another is given loggers that count every level as wanted, and Micronaut traces.
        LoggerFactory.getILoggerFactory();
        FutureTask<Aws> task = new FutureTask<>(making);
        Thread.ofPlatform().name("aws-start").daemon().start(task);
        return new AwsStart(task);
    }

    /** Waits for it. Throws what its making has thrown. */
    Aws get() {
        try {
            return task.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while starting.", e);
        }
    }
}
