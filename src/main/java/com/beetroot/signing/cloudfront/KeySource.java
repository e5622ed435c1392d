package com.beetroot.signing.cloudfront;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/** Reads the content of the secret or file that holds the private key. */
@FunctionalInterface
interface KeySource {

    /**
     * Returns the content.
     *
     * @throws UnusableKeyException if it cannot be read
     */
    String read();

    /** Returns the source at a location, which is a secret's name or ARN, or {@code file:/path}. */
    static KeySource at(
            String location, SdkHttpClient http, IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
        return location.startsWith("file:") ? file(location) : new SecretKeySource(location, http, credentials);
    }

    private static KeySource file(String location) {
        return () -> {
            try {
                return Files.readString(Path.of(URI.create(location)));
            } catch (IOException | IllegalArgumentException unreadable) {
                throw new UnusableKeyException("It cannot be read: check that the file exists and holds text.");
            }
        };
    }
}
