/** Signs temporary URLs that let a browser load objects from private buckets. */
@NullMarked
package com.beetroot.signing;

import org.jspecify.annotations.NullMarked;
