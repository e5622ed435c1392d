/** Runs the whole gallery on one machine: the function, DynamoDB Local, an S3 server and a sample library. */
@NullMarked
package com.beetroot.local;

import org.jspecify.annotations.NullMarked;
