/** Reads the settings from the environment and rejects invalid ones. */
@NullMarked
package com.beetroot.config;

import org.jspecify.annotations.NullMarked;
