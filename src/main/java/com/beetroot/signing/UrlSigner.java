package com.beetroot.signing;

import java.time.Instant;

/** Signs the URLs of some buckets' objects: with S3's signature, or with CloudFront's. Thread-safe. */
public interface UrlSigner {

    /** Returns whether this signer signs the URLs of the bucket's objects. */
    boolean signs(String bucket);

    /** Returns the window that the moment falls in. May read the credentials or the key from their source. */
    UrlWindow window(Instant now);

    /** Drops all URLs: the next use signs them again. */
    void dropUrls();

    /** Drops all URLs, and reads the credentials or the key again at the next use. */
    void renew();
}
