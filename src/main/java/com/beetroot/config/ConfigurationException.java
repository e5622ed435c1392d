package com.beetroot.config;

/** A setting is missing or wrong. The message is one sentence that names it and says what it should hold. */
public final class ConfigurationException extends RuntimeException {

    ConfigurationException(String message) {
        super(message);
    }
}
