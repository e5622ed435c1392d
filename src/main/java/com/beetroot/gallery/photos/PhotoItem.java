package com.beetroot.gallery.photos;

import org.jspecify.annotations.Nullable;

/**
 * A photo that a person appears in.
 *
 * @param photoId the photo's key, never empty
 * @param location the location of the original
 * @param thumbKey the key, in the thumbs bucket, of the person's face cut from the photo; null if there is none
 */
public record PhotoItem(
        String photoId, ObjectLocation location, @Nullable String thumbKey) {}
