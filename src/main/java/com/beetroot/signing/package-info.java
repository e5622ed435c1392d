/** Signs temporary URLs with which a browser loads objects of the private buckets. */
@NullMarked
package com.beetroot.signing;

import org.jspecify.annotations.NullMarked;
