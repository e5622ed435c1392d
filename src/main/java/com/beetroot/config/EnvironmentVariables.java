package com.beetroot.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads settings from environment variables. An empty or blank variable counts as not set. */
record EnvironmentVariables(Map<String, String> variables) {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");

    /** Returns whether the variable is there and not empty. One that holds only blanks was meant to hold something. */
    boolean isSet(String name) {
        return !variables.getOrDefault(name, "").isEmpty();
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /**
     * Returns the variable's value; empty if it is not set.
     *
     * @param form what the value must be, for the message
     * @throws ConfigurationException if the value does not match the pattern
     */
    Optional<String> text(String name, Pattern pattern, String form) {
        Optional<String> value = text(name);
        value.ifPresent(present -> check(name, present, pattern, form));
        return value;
    }

    /** @throws ConfigurationException if the variable is not set */
    String required(String name, Pattern pattern, String form) {
        return text(name, pattern, form)
                .orElseThrow(() -> new ConfigurationException(
                        "The environment variable " + name + " is not set: it must be " + form + "."));
    }

    /** @throws ConfigurationException if the value is not a whole number within the bounds */
    long seconds(String name, long otherwise, long least, long most) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (WHOLE_NUMBER.matcher(value.get()).matches()) {
            long seconds = Long.parseLong(value.get());
            if (seconds >= least && seconds <= most) {
                return seconds;
            }
        }
        throw wrong(name, value.get(), "a whole number of seconds from " + least + " to " + most);
    }

    /**
     * Returns the variable's comma-separated values; an empty list if it is not set.
     *
     * @param form what each value must be, for the message
     * @throws ConfigurationException if a value is missing between commas, appears twice, or does not match the pattern
     */
    List<String> list(String name, Pattern pattern, String form) {
        // Not text(name): a variable that holds only commas or blanks was meant to list something.
        String raw = variables.getOrDefault(name, "");
        if (raw.isEmpty()) {
            return List.of();
        }
        List<String> values =
                Arrays.stream(raw.split(",", -1)).map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        for (String value : values) {
            if (value.isEmpty()) {
                throw new ConfigurationException("The environment variable " + name + " is \"" + raw
                        + "\": a value is missing before, between or after its commas. Each must be " + form + ".");
            }
            check(name, value, pattern, form);
            if (!seen.add(value)) {
                throw new ConfigurationException(
                        "The environment variable " + name + " lists \"" + value + "\" twice: list it once.");
            }
        }
        return values;
    }

    /**
     * Returns the values of the variable's comma-separated {@code bucket=value} pairs by bucket; empty if it is not
     * set.
     *
     * @param pattern what each pair must match
     * @param form what each pair must be, for the message
     * @param values what the values are, for the message
     * @throws ConfigurationException as {@link #list}, or if a bucket has two values
     */
    Map<String, String> byBucket(String name, Pattern pattern, String form, String values) {
        Map<String, String> all = new HashMap<>();
        for (String pair : list(name, pattern, form)) {
            String[] parts = pair.split("=", 2);
            if (all.put(parts[0], parts[1]) != null) {
                throw new ConfigurationException("The environment variable " + name + " names two " + values
                        + " for the bucket " + parts[0] + ".");
            }
        }
        return Map.copyOf(all);
    }

    private static void check(String name, String value, Pattern pattern, String form) {
        if (!pattern.matcher(value).matches()) {
            throw wrong(name, value, form);
        }
    }

    static ConfigurationException wrong(String name, String value, String form) {
        return new ConfigurationException(
                "The environment variable " + name + " holds \"" + value + "\": it must be " + form + ".");
    }
}
