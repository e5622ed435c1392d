/** Handles an invocation of the Lambda function: event in, response out. */
@NullMarked
package com.beetroot.lambda;

import org.jspecify.annotations.NullMarked;
