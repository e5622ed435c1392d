package com.beetroot.lambda.log;

import org.jspecify.annotations.Nullable;

/**
 * Builds one JSON object on one line (RFC 8259). It does not use the application's JSON mapper, because a log line must
 * be written even if the mapper does not start.
 */
final class JsonLine {

    private final StringBuilder json = new StringBuilder(1_024).append('{');

    /** Adds nothing if the value is null. */
    JsonLine add(String name, @Nullable String value) {
        if (value != null) {
            name(name);
            quote(value);
        }
        return this;
    }

    JsonLine add(String name, long value) {
        name(name).append(value);
        return this;
    }

    /** @param value a finite number */
    JsonLine add(String name, double value) {
        name(name).append(value);
        return this;
    }

    /** @param json a complete JSON value */
    JsonLine addRaw(String name, String json) {
        name(name).append(json);
        return this;
    }

    String end() {
        return json.append('}').toString();
    }

    private StringBuilder name(String name) {
        if (json.length() > 1) {
            json.append(',');
        }
        quote(name);
        return json.append(':');
    }

    private void quote(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
                // Besides control characters: separators that some readers treat as the end of a line, and halves of
                // characters, which no encoding can write.
                json.append("\\u").append(String.format("%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
