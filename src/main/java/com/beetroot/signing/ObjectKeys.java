package com.beetroot.signing;

import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** The rules for objects' keys in URLs. */
public final class ObjectKeys {

    /** S3's limit for a key, in bytes of UTF-8. */
    private static final int MAX_KEY_BYTES = 1_024;

    private ObjectKeys() {}

    /** Returns the key as a path, percent-encoded once, as both S3's and CloudFront's signatures require. */
    public static String encoded(String key) {
        return SdkHttpUtils.urlEncodeIgnoreSlashes(key);
    }

    /**
     * Returns whether S3 can hold an object with this key and a browser would request exactly that key: browsers
     * collapse the segments "." and "..".
     */
    static boolean isLoadable(String key) {
        if (key.length() > MAX_KEY_BYTES || key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
            return false;
        }
        for (int start = 0, end; start <= key.length(); start = end + 1) {
            int slash = key.indexOf('/', start);
            end = slash < 0 ? key.length() : slash;
            if (end - start == 1 && key.charAt(start) == '.' || end - start == 2 && key.startsWith("..", start)) {
                return false;
            }
        }
        return true;
    }
}
