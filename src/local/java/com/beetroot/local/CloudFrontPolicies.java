package com.beetroot.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks signed URLs as CloudFront's developer guide describes it ("Create a signed URL using a canned policy" and "…
 * using a custom policy"), with the JDK's cryptography alone.
 *
 * @param keys the public keys of the key group, by their ids
 */
public record CloudFrontPolicies(Map<String, PublicKey> keys) {

    /**
     * Why a URL is refused, in CloudFront's words. Public reports have the words for a missing or unknown key pair id,
     * a signature that is not base64, a malformed policy, and, for all else, the same "Access denied".
     */
    public record Refusal(String code, String message) {

        static final Refusal MISSING_KEY =
                new Refusal("MissingKey", "Missing Key-Pair-Id query parameter or cookie value");
        static final Refusal UNKNOWN_KEY = new Refusal("InvalidKey", "Unknown Key");
        static final Refusal MALFORMED_SIGNATURE = new Refusal("MalformedSignature", "Could not unencode Signature");
        static final Refusal MALFORMED_POLICY = new Refusal("MalformedPolicy", "Malformed Policy");
        static final Refusal DENIED = new Refusal("AccessDenied", "Access denied");
    }

    private static final String POLICY = "Policy";
    private static final String EXPIRES = "Expires";
    private static final String SIGNATURE = "Signature";
    private static final String KEY_PAIR_ID = "Key-Pair-Id";
    private static final String HASH_ALGORITHM = "Hash-Algorithm";
    private static final Set<String> OWN = Set.of(POLICY, EXPIRES, SIGNATURE, KEY_PAIR_ID, HASH_ALGORITHM);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A request without CloudFront's own query parameters, which are taken out of it. */
    private record Request(String resource, Map<String, String> own) {

        static Request of(String url) {
            int query = url.indexOf('?');
            if (query < 0) {
                return new Request(url, Map.of());
            }
            Map<String, String> own = new HashMap<>();
            List<String> rest = new ArrayList<>();
            for (String parameter : url.substring(query + 1).split("&")) {
                String[] pair = parameter.split("=", 2);
                if (OWN.contains(pair[0])) {
                    own.put(pair[0], pair.length == 1 ? "" : pair[1]);
                } else {
                    rest.add(parameter);
                }
            }
            return new Request(url.substring(0, query) + (rest.isEmpty() ? "" : "?" + String.join("&", rest)), own);
        }
    }

    /** Returns the URL without CloudFront's own query parameters: what its cache and the origin see. */
    public static String withoutSignature(String url) {
        return Request.of(url).resource();
    }

    /** Returns why the URL, as a browser requests it, is refused at a moment; empty if it is not. */
    public Optional<Refusal> refusal(String url, Instant now) {
        Request request = Request.of(url);
        Map<String, String> own = request.own();
        if (own.getOrDefault(KEY_PAIR_ID, "").isEmpty()) {
            return Optional.of(Refusal.MISSING_KEY);
        }
        PublicKey key = keys.get(own.get(KEY_PAIR_ID));
        if (key == null) {
            return Optional.of(Refusal.UNKNOWN_KEY);
        }
        byte[] signature = decoded(own.getOrDefault(SIGNATURE, ""));
        if (signature == null || signature.length == 0) {
            return Optional.of(Refusal.MALFORMED_SIGNATURE);
        }
        byte[] policy = own.containsKey(POLICY) ? decoded(own.get(POLICY)) : canned(request);
        JsonNode statement = policy == null ? null : statement(policy);
        if (policy == null || statement == null) {
            return Optional.of(Refusal.MALFORMED_POLICY);
        }
        return isSigned(policy, signature, key, own.getOrDefault(HASH_ALGORITHM, "SHA1"))
                        && matches(statement.get("Resource").asText(), request.resource())
                        && isValidAt(now, statement.get("Condition"))
                ? Optional.empty()
                : Optional.of(Refusal.DENIED);
    }

    /** Decodes CloudFront's variant of base64, in which -, _ and ~ stand for +, = and /. */
    private static byte @Nullable [] decoded(String text) {
        try {
            return Base64.getDecoder()
                    .decode(text.replace('-', '+').replace('_', '=').replace('~', '/'));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** Returns the policy that a URL with Expires stands for, which is not in the URL. */
    private static byte @Nullable [] canned(Request request) {
        String expires = request.own().getOrDefault(EXPIRES, "");
        return expires.matches("[0-9]{1,12}")
                ? "{\"Statement\":[{\"Resource\":\"%s\",\"Condition\":{\"DateLessThan\":{\"AWS:EpochTime\":%s}}}]}"
                        .formatted(request.resource(), expires)
                        .getBytes(StandardCharsets.UTF_8)
                : null;
    }

    private static @Nullable JsonNode statement(byte[] policy) {
        try {
            JsonNode statements = JSON.readTree(policy).path("Statement");
            JsonNode statement = statements.path(0);
            return statements.size() == 1
                            && statement.path("Resource").isTextual()
                            && statement
                                    .at("/Condition/DateLessThan/AWS:EpochTime")
                                    .isIntegralNumber()
                    ? statement
                    : null;
        } catch (IOException malformed) {
            return null;
        }
    }

    private static boolean isSigned(byte[] policy, byte[] signature, PublicKey key, String hash) {
        try {
            Signature verifier =
                    Signature.getInstance(hash + (key.getAlgorithm().equals("RSA") ? "withRSA" : "withECDSA"));
            verifier.initVerify(key);
            verifier.update(policy);
            return verifier.verify(signature);
        } catch (GeneralSecurityException wrong) {
            return false;
        }
    }

    /** In a policy, * stands for any characters and ? for exactly one. */
    private static boolean matches(String pattern, String resource) {
        String regex = pattern.chars()
                .mapToObj(character -> switch (character) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> "\\x{%x}".formatted(character);
                })
                .collect(Collectors.joining());
        return resource.matches("(?s)" + regex);
    }

    private static boolean isValidAt(Instant now, JsonNode condition) {
        long from = condition.at("/DateGreaterThan/AWS:EpochTime").asLong(Long.MIN_VALUE);
        long end = condition.at("/DateLessThan/AWS:EpochTime").asLong();
        return from < now.getEpochSecond()
                && now.getEpochSecond() < end
                && condition.path("IpAddress").isMissingNode();
    }
}
