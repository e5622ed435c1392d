package com.beetroot.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Repeated measurements of one time, in milliseconds. */
final class Spread {

    private final List<Double> millis = new ArrayList<>();

    void add(Duration time) {
        millis.add(time.toNanos() / 1e6);
    }

    Duration latest() {
        return Duration.ofNanos((long) (millis.getLast() * 1e6));
    }

    /** Returns the given percentile; NaN if nothing was measured. */
    double percentile(int hundredths) {
        if (millis.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * hundredths / 100.0) - 1));
    }

    double median() {
        return percentile(50);
    }

    /** Returns the median, the minimum and the maximum. */
    @Override
    public String toString() {
        return "%.0f (%.0f–%.0f)".formatted(median(), percentile(0), percentile(100));
    }
}
