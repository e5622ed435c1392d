/** Reads DynamoDB within a request's time: calls, retries, faults, and attributes that others wrote. */
@NullMarked
package com.beetroot.gallery.dynamodb;

import org.jspecify.annotations.NullMarked;
