package com.beetroot.api;

import com.beetroot.gallery.dynamodb.ReadBudget;
import java.util.function.Supplier;

/**
 * The read budget and telemetry of a request. The generated interface has no parameter for them, so they are passed in
 * a {@link ScopedValue} of the thread that answers.
 *
 * @param reads limits the time for reading, and counts the reads
 * @param telemetry records how the request is answered
 */
public record RequestContext(ReadBudget reads, Telemetry telemetry) {

    private static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();

    public RequestContext(ReadBudget reads) {
        this(reads, new Telemetry());
    }

    /** Returns the context of the request that this thread answers. */
    static RequestContext current() {
        return CURRENT.get();
    }

    /** Runs the work with this context as the current one, and returns its result. */
    public <T> T callAsCurrent(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }
}
