package com.beetroot.signing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Signs the URLs of one response, all in one window and with one set of credentials. Not thread-safe. */
public final class ResponseUrls {

    private final SigningWindow window;
    private int signed;
    private int reused;

    ResponseUrls(SigningWindow window) {
        this.window = window;
    }

    /**
     * Returns the moment until which every URL works, in whole seconds: the end of the URLs' lifetime, or of the
     * credentials' if that is known and earlier.
     */
    public Instant expiresAt() {
        return window.expiresAt();
    }

    /**
     * Returns the temporary URL of an object, which need not exist.
     *
     * @param bucket the bucket; null if unknown
     * @param key the object's key, not encoded; null if unknown
     * @return the URL; null if bucket or key is null, no object can have that location, or the object must not be
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

    /**
     * Returns the temporary URL of an object that a browser saves instead of showing it, under the last segment of its
     * key. Such URLs are not cached, because each is requested by a person.
     *
     * @return as {@link #url}
     */
    public @Nullable String download(@Nullable String bucket, @Nullable String key) {
        String url = bucket == null || key == null ? null : window.signDownload(bucket, key);
        if (url != null) {
            signed++;
        }
        return url;
    }

    /** Returns how many URLs were signed for this response. */
    public int signed() {
        return signed;
    }

    /** Returns how many URLs were reused from an earlier response in the same window. */
    public int reused() {
        return reused;
    }
}
