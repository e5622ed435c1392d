package com.beetroot.lambda.gateway;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The path of an API Gateway event, brought into one form.
 *
 * <p>REST APIs and function URLs hand the path over as the client sent it, percent-encoded; HTTP APIs decode it first,
 * for both payload formats. An HTTP API therefore cannot tell {@code /} in a {@code personId} from {@code %2F}.
 */
final class GatewayPath {

    private static final String HEX = "0123456789ABCDEF";
    /**
     * What a path may hold unencoded (RFC 3986, section 3.3), less {@code +}, which some decoders take for a space, and
     * less {@code !&();}, which Micronaut takes for the end of a path variable.
     */
    private static final String LITERAL = "/-._~$'*,=:@";

    private GatewayPath() {}

    /** With payload format 2.0 the path begins with the stage, unless that is {@code $default}. */
    static @Nullable String withoutStage(@Nullable String path, @Nullable String stage) {
        String prefix = "/" + stage;
        if (path == null || stage == null || !path.startsWith(prefix)) {
            return path;
        }
        String rest = path.substring(prefix.length());
        return rest.isEmpty() || rest.startsWith("/") ? rest : path;
    }

    /** The path percent-encoded: escapes stay, all else that a path cannot hold is encoded. */
    static String canonical(@Nullable String path) {
        if (path == null || path.isEmpty()) {
            return "/";
        }
        StringBuilder canonical = new StringBuilder(path.length() + 16);
        // Without the slash it would be read as an address with a host.
        byte[] bytes = (path.startsWith("/") ? path : "/" + path).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xFF);
            // Two slashes at the start would make what follows a host.
            boolean secondSlash = i == 1 && c == '/' && bytes[0] == '/';
            if (isLiteral(c) && !secondSlash || c == '%' && isEscape(bytes, i)) {
                canonical.append(c);
            } else {
                canonical.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
            }
        }
        return canonical.toString();
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
