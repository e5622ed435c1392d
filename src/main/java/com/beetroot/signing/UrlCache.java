package com.beetroot.signing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bounded cache of signed URLs, which evicts the least recently used first. Thread-safe. */
public final class UrlCache {

    /** The most URLs in the cache; they take about 16 MB with session tokens of 1,000 characters. */
    static final int MAX_URLS = 10_000;

    private final Map<String, String> urls = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_URLS;
        }
    };

    /** Returns the URL of the object; null if there is none or it was evicted. */
    public synchronized @Nullable String get(String bucket, String key) {
        return urls.get(place(bucket, key));
    }

    /** Keeps the URL of the object. */
    public synchronized void put(String bucket, String key, String url) {
        urls.put(place(bucket, key), url);
    }

    /** A string, because the AOT cache cannot hold what compares records. The name of a bucket has no slash. */
    private static String place(String bucket, String key) {
        return bucket + '/' + key;
    }
}
