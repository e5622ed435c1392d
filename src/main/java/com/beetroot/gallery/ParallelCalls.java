package com.beetroot.gallery;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs calls that wait on the network side by side, each on a virtual thread. */
final class ParallelCalls {

    private ParallelCalls() {}

    /** Runs the calls for what they do. */
    static void run(List<? extends Callable<Void>> calls) {
        call(calls.stream()
                .map(call -> (Callable<Boolean>) () -> {
                    call.call();
                    return true;
                })
                .toList());
    }

    /** The results in the order of the calls. The first failure is thrown after all have ended. */
    static <T> List<T> call(List<? extends Callable<T>> calls) {
        if (calls.size() == 1) {
            return List.of(result(calls.getFirst()));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = threads.invokeAll(calls);
            return futures.stream().map(future -> result(future::get)).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading from DynamoDB.", e);
        }
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
