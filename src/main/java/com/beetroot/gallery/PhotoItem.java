package com.beetroot.gallery;

import io.micronaut.core.annotation.Nullable;

/**
 * A photo that a person appears in.
 *
 * @param photoId the photo's key, never empty
 * @param location where the photo lies
 * @param thumbKey the key, in the thumbs bucket, of the person's face cut from the photo; null where there is none
 */
public record PhotoItem(
        String photoId, ObjectLocation location, @Nullable String thumbKey) {}
