/** Writes one log line for each request. */
@NullMarked
package com.beetroot.lambda.log;

import org.jspecify.annotations.NullMarked;
