package com.beetroot.signing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The endpoint of one bucket.
 *
 * @param root the scheme, host and port that each URL begins with
 * @param folder the path before an object's key, ending in a slash
 * @param service the service name to sign for
 * @param region the region to sign for
 * @param request a GET request to the bucket, the template for requests to its objects
 */
record BucketEndpoint(String root, String folder, String service, String region, SdkHttpRequest request) {

    /** S3's limit for a key, in bytes of UTF-8. */
    private static final int MAX_KEY_BYTES = 1_024;

    static BucketEndpoint at(URI address, String service, String region) {
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
                service,
                region,
                request);
    }

    /** Returns the path of an object, percent-encoded once, as Signature Version 4 for S3 requires. */
    String path(String key) {
        return folder + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
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
