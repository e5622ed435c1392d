/** Signs URLs of CloudFront distributions that serve private buckets. Loaded only if one is configured. */
@NullMarked
package com.beetroot.signing.cloudfront;

import org.jspecify.annotations.NullMarked;
