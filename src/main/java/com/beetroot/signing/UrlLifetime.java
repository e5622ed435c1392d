package com.beetroot.signing;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a URL works, and for how long the same object keeps the same URL.
 *
 * <p>A URL is signed as of the start of the window that the moment lies in, so within a window it stays the same to the
 * byte, and a browser finds in its cache what it has loaded before. It never works longer than asked, and still for
 * {@code expires} less {@code window} when it is handed out.
 *
 * @param expires from the window's start to the URL's end, 1 second to 7 days (the limit of Signature Version 4 in the
 *     query)
 * @param window how long a URL stays the same, at most half of {@code expires}; zero signs as of the current second
 */
public record UrlLifetime(Duration expires, Duration window) {

    public UrlLifetime {
        if (window.isNegative() || window.compareTo(expires.minus(window)) > 0) {
            throw new IllegalArgumentException(
                    "The window must be from 0 to half of " + expires.toSeconds() + " seconds.");
        }
    }

    /**
     * The start of the window that the moment lies in, counted from 1970-01-01T00:00:00Z, so that all instances agree.
     */
    Instant windowStart(Instant moment) {
        // X-Amz-Date has whole seconds.
        long step = Math.max(1, window.toSeconds());
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), step) * step);
    }

    /** What S3 is to answer as {@code Cache-Control}: the same in each window, or the URL would change with it. */
    String cacheControl() {
        return "private, max-age=" + expires.toSeconds() + ", immutable";
    }
}
