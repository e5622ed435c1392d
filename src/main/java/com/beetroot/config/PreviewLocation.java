package com.beetroot.config;

import com.beetroot.signing.S3Endpoints;

/**
 * The location of the photos' previews. The key of a preview follows from the key of its photo, so no table is read to
 * find it. Photos with the same key in two buckets would share a preview.
 *
 * @param bucket the bucket of all previews
 * @param prefix what their keys begin with; empty, or ending in a slash
 */
public record PreviewLocation(String bucket, String prefix) {

    /** A pattern for {@code bucket/prefix/}, or {@code bucket/} for a bucket that holds nothing else. */
    public static final String FORM = S3Endpoints.BUCKET_NAME + "/((?!\\.{1,2}/)[^/*?$,\\s]+/)*";

    /** Previews are JPEGs, whatever the photo is. */
    private static final String EXTENSION = ".jpg";

    /** Parses a text that matches {@link #FORM}. */
    public static PreviewLocation of(String text) {
        int slash = text.indexOf('/');
        return new PreviewLocation(text.substring(0, slash), text.substring(slash + 1));
    }

    /** Returns the key of a photo's preview. */
    public String keyOf(String photoKey) {
        return prefix + photoKey + EXTENSION;
    }
}
