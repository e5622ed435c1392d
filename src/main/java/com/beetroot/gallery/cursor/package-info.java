/** The wire form of a position in a list. */
@NullMarked
package com.beetroot.gallery.cursor;

import org.jspecify.annotations.NullMarked;
