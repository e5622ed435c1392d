package com.beetroot.signing.cloudfront;

/**
 * Thrown if the private key cannot be read or used. The message says why, and what to do, and contains nothing of the
 * key. There is no cause, because a parser's message may quote what it parses.
 */
public final class UnusableKeyException extends RuntimeException {

    UnusableKeyException(String message) {
        super(message);
    }
}
