/** Prepares the function before its first request: priming, SnapStart and the AOT cache. */
@NullMarked
package com.beetroot.lambda.startup;

import org.jspecify.annotations.NullMarked;
