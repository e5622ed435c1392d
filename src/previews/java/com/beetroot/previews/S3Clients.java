package com.beetroot.previews;

import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Creates clients of S3 from the SDK's own settings. */
final class S3Clients {

    private S3Clients() {}

    /** Returns a client that reads buckets of any region, path-style if another endpoint than AWS's is set. */
    static S3Client create() {
        boolean elsewhere = System.getenv("AWS_ENDPOINT_URL_S3") != null
                || System.getenv("AWS_ENDPOINT_URL") != null
                || System.getProperty("aws.endpointUrlS3") != null;
        return S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .forcePathStyle(elsewhere)
                .crossRegionAccessEnabled(!elsewhere)
                .build();
    }
}
