package com.beetroot.signing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Where one bucket answers.
 *
 * @param root scheme, host and port, as a URL begins
 * @param folder the path that its keys stand under, ending in a slash
 * @param request a GET of the bucket, to be made one of an object
 */
record BucketEndpoint(String root, String folder, SdkHttpRequest request) {

    /** S3's limit for a key, in bytes of UTF-8. */
    private static final int MAX_KEY_BYTES = 1_024;

    static BucketEndpoint at(URI address) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .protocol(address.getScheme())
                .host(address.getHost())
                .port(address.getPort() < 0 ? null : address.getPort())
                .build();
        String path = address.getRawPath();
        return new BucketEndpoint(
                address.getScheme() + "://" + address.getRawAuthority(),
                path.endsWith("/") ? path : path + "/",
                request);
    }

    /** The path of an object, encoded once, as Signature Version 4 for S3 wants it. */
    String path(String key) {
        return folder + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
    }

    /** Whether an object can have the key, and a browser asks for just that: it collapses the segments "." and "..". */
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
