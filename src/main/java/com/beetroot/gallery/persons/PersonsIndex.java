package com.beetroot.gallery.persons;

import java.util.List;

/**
 * A global secondary index of the persons table for the person list.
 *
 * @param name the index's name
 * @param partitionKey the attribute that holds the shard's value, a string
 * @param shards all values of that attribute
 */
public record PersonsIndex(String name, String partitionKey, List<String> shards) {}
