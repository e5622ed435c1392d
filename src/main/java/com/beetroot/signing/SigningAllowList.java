package com.beetroot.signing;

import java.util.ArrayList;
import java.util.List;

/**
 * The objects that may get a URL.
 *
 * <p>Bucket and key come from a database that others write: without a bound, a poisoned item would turn whoever signs
 * into a reader of every bucket that the role can read.
 *
 * @param places where they lie; none for every object of every bucket
 */
public record SigningAllowList(List<Place> places) {

    /**
     * Keys of one bucket.
     *
     * @param key the one key, or what all of them start with
     * @param prefix which of the two
     */
    public record Place(String bucket, String key, boolean prefix) {

        private boolean holds(String bucket, String key) {
            return this.bucket.equals(bucket) && (prefix ? key.startsWith(this.key) : key.equals(this.key));
        }
    }

    public SigningAllowList {
        places = List.copyOf(places);
    }

    /**
     * Reads the patterns of a list.
     *
     * @param patterns each {@code bucket/key}, or {@code bucket/prefix*} for all keys that start so; none for every
     *     object
     * @throws IllegalArgumentException where a pattern is neither
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
