package com.beetroot.gallery.cursor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items the items; possibly none, even if more follow
 * @param nextCursor the cursor of the next page; null at the end of the list
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {}
