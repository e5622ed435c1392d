package com.beetroot.api;

import com.beetroot.signing.ResponseUrls;
import org.jspecify.annotations.Nullable;

/** Records for the log how one request is answered. Only the thread that answers writes to it. */
public final class Telemetry {

    private int urlsSigned;
    private int urlsReused;
    private @Nullable Fault fault;

    void signed(ResponseUrls urls) {
        urlsSigned = urls.signed();
        urlsReused = urls.reused();
    }

    /** Records why the request failed. Keeps only the first fault, which causes those that follow. */
    public void failed(Fault fault) {
        if (this.fault == null) {
            this.fault = fault;
        }
    }

    /** Returns how many URLs were signed for the response. */
    public int urlsSigned() {
        return urlsSigned;
    }

    /** Returns how many URLs were reused from an earlier response in the same signing window. */
    public int urlsReused() {
        return urlsReused;
    }

    /** Returns why the request failed; null if it did not. */
    public @Nullable Fault fault() {
        return fault;
    }
}
