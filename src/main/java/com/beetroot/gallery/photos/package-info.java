/** Reads the photos that people appear in, and the locations of those photos, from DynamoDB. */
@NullMarked
package com.beetroot.gallery.photos;

import org.jspecify.annotations.NullMarked;
