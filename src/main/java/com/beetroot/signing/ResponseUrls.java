package com.beetroot.signing;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Signs the URLs of one response, each signer's in one window. Not thread-safe. */
public final class ResponseUrls {

    private final List<UrlSigner> signers;
    private final Instant now;
    private final BiPredicate<String, String> maySign;
    /** The windows of the signers that were needed so far. */
    private final @Nullable UrlWindow[] windows;

    private int signed;
    private int reused;

    /**
     * @param signers the last signs for every bucket
     * @param maySign tests whether the object with this bucket and key may get a URL
     */
    ResponseUrls(List<UrlSigner> signers, Instant now, BiPredicate<String, String> maySign) {
        this.signers = signers;
        this.now = now;
        this.maySign = maySign;
        this.windows = new @Nullable UrlWindow[signers.size()];
        if (signers.size() == 1) {
            window(0);
        }
    }

    /**
     * Returns the moment until which every URL returned so far works, in whole seconds: the end of the URLs' lifetime,
     * or of the credentials' if they signed one of them and their end is known and earlier.
     */
    public Instant expiresAt() {
        return Arrays.stream(windows)
                .filter(Objects::nonNull)
                .map(UrlWindow::expiresAt)
                .min(Comparator.naturalOrder())
                .orElseGet(() -> window(0).expiresAt());
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
        UrlWindow window = window(bucket);
        String known = window.known(bucket, key);
        if (known != null) {
            reused++;
            return known;
        }
        return counted(maySign.test(bucket, key) ? window.sign(bucket, key) : null);
    }

    /**
     * Returns the temporary URL of an object that a browser saves instead of showing it, under the last segment of its
     * key. Such URLs are not cached, because each is requested by a person.
     *
     * @return as {@link #url}
     */
    public @Nullable String download(@Nullable String bucket, @Nullable String key) {
        if (bucket == null || key == null || !maySign.test(bucket, key)) {
            return null;
        }
        return counted(window(bucket).signDownload(bucket, key));
    }

    /** Returns how many URLs were signed for this response. */
    public int signed() {
        return signed;
    }

    /** Returns how many URLs were reused from an earlier response in the same window. */
    public int reused() {
        return reused;
    }

    private @Nullable String counted(@Nullable String url) {
        if (url != null) {
            signed++;
        }
        return url;
    }

    private UrlWindow window(String bucket) {
        int signer = 0;
        while (signer < windows.length - 1 && !signers.get(signer).signs(bucket)) {
            signer++;
        }
        return window(signer);
    }

    private UrlWindow window(int signer) {
        UrlWindow window = windows[signer];
        if (window == null) {
            window = signers.get(signer).window(now);
            windows[signer] = window;
        }
        return window;
    }
}
