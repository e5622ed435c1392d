package com.beetroot.gallery;

import io.micronaut.core.annotation.Nullable;
import java.util.List;

/**
 * A part of a listing.
 *
 * @param items the items, possibly none although more follow
 * @param nextCursor where the listing goes on, null at its end
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {}
