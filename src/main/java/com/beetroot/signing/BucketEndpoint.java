package com.beetroot.signing;

import java.net.URI;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

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
        return folder + ObjectKeys.encoded(key);
    }
}
