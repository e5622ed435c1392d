/** Creates the AWS clients with their credentials and HTTP connections. */
@NullMarked
package com.beetroot.aws;

import org.jspecify.annotations.NullMarked;
