/** Builds the Lambda package: Java runtime, AOT cache and zip. */
@NullMarked
package com.beetroot.packaging;

import org.jspecify.annotations.NullMarked;
