package com.beetroot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;

/**
 * What stays on the heap while a run goes on: after a first half that fills the caches, the second may add next to
 * nothing.
 */
public final class LiveHeap {

    /**
     * What 2.5 kilobytes kept of each of 2,600 requests would exceed; the JVM and DynamoDB Local add 1 to 2 MB by the
     * way.
     */
    private static final long BOUND = 6L << 20;

    private static final int COLLECTIONS = 4;

    private long half;
    private long whole;

    /** To be called after each step. */
    public void after(int step, int steps) {
        if (step == steps / 2) {
            half = used();
        } else if (step == steps - 1) {
            whole = used();
        }
    }

    public void hasNotGrown() {
        System.out.printf("live heap: %,d bytes after the first half, %+,d after the second%n", half, whole - half);
        assertThat(whole - half)
                .as("bytes that the second half of the run left on the heap")
                .isLessThan(BOUND);
    }

    /**
     * The least of several readings: a collection's reference queues let go some for the next one, and what other
     * threads have begun since counts by whole regions, of megabytes.
     */
    private static long used() {
        return LongStream.generate(() -> {
                    System.gc();
                    return ManagementFactory.getMemoryMXBean()
                            .getHeapMemoryUsage()
                            .getUsed();
                })
                .limit(COLLECTIONS)
                .min()
                .orElseThrow();
    }
}
