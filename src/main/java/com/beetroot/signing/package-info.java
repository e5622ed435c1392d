/**
 * Makes temporary URLs that a browser renders directly from a private bucket. Knows nothing of the gallery or of HTTP.
 */
package com.beetroot.signing;
