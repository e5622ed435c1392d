package com.beetroot.gallery.photos;

import org.jspecify.annotations.Nullable;

/**
 * The location of an object in S3, as far as it is known.
 *
 * @param bucket the bucket; null if unknown
 * @param key the key; null if unknown
 */
public record ObjectLocation(
        @Nullable String bucket, @Nullable String key) {

    boolean isComplete() {
        return bucket != null && key != null;
    }

    /** Returns this location with its gaps filled from another; values present here win. */
    ObjectLocation orElse(ObjectLocation other) {
        return new ObjectLocation(bucket != null ? bucket : other.bucket, key != null ? key : other.key);
    }
}
