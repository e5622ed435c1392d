package com.beetroot.api;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.beetroot.gallery.dynamodb.Tables;
import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.CloudFrontKey;
import com.beetroot.local.LocalAws;
import com.beetroot.local.LocalCloudFront;
import com.beetroot.local.LocalHttpServer;
import com.beetroot.testkit.FaultyDynamoDb;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.MovingClock;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * APIs with one fault each: the real function and local servers, misconfigured. The tests of the smoke check start them
 * in one process and check that it names each fault. Prints their addresses as one line of JSON.
 */
final class FaultyApis {

    private static final String PUBLIC = "beetroot-public";
    private static final String LISTED = "beetroot-listed";
    private static final Duration LONG = Duration.ofHours(2);

    private final LocalAws parts;
    private final Library library;
    private final Map<String, String> addresses = new TreeMap<>();

    private FaultyApis(LocalAws parts) throws IOException {
        this.parts = parts;
        this.library = new Library(parts, new Tables("Persons", "Occurrences", "Photos"));
        fill();
    }

    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        try {
            LocalAws parts = LocalAws.start();
            parts.installSystemProperties();
            FaultyApis apis = new FaultyApis(parts);
            apis.open();
            System.out.println(new ObjectMapper().writeValueAsString(apis.addresses));
        } catch (Throwable failed) {
            // The servers' threads would keep a half-started process running.
            failed.printStackTrace();
            System.exit(1);
        }
    }

    private void open() throws IOException {
        open("sound", Map.of());
        open("absentBucket", Map.of("THUMBS_BUCKET", "beetroot-absent"));
        open("publicObjects", Map.of("THUMBS_BUCKET", PUBLIC));
        open("publicList", Map.of("THUMBS_BUCKET", LISTED));
        open("thumbnailsUnsignable", Map.of("SIGNABLE", Library.RAW + "/photos-raw/*"));
        open("photosUnsignable", Map.of("SIGNABLE", Library.THUMBS + "/faces-thumbs/*"));
        open("oneOrigin", Map.of("ALLOWED_ORIGINS", "https://photos.example"));
        open("shortUrls", Map.of("PRESIGN_EXPIRES", "50", "PRESIGN_WINDOW", "0"));
        open(
                "clockBehind",
                function(Map.of(), null, new MovingClock(Instant.now().minus(LONG))),
                Map.of());
        open(
                "clockAhead",
                function(Map.of(), null, new MovingClock(Instant.now().plus(LONG))),
                Map.of());
        open("wrongSecret", function(Map.of(), null, Clock.systemUTC()), Map.of("aws.secretAccessKey", "another"));
        openCloudFront();
        FaultyDynamoDb dynamoDb = new FaultyDynamoDb(parts.dynamoDb().endpoint());
        dynamoDb.plan(action -> FaultyDynamoDb.Fate.DENIED);
        open("dynamoDbDenied", function(Map.of(), dynamoDb.endpoint(), Clock.systemUTC()), Map.of());
    }

    private void openCloudFront() throws IOException {
        addresses.put("s3", parts.s3().endpoint().toString());
        CloudFrontKey key = CloudFrontKey.rsa("K2SIGNER");
        CloudFrontKey another = CloudFrontKey.rsa("K2SIGNER");
        open("cloudFront", cloudFront().trust(key).settings(key));
        open(
                "cloudFrontUnknownKey",
                cloudFront().trust(CloudFrontKey.rsa("K2OTHER")).settings(key));
        open("cloudFrontWrongKey", cloudFront().trust(another).settings(key));
        open(
                "cloudFrontClockBehind",
                function(
                        cloudFront().trust(key).settings(key),
                        null,
                        new MovingClock(Instant.now().minus(LONG))),
                Map.of());
    }

    private LocalCloudFront cloudFront() throws IOException {
        return new LocalCloudFront(
                parts.s3().endpoint(),
                List.of(Library.THUMBS, Library.RAW, PUBLIC),
                Duration.ofHours(1),
                Clock.systemUTC());
    }

    private void open(String name, Map<String, String> settings) throws IOException {
        open(name, function(settings, null, Clock.systemUTC()), Map.of());
    }

    private ApiHandler function(Map<String, String> settings, @Nullable URI dynamoDb, Clock clock) {
        Map<String, String> all = library.settings();
        all.putAll(settings);
        return new ApiHandler(all, dynamoDb, clock);
    }

    /** Opens an HTTP server that calls the function with different AWS SDK properties from those of the process. */
    private void open(String name, RequestStreamHandler function, Map<String, String> properties) throws IOException {
        LocalHttpServer front = new LocalHttpServer(0, (input, output, lambda) -> {
            // One request at a time, because the SDK reads the properties during the request.
            synchronized (parts) {
                Map<String, String> before = set(properties);
                try {
                    function.handleRequest(input, output, lambda);
                } finally {
                    set(before);
                }
            }
        });
        addresses.put(name, front.address().toString());
    }

    private static Map<String, String> set(Map<String, String> properties) {
        Map<String, String> before = new HashMap<>();
        properties.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
        return before;
    }

    private void fill() throws IOException {
        byte[] picture = picture();
        for (String personId : List.of("anna", "ben")) {
            person(personId, 3, "image/png", picture);
            for (int photo = 1; photo <= 3; photo++) {
                String name = personId + "-" + photo + ".png";
                put(Library.RAW, "photos-raw/" + name, "image/png", picture);
                put(Library.THUMBS, "faces-thumbs/" + name, "image/png", picture);
                library.occurrence(
                        personId,
                        Map.of(
                                "photoId",
                                name,
                                "photoBucket",
                                Library.RAW,
                                "photoKey",
                                "photos-raw/" + name,
                                "thumbKey",
                                "faces-thumbs/" + name));
            }
        }
        for (String bucket : List.of(PUBLIC, LISTED)) {
            parts.s3().createBucket(bucket);
            put(bucket, "faces-thumbs/anna", "image/png", picture);
        }
        parts.s3().publish(PUBLIC, "faces-thumbs/anna");
        parts.s3().publish(LISTED);

        person("published", 0, "image/png", picture);
        library.occurrence(
                "published", Map.of("photoId", "published", "photoBucket", PUBLIC, "photoKey", "faces-thumbs/anna"));
        person("empty", 0, "image/png", new byte[0]);
        person("text", 0, "image/png", "no image".getBytes(StandardCharsets.UTF_8));
        person("untyped", 0, "binary/octet-stream", picture);
        person(
                "svg",
                0,
                "binary/octet-stream",
                "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8));
        person("heic", 0, "image/heic", "\0\0\0\30ftypheic".getBytes(StandardCharsets.ISO_8859_1));
        library.person("missing", 0, "faces-thumbs/missing");
        library.person(Map.of("personId", Library.text("without-thumbnail"), "photoCount", Library.number("2")));
    }

    private void person(String personId, long photoCount, String contentType, byte[] thumbnail) {
        library.person(personId, photoCount, "faces-thumbs/" + personId);
        put(Library.THUMBS, "faces-thumbs/" + personId, contentType, thumbnail);
    }

    private void put(String bucket, String key, String contentType, byte[] content) {
        parts.s3().put(bucket, key, contentType, content);
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }
}
