/** Runs the whole gallery on one machine: function, DynamoDB Local, an S3 server and sample people. */
@NullMarked
package com.beetroot.local;

import org.jspecify.annotations.NullMarked;
