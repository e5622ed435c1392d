package com.beetroot.bench;

import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.CloudFrontKey;
import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LocalAws;
import com.beetroot.local.LocalContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Measures the size of a page of 100 people and of 200 photos, plain and compressed, signed for S3 with a session token
 * of 1,000 characters, and for CloudFront with each policy.
 */
public final class ResponseSizes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ResponseSizes() {}

    /** Prints one line per page and kind of URL. */
    public static void main(String[] arguments) throws IOException {
        try (LocalAws parts = LocalAws.start()) {
            parts.installSystemProperties();
            System.setProperty("aws.sessionToken", sessionToken());
            fill(parts);
            for (Map<String, String> urls :
                    List.of(Map.<String, String>of(), cloudFront("prefix"), cloudFront("object"))) {
                print(urls);
            }
        }
        System.exit(0);
    }

    private static void print(Map<String, String> urls) throws IOException {
        Map<String, String> settings = new HashMap<>(urls);
        settings.put("THUMBS_BUCKET", "beetroot-thumbs");
        settings.put("SIGNABLE", "beetroot-thumbs/faces-thumbs/*,beetroot-raw/photos-raw/*");
        try (ApiHandler function = new ApiHandler(settings)) {
            for (String path : List.of("/persons", "/persons/anna/photos")) {
                System.out.printf(
                        "%-10s %-22s plain %,9d bytes   gzip %,9d bytes%n",
                        urls.getOrDefault("CLOUDFRONT_POLICY", "S3"),
                        path,
                        size(function, path, ""),
                        size(function, path, "gzip"));
            }
        }
    }

    private static Map<String, String> cloudFront(String policy) {
        String id = "K2JCJMDEHXQW5F";
        CloudFrontKey key = policy.equals("object") ? CloudFrontKey.p256(id) : CloudFrontKey.rsa(id);
        return Map.of(
                "CLOUDFRONT_URLS",
                "beetroot-thumbs=https://d111111abcdef8.cloudfront.net,beetroot-raw=https://d111111abcdef8.cloudfront.net",
                "CLOUDFRONT_KEY_PAIR_ID",
                id,
                "CLOUDFRONT_PRIVATE_KEY",
                key.file().toUri().toString(),
                "CLOUDFRONT_POLICY",
                policy);
    }

    private static int size(ApiHandler function, String path, String acceptEncoding) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String event = GatewayPayload.FUNCTION_URL
                .event("GET", path, "", Map.of("Accept-Encoding", List.of(acceptEncoding)))
                .toString();
        function.handleRequest(
                new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output, new LocalContext());
        JsonNode answer = JSON.readTree(output.toByteArray());
        String body = answer.get("body").asText();
        return answer.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(body).length
                : body.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String sessionToken() {
        byte[] bytes = new byte[750];
        new Random(4).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void fill(LocalAws parts) {
        parts.dynamoDb().createTable("Persons", "personId");
        parts.dynamoDb().createTable("Occurrences", "personId", "occurrenceId", ScalarAttributeType.S);
        parts.dynamoDb().createTable("Photos", "photoId");
        Stream<Map<String, AttributeValue>> people = IntStream.range(0, 100)
                .mapToObj(i -> Map.of(
                        "personId",
                        text("person-%04d".formatted(i)),
                        "photoCount",
                        AttributeValue.fromN("" + i),
                        "repThumbKey",
                        text("faces-thumbs/person-%04d.jpg".formatted(i))));
        people.forEach(item -> parts.dynamoDb()
                .client()
                .putItem(put -> put.tableName("Persons").item(item)));
        Stream<Map<String, AttributeValue>> photos = IntStream.range(0, 200)
                .mapToObj(i -> Map.of(
                        "personId",
                        text("anna"),
                        "occurrenceId",
                        text("%04d".formatted(i)),
                        "photoId",
                        text("photo-%04d".formatted(i)),
                        "photoBucket",
                        text("beetroot-raw"),
                        "photoKey",
                        text("photos-raw/2024/07/IMG_%04d.jpg".formatted(i)),
                        "thumbKey",
                        text("faces-thumbs/anna/photo-%04d.jpg".formatted(i))));
        photos.forEach(item -> parts.dynamoDb()
                .client()
                .putItem(put -> put.tableName("Occurrences").item(item)));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
