package com.beetroot.bench;

import com.beetroot.local.LocalAws;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;

/** Checks the peers' responses: a benchmark of wrong responses would be worthless. */
final class Answers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    /** Checks for 100 people with one URL each, or 200 photos with two URLs each. */
    static void check(String path, String answer) throws IOException {
        JsonNode body = body(answer);
        boolean people = path.equals(BenchmarkLibrary.PEOPLE_PATH);
        Set<String> urls = new HashSet<>();
        for (JsonNode item : body.path(people ? "persons" : "photos")) {
            for (String url : people ? new String[] {"repThumbURL"} : new String[] {"photoURL", "thumbURL"}) {
                urls.add(item.path(url).asText());
            }
        }
        int expected = people ? 100 : 2 * BenchmarkLibrary.PHOTOS;
        if (urls.size() != expected || !urls.stream().allMatch(url -> url.contains("Signature="))) {
            throw new IllegalStateException("Not " + expected + " signed URLs: " + answer);
        }
    }

    /** Loads the object of the first URL from the local S3 or CloudFront, which verify signatures. */
    static void load(LocalAws parts, String path, String answer) throws IOException, InterruptedException {
        JsonNode item = path.equals(BenchmarkLibrary.PEOPLE_PATH)
                ? body(answer).at("/persons/0")
                : body(answer).at("/photos/0");
        if (item.has("repThumbURL")) {
            load(
                    parts,
                    "beetroot-thumbs",
                    item.path("repThumbKey").asText(),
                    item.path("repThumbURL").asText());
        } else {
            load(
                    parts,
                    item.path("photoBucket").asText(),
                    item.path("photoKey").asText(),
                    item.path("photoURL").asText());
        }
    }

    private static void load(LocalAws parts, String bucket, String key, String url)
            throws IOException, InterruptedException {
        parts.s3().createBucket(bucket);
        parts.s3().put(bucket, key, "image/jpeg", new byte[1]);
        try (HttpClient http = HttpClient.newHttpClient()) {
            int status = http.send(
                            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status != 200) {
                throw new IllegalStateException("The image's server answers " + status + " for " + url);
            }
        }
    }

    private static JsonNode body(String answer) throws IOException {
        JsonNode response = JSON.readTree(answer);
        if (response.path("statusCode").asInt() != 200) {
            throw new IllegalStateException("Not answered: " + answer);
        }
        return JSON.readTree(response.path("body").asText());
    }
}
