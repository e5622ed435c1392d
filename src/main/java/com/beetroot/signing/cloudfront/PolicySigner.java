package com.beetroot.signing.cloudfront;

import java.time.Instant;
import software.amazon.awssdk.services.cloudfront.CloudFrontUtilities;
import software.amazon.awssdk.services.cloudfront.cookie.CookiesForCustomPolicy;
import software.amazon.awssdk.services.cloudfront.utils.SigningHashAlgorithm;

/**
 * Signs CloudFront's policies for URLs that work until one moment. Uses SHA-256 instead of CloudFront's default, SHA-1.
 */
record PolicySigner(SigningKey key, Instant end) {

    private static final CloudFrontUtilities CLOUDFRONT = CloudFrontUtilities.create();
    private static final String COOKIE_PREFIX = "CloudFront-";

    /** Returns the URL with the signature of a canned policy, which opens exactly this URL. */
    String signed(String url) {
        return CLOUDFRONT
                .getSignedUrlWithCannedPolicy(canned -> canned.resourceUrl(url)
                        .expirationDate(end)
                        .keyPairId(key.keyPairId())
                        .privateKey(key.privateKey())
                        .hashAlgorithm(SigningHashAlgorithm.SHA256))
                .url();
    }

    /**
     * Returns the query parameters that open every URL that the pattern matches. The SDK offers them for one signature
     * only as cookies, which have the same values and nearly the same names.
     *
     * @param pattern a URL in which {@code *} stands for any text
     */
    String parameters(String pattern) {
        CookiesForCustomPolicy cookies = CLOUDFRONT.getCookiesForCustomPolicy(custom -> custom.resourceUrl(pattern)
                .expirationDate(end)
                .keyPairId(key.keyPairId())
                .privateKey(key.privateKey())
                .hashAlgorithm(SigningHashAlgorithm.SHA256));
        return String.join(
                "&",
                parameter(cookies.policyHeaderValue()),
                parameter(cookies.signatureHeaderValue()),
                parameter(cookies.keyPairIdHeaderValue()),
                parameter(cookies.hashAlgorithmHeaderValue()));
    }

    private static String parameter(String cookie) {
        return cookie.substring(COOKIE_PREFIX.length());
    }
}
