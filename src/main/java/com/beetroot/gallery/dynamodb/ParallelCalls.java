package com.beetroot.gallery.dynamodb;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs calls that wait on the network in parallel, each on a virtual thread. */
public final class ParallelCalls {

    /**
     * The most calls that run in parallel, and so the most connections that one request needs. With a server that
     * serves 16 connections at a time and lets 16 wait, 150 calls of 5 ms took 86 ms; with 24 in parallel some
     * connections timed out, and the calls took 2 s.
     */
    static final int MAX = 16;

    private ParallelCalls() {}

    /** Runs calls that have no result. */
    public static void run(List<? extends Callable<Void>> calls) {
        call(calls.stream()
                .map(call -> (Callable<Boolean>) () -> {
                    call.call();
                    return true;
                })
                .toList());
    }

    /**
     * Returns the results in the order of the calls. After a failure no further call starts, and the first failure is
     * thrown once the running calls have ended.
     */
    public static <T> List<T> call(List<? extends Callable<T>> calls) {
        if (calls.size() == 1) {
            return List.of(result(calls.getFirst()));
        }
        AtomicBoolean failed = new AtomicBoolean();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(MAX, Thread.ofVirtual().factory())) {
            List<Future<T>> futures = threads.invokeAll(
                    calls.stream().map(call -> unlessFailed(failed, call)).toList());
            // Calls start in order, so the failure comes before the calls that it cancelled.
            return futures.stream().map(future -> result(future::get)).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading from DynamoDB.", e);
        }
    }

    private static <T> Callable<T> unlessFailed(AtomicBoolean failed, Callable<T> call) {
        return () -> {
            if (failed.get()) {
                throw new CancellationException();
            }
            try {
                return call.call();
            } catch (Exception | Error e) {
                failed.set(true);
                throw e;
            }
        };
    }

    private static <T> T result(Callable<T> call) {
        try {
            return call.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
