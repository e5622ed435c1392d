/** Reads people from DynamoDB. */
@NullMarked
package com.beetroot.gallery.persons;

import org.jspecify.annotations.NullMarked;
