package com.beetroot.signing;

import java.util.ArrayList;
import java.util.List;

/**
 * The allow list of objects that may get a URL.
 *
 * <p>Bucket and key come from a database that others write to: without a limit, a poisoned item could expose any object
 * in any bucket that the function's role can read.
 *
 * @param places the locations of those objects; empty to allow every object of every bucket
 */
public record SigningAllowList(List<Place> places) {

    /**
     * One key of a bucket, or all of its keys that share a prefix.
     *
     * @param key the key or the prefix
     * @param prefix whether {@code key} is a prefix
     */
    public record Place(String bucket, String key, boolean prefix) {

        /** Returns whether the object lies here. */
        public boolean holds(String bucket, String key) {
            return this.bucket.equals(bucket) && (prefix ? key.startsWith(this.key) : key.equals(this.key));
        }
    }

    public SigningAllowList {
        places = List.copyOf(places);
    }

    /**
     * Parses patterns.
     *
     * @param patterns each {@code bucket/key}, or {@code bucket/prefix*} for all keys with that prefix; empty to allow
     *     every object
     * @throws IllegalArgumentException if a pattern has neither form
     */
    public static SigningAllowList of(List<String> patterns) {
        List<Place> places = new ArrayList<>();
        for (String pattern : patterns) {
            int slash = pattern.indexOf('/');
            int star = pattern.indexOf('*');
            boolean prefix = star == pattern.length() - 1;
            if (slash < 1
                    || slash == pattern.length() - 1
                    || star >= 0 && (!prefix || star < slash)
                    || !S3Endpoints.isBucketName(pattern.substring(0, slash))) {
                throw new IllegalArgumentException(
                        "\"" + pattern + "\" is not of the form bucket/prefix* or bucket/key");
            }
            places.add(new Place(
                    pattern.substring(0, slash),
                    pattern.substring(slash + 1, prefix ? star : pattern.length()),
                    prefix));
        }
        return new SigningAllowList(places);
    }

    boolean contains(String bucket, String key) {
        return places.isEmpty() || places.stream().anyMatch(place -> place.holds(bucket, key));
    }
}
