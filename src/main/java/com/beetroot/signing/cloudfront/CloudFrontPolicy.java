package com.beetroot.signing.cloudfront;

/** Defines what one signature of CloudFront opens. */
public enum CloudFrontPolicy {
    /**
     * Every object below a signable place: one signature serves all their URLs, so that an RSA key makes the same URLs
     * on every instance. Whoever has one URL can open every object of that place whose key they can guess.
     */
    PREFIX,
    /** One object. Needs a signature for each URL, which takes an RSA key five times as long as a P-256 key. */
    OBJECT
}
