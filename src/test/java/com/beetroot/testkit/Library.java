package com.beetroot.testkit;

import com.beetroot.gallery.dynamodb.Tables;
import com.beetroot.local.LocalAws;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A photo library for a test: its tables, and the objects that its items refer to. */
public final class Library {

    public static final String THUMBS = "beetroot-thumbs";
    public static final String RAW = "beetroot-raw";
    /** The content type of objects that tests store. */
    public static final String CONTENT_TYPE = "image/jpeg";

    private final LocalAws parts;
    private final Tables tables;
    private final AtomicInteger occurrences = new AtomicInteger();

    public Library(LocalAws parts, Tables tables) {
        this.parts = parts;
        this.tables = tables;
        parts.dynamoDb().createTable(tables.persons(), "personId");
        parts.dynamoDb().createTable(tables.occurrences(), "personId", "occurrenceId", ScalarAttributeType.S);
        parts.dynamoDb().createTable(tables.photos(), "photoId");
        parts.s3().createBucket(THUMBS);
        parts.s3().createBucket(RAW);
    }

    public LocalAws parts() {
        return parts;
    }

    public Tables tables() {
        return tables;
    }

    public DynamoDbClient dynamoDb() {
        return parts.dynamoDb().client();
    }

    /** Returns the function's settings for this library. */
    public Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "THUMBS_BUCKET", THUMBS,
                "PERSONS_TABLE", tables.persons(),
                "OCCURRENCES_TABLE", tables.occurrences(),
                "PHOTOS_TABLE", tables.photos()));
    }

    public Library person(String personId, long photoCount, String repThumbKey) {
        return person(Map.of(
                "personId",
                text(personId),
                "photoCount",
                number(Long.toString(photoCount)),
                "repThumbKey",
                text(repThumbKey)));
    }

    public Library person(Map<String, AttributeValue> item) {
        dynamoDb().putItem(put -> put.tableName(tables.persons()).item(item));
        return this;
    }

    /** Adds an occurrence of the person after the existing ones. */
    public Library occurrence(String personId, Map<String, String> attributes) {
        Map<String, AttributeValue> item = new HashMap<>();
        attributes.forEach((name, value) -> item.put(name, text(value)));
        return occurrenceOf(personId, item);
    }

    /** Adds an occurrence of the person, with attributes of any type, after the existing ones. */
    public Library occurrenceOf(String personId, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        item.put("personId", text(personId));
        item.put("occurrenceId", text("%06d".formatted(occurrences.incrementAndGet())));
        dynamoDb().putItem(put -> put.tableName(tables.occurrences()).item(item));
        return this;
    }

    public Library photo(String photoId, Map<String, String> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of("photoId", text(photoId)));
        attributes.forEach((name, value) -> item.put(name, text(value)));
        dynamoDb().putItem(put -> put.tableName(tables.photos()).item(item));
        return this;
    }

    /** Stores an object whose content is its own name. */
    public Library object(String bucket, String key) {
        parts.s3().put(bucket, key, CONTENT_TYPE, content(bucket, key).getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public static String content(String bucket, String key) {
        return bucket + "/" + key;
    }

    public static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    public static AttributeValue number(String value) {
        return AttributeValue.fromN(value);
    }
}
