package com.beetroot.gallery;

import java.time.Duration;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;

/**
 * What one request reads from DynamoDB: by when it must be read, and what it has cost so far. Safe for use by many
 * threads.
 */
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

    /** How many calls were made, each counted once however often the SDK had to try. */
    public long calls() {
        return calls.sum();
    }

    /** The read capacity units that DynamoDB says it consumed. */
    public double capacityUnits() {
        return units.sum();
    }

    /** The time left, at least a millisecond, because the SDK takes no shorter timeout. */
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
