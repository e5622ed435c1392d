package com.beetroot.lambda.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the contract's path in an event, whatever the gateway put before it: a stage, the base path of a custom domain,
 * or both.
 *
 * @param path the event's path, with whatever precedes the contract's
 * @param pathWithStage the path that {@code requestContext} repeats; a REST API puts the stage before it
 * @param stage the stage's name
 * @param route the route that matched, such as {@code /{proxy+}}; null if it says nothing about the path
 * @param greedy what the route's greedy variable matched; null if it has none
 * @param domainName the host that the client called
 */
record GatewayPath(
        GatewayKind kind,
        @Nullable String path,
        @Nullable String pathWithStage,
        @Nullable String stage,
        @Nullable String route,
        @Nullable String greedy,
        @Nullable String domainName) {

    private static final Pattern ROUTES = Pattern.compile("/persons(/[^/]+(/photos)?)?");
    private static final Pattern BELOW_PERSONS = Pattern.compile("/persons/.*", Pattern.DOTALL);

    private static final String HEX = "0123456789ABCDEF";
    /**
     * The characters that a path may contain unencoded (RFC 3986, section 3.3), except {@code +}, which some decoders
     * turn into a space, and {@code !&();}, which end a path variable in Micronaut.
     */
    private static final String LITERAL = "/-._~$'*,=:@";

    /**
     * Returns the contract's path, percent-encoded.
     *
     * @param basePath a prefix that the event does not reveal, such as {@code /library}; empty for none
     */
    String contractPath(String basePath) {
        String whole = path == null || path.isEmpty() ? "/" : path.startsWith("/") ? path : "/" + path;
        List<String> candidates = new ArrayList<>();
        for (String rest : withAndWithoutStage(whole)) {
            candidates.add(matchedByRoute(rest));
            candidates.add(without(basePath, rest));
            candidates.add(rest);
        }
        return encoded(Stream.of(ROUTES, BELOW_PERSONS)
                .flatMap(known ->
                        candidates.stream().filter(path -> known.matcher(path).matches()))
                .findFirst()
                .orElse(candidates.getFirst()));
    }

    /** Returns the path without the stage, with it, or both ways if the gateway may have left the stage out. */
    private List<String> withAndWithoutStage(String path) {
        if (stage == null || kind == GatewayKind.FUNCTION_URL) {
            return List.of(path);
        }
        String rest = without("/" + stage, path);
        return switch (kind) {
            // A REST API repeats the path with the stage before it. If the two are equal, the path has the stage as
            // well, or a custom domain's base path.
            case REST_API -> path.equals(pathWithStage) ? List.of(path, rest) : List.of(path);
            // On the API's own domain the stage is always there. On a custom domain it should not be, but reports show
            // that it can be.
            default -> domainName != null && domainName.contains(".execute-api.") ? List.of(rest) : List.of(path, rest);
        };
    }

    /** Returns the end of the path that the route's template describes, without a base path before it. */
    private String matchedByRoute(String path) {
        if (route == null) {
            return path;
        }
        String[] template = route.split("/", -1);
        String[] segments = path.split("/", -1);
        int described = template.length - 1;
        int start = route.endsWith("+}") ? greedyStart(segments) - (described - 1) : segments.length - described;
        return start < 1 ? path : "/" + String.join("/", Arrays.copyOfRange(segments, start, segments.length));
    }

    /**
     * Returns the index of the segment where the greedy variable's value begins, or 0 if the path does not end in it.
     */
    private int greedyStart(String[] segments) {
        for (int start = 1; greedy != null && start < segments.length; start++) {
            String end = String.join("/", Arrays.copyOfRange(segments, start, segments.length));
            if (end.equals(greedy) || decoded(end).equals(decoded(greedy))) {
                return start;
            }
        }
        return 0;
    }

    private static String without(String prefix, String path) {
        if (!path.startsWith(prefix)) {
            return path;
        }
        String rest = path.substring(prefix.length());
        return rest.isEmpty() ? "/" : rest.startsWith("/") ? rest : path;
    }

    /** REST APIs leave the path encoded but may decode its variables, so only the decoded forms can be compared. */
    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return path;
        }
    }

    /** Encodes what a path cannot contain. Keeps existing escapes, unless the gateway has already decoded the path. */
    private String encoded(String path) {
        StringBuilder encoded = new StringBuilder(path.length() + 16);
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xFF);
            // Two slashes at the start would turn what follows into a host.
            boolean secondSlash = i == 1 && c == '/' && bytes[0] == '/';
            if (isLiteral(c) && !secondSlash || c == '%' && !kind.decodesPath() && isEscape(bytes, i)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
            }
        }
        return encoded.toString();
    }

    private static boolean isLiteral(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || LITERAL.indexOf(c) >= 0;
    }

    private static boolean isEscape(byte[] bytes, int at) {
        return at + 2 < bytes.length
                && Character.digit(bytes[at + 1], 16) >= 0
                && Character.digit(bytes[at + 2], 16) >= 0;
    }
}
