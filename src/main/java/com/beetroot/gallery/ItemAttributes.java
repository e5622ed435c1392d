package com.beetroot.gallery;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads the attributes of an item that others wrote. What is missing, empty or of another type counts as missing. */
record ItemAttributes(Map<String, AttributeValue> attributes) {

    private static final BigDecimal MAX_COUNT = BigDecimal.valueOf((1L << 53) - 1);

    @Nullable
    String text(String name) {
        AttributeValue value = attributes.get(name);
        return value == null || value.s() == null || value.s().isEmpty() ? null : value.s();
    }

    /** Returns a count as a whole number from 0 to 2^53 - 1, however DynamoDB writes it ({@code 2.0}, {@code 1E+2}). */
    long count(String name) {
        AttributeValue value = attributes.get(name);
        if (value == null || value.n() == null) {
            return 0;
        }
        return new BigDecimal(value.n()).max(BigDecimal.ZERO).min(MAX_COUNT).longValue();
    }
}
