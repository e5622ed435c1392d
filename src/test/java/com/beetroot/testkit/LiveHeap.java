package com.beetroot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;

/** Measures the live heap during a run. The first half fills the caches; the second half may add almost nothing. */
public final class LiveHeap {

    /**
     * The allowed growth. A leak of 2.5 kilobytes per request would exceed it after 2,600 requests; the JVM and
     * DynamoDB Local add 1 to 2 MB of their own.
     */
    private static final long BOUND = 6L << 20;

    private static final int COLLECTIONS = 4;

    private long half;
    private long whole;

    /** Takes a measurement if due; call it after each step. */
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
                .as("heap growth in bytes during the second half of the run")
                .isLessThan(BOUND);
    }

    /**
     * Returns the minimum of several readings. Some objects are only freed by the next collection, after their
     * reference queues are processed, and allocations of other threads count as whole regions of megabytes.
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
