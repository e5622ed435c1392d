package com.beetroot.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/**
 * A key pair for signed URLs, which exists as long as this process.
 *
 * @param id the id that CloudFront would give to the public key
 */
public record CloudFrontKey(String id, KeyPair pair) {

    /** Generates an RSA key, for {@code CLOUDFRONT_POLICY=prefix}. */
    public static CloudFrontKey rsa(String id) {
        return generated(id, "RSA", 2_048);
    }

    /** Generates an EC key on the curve P-256, for {@code CLOUDFRONT_POLICY=object}. */
    public static CloudFrontKey p256(String id) {
        return generated(id, "EC", 256);
    }

    /** Returns the private key as {@code openssl genpkey} writes it. */
    public String pem() {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    }

    /** Writes the private key to a file that only this user can read. The file is deleted when the process ends. */
    public Path file() {
        try {
            Path file = Files.createTempFile("cloudfront-", ".pem");
            file.toFile().deleteOnExit();
            return Files.writeString(file, pem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CloudFrontKey generated(String id, String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return new CloudFrontKey(id, generator.generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns the id alone: a log must not show the key. */
    @Override
    public String toString() {
        return id;
    }
}
