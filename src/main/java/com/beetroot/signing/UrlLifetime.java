package com.beetroot.signing;

import java.time.Duration;
import java.time.Instant;

/**
 * Defines how long a URL works, and how long an object keeps the same URL.
 *
 * <p>A URL is signed as of the start of the current window. Within a window it stays the same to the byte, so a browser
 * finds in its cache what it has loaded before. A URL is valid for at most {@code expires}, and for at least
 * {@code expires} minus {@code window} when issued.
 *
 * @param expires the time from the window's start to the URL's end, 1 second to {@link #LONGEST}
 * @param window how long a URL stays the same, at most half of {@code expires}; zero signs as of the current second
 */
public record UrlLifetime(Duration expires, Duration window) {

    /** The longest life of a URL: 7 days, the limit of Signature Version 4 in the query. */
    public static final Duration LONGEST = Duration.ofDays(7);

    public UrlLifetime {
        if (expires.compareTo(Duration.ofSeconds(1)) < 0 || expires.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A URL must work for 1 to " + LONGEST.toSeconds() + " seconds.");
        }
        if (window.isNegative() || window.compareTo(expires.minus(window)) > 0) {
            throw new IllegalArgumentException(
                    "The window must be from 0 to half of " + expires.toSeconds() + " seconds.");
        }
    }

    /**
     * Returns the start of the window that the moment falls in. Windows are counted from 1970-01-01T00:00:00Z, so that
     * all instances agree.
     */
    public Instant windowStart(Instant moment) {
        // X-Amz-Date has whole seconds.
        long step = Math.max(1, window.toSeconds());
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), step) * step);
    }

    /** Returns the {@code Cache-Control} that S3 is to send. It stays constant, because it is part of the URL. */
    String cacheControl() {
        return "private, max-age=" + expires.toSeconds() + ", immutable";
    }
}
