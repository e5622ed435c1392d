/** Creates the clients of AWS, their credentials and their HTTP. */
@NullMarked
package com.beetroot.aws;

import org.jspecify.annotations.NullMarked;
