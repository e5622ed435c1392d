package com.beetroot.config;

/** Thrown if a setting is missing or wrong. The message is one sentence that names it and says what it must be. */
public final class ConfigurationException extends RuntimeException {

    public ConfigurationException(String message) {
        super(message);
    }
}
