package com.beetroot.signing.cloudfront;

import java.util.Map;
import java.util.Optional;

/**
 * Defines which buckets browsers load through CloudFront, and what signs their URLs.
 *
 * @param bases where each bucket's objects are, by bucket: {@code https://host} or {@code https://host/path}
 * @param keyPairId CloudFront's id of the public key; empty if the secret names it
 * @param privateKey where the private key is: a secret's name or ARN, or {@code file:/path}
 */
public record CloudFrontUrls(
        Map<String, String> bases, Optional<String> keyPairId, String privateKey, CloudFrontPolicy policy) {

    public CloudFrontUrls {
        bases = Map.copyOf(bases);
    }

    /** Returns the URL that the URLs of the bucket's objects begin with, with a slash at its end. */
    String base(String bucket) {
        return bases.get(bucket) + '/';
    }
}
