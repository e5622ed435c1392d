/** Reads people, the photos they appear in, and the locations of those photos from DynamoDB. */
@NullMarked
package com.beetroot.gallery;

import org.jspecify.annotations.NullMarked;
