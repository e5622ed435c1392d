package com.beetroot.signing.cloudfront;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.security.PrivateKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A private key, with CloudFront's id of its public key.
 *
 * @param keyPairId the id, such as {@code K2JCJMDEHXQW5F}
 */
record SigningKey(String keyPairId, PrivateKey privateKey) {

    private static final Pattern KEY_PAIR_ID = Pattern.compile("[A-Z0-9]{4,64}");

    /**
     * Parses the content of a secret or a file: a PEM, or JSON with the members {@code privateKey} (a PEM) and
     * {@code keyPairId}, so that both change together when the secret is replaced.
     *
     * @param configuredId the id, unless the JSON has one
     * @throws UnusableKeyException if there is no id, or no key that CloudFront takes
     */
    static SigningKey parse(String content, Optional<String> configuredId) {
        if (!content.stripLeading().startsWith("{")) {
            return of(configuredId, content);
        }
        Map<String, String> members = members(content);
        String pem = members.get("privateKey");
        if (pem == null) {
            throw new UnusableKeyException("Its JSON has no member privateKey, which must hold the key as a PEM.");
        }
        return of(Optional.ofNullable(members.get("keyPairId")).or(() -> configuredId), pem);
    }

    private static SigningKey of(Optional<String> keyPairId, String pem) {
        PrivateKey key = PrivateKeys.ofPem(pem);
        return new SigningKey(checked(keyPairId), key);
    }

    boolean isRsa() {
        return privateKey.getAlgorithm().equals("RSA");
    }

    private static String checked(Optional<String> keyPairId) {
        return keyPairId
                .filter(id -> KEY_PAIR_ID.matcher(id).matches())
                .orElseThrow(
                        () -> new UnusableKeyException("It comes without CloudFront's id of the public key, such as"
                                + " K2JCJMDEHXQW5F: set CLOUDFRONT_KEY_PAIR_ID, or store JSON with the members keyPairId and"
                                + " privateKey."));
    }

    private static Map<String, String> members(String json) {
        Map<String, String> members = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    members.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
            return members;
        } catch (IOException invalid) {
            throw new UnusableKeyException("It begins like JSON but is not valid JSON.");
        }
    }

    /** Returns the id alone: a log must not show the key. */
    @Override
    public String toString() {
        return keyPairId;
    }
}
