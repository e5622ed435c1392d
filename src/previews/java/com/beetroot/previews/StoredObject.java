package com.beetroot.previews;

/**
 * An object in S3.
 *
 * @param key not encoded
 */
record StoredObject(String bucket, String key) {}
