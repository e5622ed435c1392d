package com.beetroot.signing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The endpoint of one bucket.
 *
 * @param root scheme, host and port, with which a URL begins
 * @param folder the path that precedes its keys, ending in a slash
 * @param service the service name that its signatures are for
 * @param region the region that its signatures are for
 * @param request a GET of the bucket, from which one of an object is made
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

    /** Returns the path of an object, encoded once, as Signature Version 4 for S3 requires. */
    String path(String key) {
        return folder + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
    }

    /** Returns whether an object can have the key and a browser requests exactly it: browsers collapse "." and "..". */
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
