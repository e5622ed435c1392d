package com.beetroot.signing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The URLs of one response, all of one window and one set of credentials. For use by one thread. */
public final class ResponseUrls {

    private final SigningWindow window;
    private int signed;
    private int reused;

    ResponseUrls(SigningWindow window) {
        this.window = window;
    }

    /**
     * The moment until which every URL works, in whole seconds: the end of their life, or of the credentials' where
     * that is known and earlier.
     */
    public Instant expiresAt() {
        return window.expiresAt();
    }

    /**
     * The temporary URL of an object, which need not exist.
     *
     * @param bucket the bucket, or null where it is not known
     * @param key the object's key as it is, not encoded, or null where it is not known
     * @return the URL, or null where bucket or key is null, no object can have that place, or it is not one to be
     *     signed
     */
    public @Nullable String url(@Nullable String bucket, @Nullable String key) {
        if (bucket == null || key == null) {
            return null;
        }
        String known = window.known(bucket, key);
        if (known != null) {
            reused++;
            return known;
        }
        String url = window.sign(bucket, key);
        if (url != null) {
            signed++;
        }
        return url;
    }

    /** How many URLs were signed for this response. */
    public int signed() {
        return signed;
    }

    /** How many URLs were there already, from a response before in the same window. */
    public int reused() {
        return reused;
    }
}
