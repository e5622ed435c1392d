package com.beetroot.config;

import com.beetroot.gallery.PersonsIndex;
import com.beetroot.gallery.Tables;
import com.beetroot.signing.SigningAllowList;
import com.beetroot.signing.UrlLifetime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the function is told by environment variables.
 *
 * @param thumbsBucket {@code THUMBS_BUCKET}, the bucket of the face thumbnails; required
 * @param urls {@code PRESIGN_EXPIRES}, how long a URL works: 1 to 604,800 seconds (7 days, the limit of Signature
 *     Version 4 in the query), by default 3,600; and {@code PRESIGN_WINDOW}, how long an object keeps the same URL: 0
 *     to half of that, by default a quarter
 * @param signable {@code SIGNABLE}, comma-separated {@code bucket/prefix*} patterns: the objects that get a URL, by
 *     default all
 * @param tables {@code PERSONS_TABLE}, {@code OCCURRENCES_TABLE}, {@code PHOTOS_TABLE}
 * @param personsIndex {@code PERSONS_INDEX}, the index of the persons table that the grid is read from, by default
 *     none; {@code PERSONS_INDEX_KEY}, its partition key's attribute, by default {@code gridShard};
 *     {@code PERSONS_INDEX_SHARDS}, the values of that attribute, comma-separated, by default {@code 0}
 * @param allowedOrigins {@code ALLOWED_ORIGINS}, comma-separated: the origins that browsers may call from, by default
 *     {@code *} for any
 */
public record Settings(
        String thumbsBucket,
        UrlLifetime urls,
        SigningAllowList signable,
        Tables tables,
        Optional<PersonsIndex> personsIndex,
        List<String> allowedOrigins) {

    private static final long MAX_PRESIGN_SECONDS = 604_800;

    /** @throws ConfigurationException where a setting is missing or wrong */
    public static Settings from(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        return new Settings(
                variables.required("THUMBS_BUCKET", "the name of the S3 bucket that holds the face thumbnails"),
                urls(variables),
                signable(variables),
                new Tables(
                        variables.text("PERSONS_TABLE", "Persons"),
                        variables.text("OCCURRENCES_TABLE", "Occurrences"),
                        variables.text("PHOTOS_TABLE", "Photos")),
                Optional.ofNullable(variables.text("PERSONS_INDEX", null))
                        .map(name -> new PersonsIndex(
                                name,
                                variables.text("PERSONS_INDEX_KEY", "gridShard"),
                                variables.list("PERSONS_INDEX_SHARDS", "0"))),
                variables.list("ALLOWED_ORIGINS", "*"));
    }

    private static UrlLifetime urls(Variables variables) {
        long expires = variables.seconds("PRESIGN_EXPIRES", 3_600, 1, MAX_PRESIGN_SECONDS);
        long window = variables.seconds("PRESIGN_WINDOW", expires / 4, 0, expires / 2);
        return new UrlLifetime(Duration.ofSeconds(expires), Duration.ofSeconds(window));
    }

    private static SigningAllowList signable(Variables variables) {
        try {
            return SigningAllowList.of(variables.list("SIGNABLE", ""));
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException("The environment variable SIGNABLE is wrong: " + wrong.getMessage() + ".");
        }
    }

    /** Reads variables; one that is empty or blank counts as not set. */
    private record Variables(Map<String, String> environment) {

        String text(String name, String otherwise) {
            String value = environment.get(name);
            return value == null || value.isBlank() ? otherwise : value.strip();
        }

        String required(String name, String meaning) {
            String value = text(name, null);
            if (value == null) {
                throw new ConfigurationException(
                        "The environment variable " + name + " is not set: it must hold " + meaning + ".");
            }
            return value;
        }

        long seconds(String name, long otherwise, long least, long most) {
            String value = text(name, Long.toString(otherwise));
            try {
                long seconds = Long.parseLong(value);
                if (seconds >= least && seconds <= most) {
                    return seconds;
                }
            } catch (NumberFormatException notANumber) {
                // Told below, together with a number that is out of range.
            }
            throw new ConfigurationException("The environment variable " + name + " is \"" + value
                    + "\": it must hold a whole number of seconds from " + least + " to " + most + ".");
        }

        List<String> list(String name, String otherwise) {
            return Arrays.stream(text(name, otherwise).split(","))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
        }
    }
}
