package com.beetroot.api;

import com.beetroot.gallery.ReadBudget;
import java.util.function.Supplier;

/**
 * What accompanies a request besides HTTP. The generated interface has no parameter for it, so it travels in a
 * {@link ScopedValue} of the thread that answers.
 *
 * @param reads the time that the request may spend reading, and what it has read
 * @param telemetry what answering it has shown
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

    /** Does the work with this context as the current one. */
    public <T> T callAsCurrent(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }
}
