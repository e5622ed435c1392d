package com.beetroot.gallery;

import io.micronaut.core.annotation.Nullable;
import java.math.BigDecimal;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads attributes of an item that others wrote: what is missing, empty or of another type counts as missing. */
record Item(Map<String, AttributeValue> attributes) {

    private static final BigDecimal MAX_COUNT = BigDecimal.valueOf((1L << 53) - 1);

    @Nullable
    String text(String name) {
        AttributeValue value = attributes.get(name);
        return value == null || value.s() == null || value.s().isEmpty() ? null : value.s();
    }

    /** A count as a whole number from 0 to 2^53 - 1, whichever way DynamoDB writes it ({@code 2.0}, {@code 1E+2}). */
    long count(String name) {
        AttributeValue value = attributes.get(name);
        if (value == null || value.n() == null) {
            return 0;
        }
        return new BigDecimal(value.n()).max(BigDecimal.ZERO).min(MAX_COUNT).longValue();
    }
}
