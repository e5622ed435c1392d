package com.beetroot.gallery.dynamodb;

import java.time.Duration;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;

/** Limits the time for one request's reads from DynamoDB, and counts the calls and what they have cost. Thread-safe. */
public final class ReadBudget {

    private final long end;
    private final LongAdder calls = new LongAdder();
    private final DoubleAdder units = new DoubleAdder();

    private ReadBudget(long end) {
        this.end = end;
    }

    public static ReadBudget within(Duration time) {
        return new ReadBudget(System.nanoTime() + time.toNanos());
    }

    /** Returns how many calls were made. Each counts once, however many attempts the SDK needed. */
    public long calls() {
        return calls.sum();
    }

    /** Returns the read capacity units that DynamoDB reported as consumed. */
    public double capacityUnits() {
        return units.sum();
    }

    /** Returns the time left, at least a millisecond, because the SDK accepts no shorter timeout. */
    Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }

    boolean isOver() {
        return System.nanoTime() >= end;
    }

    void called() {
        calls.increment();
    }

    void consumed(@Nullable ConsumedCapacity capacity) {
        if (capacity != null && capacity.capacityUnits() != null) {
            units.add(capacity.capacityUnits());
        }
    }
}
