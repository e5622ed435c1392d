/** Reads the library from DynamoDB. */
@NullMarked
package com.beetroot.gallery;

import org.jspecify.annotations.NullMarked;
