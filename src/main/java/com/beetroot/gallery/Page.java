package com.beetroot.gallery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items the items; possibly none although more follow
 * @param nextCursor where the list continues; null at its end
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {}
