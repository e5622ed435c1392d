package com.beetroot.signing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The URLs that were made, up to a bound: the least recently used goes first. Safe for use by many threads. */
final class UrlCache {

    /** About 16 MB with session tokens of 1,000 characters. */
    static final int MAX_URLS = 10_000;

    /**
     * With an equality by hand: the JDK would put a record's together at run time, and spend milliseconds of each start
     * on it.
     */
    private record Place(String bucket, String key) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Place place && key.equals(place.key) && bucket.equals(place.bucket);
        }

        @Override
        public int hashCode() {
            return 31 * bucket.hashCode() + key.hashCode();
        }
    }

    private final Map<Place, String> urls = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, String> eldest) {
            return size() > MAX_URLS;
        }
    };

    synchronized @Nullable String get(String bucket, String key) {
        return urls.get(new Place(bucket, key));
    }

    synchronized void put(String bucket, String key, String url) {
        urls.put(new Place(bucket, key), url);
    }
}
