package com.beetroot.api;

import com.beetroot.signing.ResponseUrls;
import org.jspecify.annotations.Nullable;

/** What answering one request has shown, for the log. Only the thread that answers writes it. */
public final class Telemetry {

    private int urlsSigned;
    private int urlsReused;
    private @Nullable Fault fault;

    void signed(ResponseUrls urls) {
        urlsSigned = urls.signed();
        urlsReused = urls.reused();
    }

    /** Records why the request failed. The first fault is the cause of those that follow, and stays. */
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

    public @Nullable Fault fault() {
        return fault;
    }
}
