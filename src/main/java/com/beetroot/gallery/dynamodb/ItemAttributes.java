package com.beetroot.gallery.dynamodb;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads the attributes of an item that other programs wrote. A number that should be text is read as its digits, and
 * text that should be a count as the number that it spells. A value of any other type is logged and counts as missing.
 * Empty text and NULL also count as missing, but are not logged.
 */
public record ItemAttributes(Map<String, AttributeValue> attributes, AttributeWarnings warnings) {

    private static final BigDecimal MAX_COUNT = BigDecimal.valueOf((1L << 53) - 1);
    /** DynamoDB's limit for the digits of a number. */
    private static final int MAX_DIGITS = 38;
    /**
     * Digits as Python's {@code int()} accepts them, surrounded by what it treats as whitespace, but without signs,
     * underscores or the digits of other scripts.
     */
    private static final Pattern WRITTEN_COUNT = Pattern.compile(
            "[\\s\\x1c-\\x1f]*([0-9]{1," + MAX_DIGITS + "})[\\s\\x1c-\\x1f]*", Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern WRITTEN_NUMBER =
            Pattern.compile("-?[0-9]{1," + MAX_DIGITS + "}(\\.[0-9]{1," + MAX_DIGITS + "})?");

    @Nullable
    public String text(String name) {
        AttributeValue value = attributes.get(name);
        if (value == null) {
            return null;
        }
        return switch (value.type()) {
            case S -> value.s().isEmpty() ? null : value.s();
            case N -> digits(value.n());
            case NUL -> null;
            default -> {
                warnings.unusable(name, typeOf(value), "of type S");
                yield null;
            }
        };
    }

    /** Returns a count as a whole number from 0 to 2^53 - 1, however it is written ({@code 2.0}, {@code 1E+2}). */
    public long count(String name) {
        AttributeValue value = attributes.get(name);
        if (value == null) {
            return 0;
        }
        return switch (value.type()) {
            case N -> bounded(new BigDecimal(value.n()));
            case S -> writtenCount(name, value.s());
            case NUL -> 0;
            default -> {
                warnings.unusable(name, typeOf(value), "of type N");
                yield 0;
            }
        };
    }

    /** Returns the type of an attribute as DynamoDB names it; empty if there is none. */
    public String type(String name) {
        AttributeValue value = attributes.get(name);
        return value == null ? "" : typeOf(value);
    }

    /** Returns whether {@link #text} would read some number as this text. */
    public static boolean isNumber(String text) {
        return WRITTEN_NUMBER.matcher(text).matches()
                && new BigDecimal(text).precision() <= MAX_DIGITS
                && text.equals(digits(text));
    }

    private long writtenCount(String name, String text) {
        if (text.isEmpty()) {
            return 0;
        }
        Matcher count = WRITTEN_COUNT.matcher(text);
        if (!count.matches()) {
            warnings.unusable(name, "S", "of type N, or text that is a whole number");
            return 0;
        }
        return bounded(new BigDecimal(count.group(1)));
    }

    private static long bounded(BigDecimal count) {
        return count.max(BigDecimal.ZERO).min(MAX_COUNT).longValue();
    }

    /** Returns the number in its one form without an exponent, redundant zeros or a plus sign. */
    private static String digits(String number) {
        BigDecimal value = new BigDecimal(number);
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static String typeOf(AttributeValue value) {
        return value.type() == AttributeValue.Type.NUL ? "NULL" : value.type().name();
    }
}
