package com.beetroot.gallery;

import io.micronaut.core.annotation.Nullable;

/**
 * Where an object lies in S3, as far as it is known.
 *
 * @param bucket the bucket, null where it is not known
 * @param key the key, null where it is not known
 */
public record ObjectLocation(
        @Nullable String bucket, @Nullable String key) {

    boolean isComplete() {
        return bucket != null && key != null;
    }

    /** This location with its gaps filled from another: one's own values win. */
    ObjectLocation orElse(ObjectLocation other) {
        return new ObjectLocation(bucket != null ? bucket : other.bucket, key != null ? key : other.key);
    }
}
