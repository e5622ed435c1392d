/** Reads the settings from the environment and rejects those that make no sense. */
@NullMarked
package com.beetroot.config;

import org.jspecify.annotations.NullMarked;
