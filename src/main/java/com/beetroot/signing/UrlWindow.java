package com.beetroot.signing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Signs the URLs of one window, each only once. The objects are allowed to be signed, and a browser can load them.
 * Thread-safe.
 */
public interface UrlWindow {

    /** Returns when the URLs of this window stop working, in whole seconds. */
    Instant expiresAt();

    /** Returns the URL that was signed for the object in this window; null if there is none or it was evicted. */
    @Nullable
    String known(String bucket, String key);

    /** Returns a newly signed URL of the object; null if no object can have that location. */
    @Nullable
    String sign(String bucket, String key);

    /** Returns a URL of the object, signed as {@link #sign} does, that makes a browser save it under its own name. */
    @Nullable
    String signDownload(String bucket, String key);
}
