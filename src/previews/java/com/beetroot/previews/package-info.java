/**
 * Makes previews of photos: reads originals in S3 and writes smaller JPEGs. A function of its own, apart from the API.
 */
@NullMarked
package com.beetroot.previews;

import org.jspecify.annotations.NullMarked;
