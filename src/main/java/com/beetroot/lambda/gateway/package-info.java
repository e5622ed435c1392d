/** Converts a gateway's event to an HTTP request, and the HTTP response to what the gateway expects. */
@NullMarked
package com.beetroot.lambda.gateway;

import org.jspecify.annotations.NullMarked;
