package com.beetroot.signing.cloudfront;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Provides the signing key, and reads it again from time to time, so that a rotated key needs no deployment. */
final class RenewableKey {

    private static final Logger LOG = LoggerFactory.getLogger(RenewableKey.class);

    /** The shortest time between two reads: each read is a call that is paid for, and that a request waits for. */
    private static final Duration BETWEEN_READS = Duration.ofMinutes(5);

    private final String location;
    private final KeySource source;
    private final Function<String, SigningKey> parser;
    private SigningKey key;
    private Instant nextRead;

    /**
     * Reads the key for the first time.
     *
     * @param location where the key is, for messages
     * @param parser returns the key in the content of its source
     * @throws UnusableKeyException if it cannot be read or used
     */
    RenewableKey(String location, KeySource source, Function<String, SigningKey> parser, Instant now) {
        this.location = location;
        this.source = source;
        this.parser = parser;
        this.nextRead = now.plus(BETWEEN_READS);
        this.key = read();
    }

    /** Returns the key for a window that begins now. Reads it again if the last read is at least 5 minutes old. */
    synchronized SigningKey at(Instant now) {
        if (!now.isBefore(nextRead)) {
            nextRead = now.plus(BETWEEN_READS);
            try {
                key = read();
            } catch (UnusableKeyException unusable) {
                LOG.warn("{} The known key {} is still used.", unusable.getMessage(), key);
            }
        }
        return key;
    }

    /** Lets the next use read the key. */
    synchronized void renew() {
        nextRead = Instant.MIN;
    }

    private SigningKey read() {
        try {
            return parser.apply(source.read());
        } catch (UnusableKeyException unusable) {
            throw new UnusableKeyException(
                    "The private key that the environment variable CLOUDFRONT_PRIVATE_KEY names, " + location
                            + ", cannot be used. " + unusable.getMessage());
        }
    }
}
