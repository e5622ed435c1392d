package com.beetroot.api;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The parts of an event that the contract knows. All others are taken away, for Micronaut would heed some of them: it answers
 * 406 to an {@code Accept} without JSON, takes the parameters from the body of a form, does not mind the case of a parameter's
 * name, and fails on a header with a control character.
 */
final class EventParts {

    static final Set<String> PARAMETERS = Set.of("limit", "cursor");

    private static final Set<String> HEADERS = Set.of(
        HttpHeaders.ORIGIN.toLowerCase(Locale.ROOT), HttpHeaders.IF_NONE_MATCH.toLowerCase(Locale.ROOT), HttpHeaders.ACCEPT_ENCODING.toLowerCase(Locale.ROOT));
    /** What a header's value may hold (RFC 9110, section 5.5). */
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\uffff]*");

    private EventParts() {
    }

    static Map<String, String> headers(@Nullable Map<String, String> headers) {
        return known(headers, EventParts::isHeader, value -> value != null && VALUE.matcher(value).matches() ? value : null);
    }

    static Map<String, List<String>> headerLists(@Nullable Map<String, List<String>> headers) {
        return known(headers, EventParts::isHeader, values -> values == null ? null
            : values.stream().filter(Objects::nonNull).filter(value -> VALUE.matcher(value).matches()).toList());
    }

    static Map<String, String> parameters(@Nullable Map<String, String> parameters) {
        // Payload 2.0 joins repeated values by commas, which are in no good value. Micronaut would drop the empty ones of them.
        return known(parameters, PARAMETERS::contains, value -> value != null && value.contains(",") ? "" : value);
    }

    static Map<String, List<String>> parameterLists(@Nullable Map<String, List<String>> parameters) {
        return known(parameters, PARAMETERS::contains, values -> values == null ? null : values.stream().filter(Objects::nonNull).toList());
    }

    private static boolean isHeader(String name) {
        return HEADERS.contains(name.toLowerCase(Locale.ROOT));
    }

    private static <T> Map<String, T> known(@Nullable Map<String, T> all, Predicate<String> known, UnaryOperator<T> value) {
        Map<String, T> kept = new HashMap<>();
        if (all != null) {
            all.forEach((name, given) -> {
                T kind = name != null && known.test(name) ? value.apply(given) : null;
                if (kind != null) {
                    kept.put(name, kind);
                }
            });
        }
        return kept;
    }
}
