package com.beetroot.gallery.dynamodb;

/**
 * The names of the library's tables.
 *
 * @param persons people, key {@code personId}
 * @param occurrences who appears in which photo, key {@code personId} and a sort key of any name and type
 * @param photos the locations of the photos, key {@code photoId}
 */
public record Tables(String persons, String occurrences, String photos) {}
