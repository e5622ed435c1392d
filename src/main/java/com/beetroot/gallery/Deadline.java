package com.beetroot.gallery;

import java.time.Duration;

/** The moment by which an answer must be ready. */
public record Deadline(long nanoTime) {

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** The time left, at least a millisecond, because the SDK takes no shorter timeout. */
    Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, nanoTime - System.nanoTime()));
    }

    boolean isPast() {
        return System.nanoTime() >= nanoTime;
    }
}
