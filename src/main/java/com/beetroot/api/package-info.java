/** Answers the requests of the contract over HTTP: controller, filters, validation and problems. */
@NullMarked
package com.beetroot.api;

import org.jspecify.annotations.NullMarked;
