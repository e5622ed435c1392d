package com.beetroot.local;

import com.beetroot.lambda.ApiHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole gallery on this machine: the real function, local replacements for AWS, and a sample library. */
public final class LocalGallery implements AutoCloseable {

    private final LocalAws parts;
    private final ApiHandler function;
    private final LocalHttpServer front;
    private final Optional<LocalCloudFront> cloudFront;

    private LocalGallery(
            LocalAws parts, ApiHandler function, LocalHttpServer front, Optional<LocalCloudFront> cloudFront) {
        this.parts = parts;
        this.function = function;
        this.front = front;
        this.cloudFront = cloudFront;
    }

    /** Starts the gallery and runs it until the process is stopped, for example with Ctrl-C. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.setProperty("java.awt.headless", "true");
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.println(GalleryOptions.HELP);
            return;
        }
        try {
            GalleryOptions options = GalleryOptions.of(arguments);
            // Exits with the parent: Maven, unless it is stopped by Ctrl-C, leaves its child process running, and so
            // does a test that ends during the start.
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
            LocalGallery gallery = start(options);
            Runtime.getRuntime().addShutdownHook(new Thread(gallery::close));
            gallery.printUsage();
        } catch (BindException inUse) {
            quit("The port is in use by another program: choose another with --port=PORT (with Maven: "
                    + "-Dgallery=--port=PORT).");
        } catch (IllegalArgumentException wrong) {
            quit(wrong.getMessage() + "\n" + GalleryOptions.HELP);
        } catch (IllegalStateException failed) {
            // The servers' threads would keep a half-started gallery running.
            failed.printStackTrace();
            quit("The gallery does not start: " + failed.getMessage());
        }
    }

    private static void quit(String message) {
        System.err.println(message);
        System.exit(1);
    }

    private static LocalGallery start(GalleryOptions options) throws IOException {
        // The HTTP server starts first, so that a port in use is reported before the library is drawn. Requests wait
        // for the function.
        DeferredHandler deferred = new DeferredHandler();
        LocalHttpServer front = new LocalHttpServer(options.port(), deferred);
        if (PageFiles.in(PageFiles.FOLDER).isMissing()) {
            System.out.println(
                    "The page is not built: run npm run build:page in client-ts. The API answers without it.");
        }
        System.out.println("Starting DynamoDB Local and S3Proxy, and drawing the sample library…");
        LocalAws parts = LocalAws.start(options.data());
        parts.installSystemProperties();
        SampleLibrary.fill(parts, options.size());
        Map<String, String> settings = new HashMap<>(SampleLibrary.settings(options.index()));
        if (options.previews()) {
            SamplePreviews.make(parts);
        } else {
            settings.remove("PREVIEWS");
        }
        options.expires().ifPresent(expires -> settings.put("PRESIGN_EXPIRES", Long.toString(expires.toSeconds())));
        Optional<LocalCloudFront> cloudFront = Optional.empty();
        if (options.cloudFront().isPresent()) {
            cloudFront = Optional.of(cloudFront(options.cloudFront().get(), parts, settings));
        }
        ApiHandler function = new ApiHandler(settings);
        deferred.complete(function);
        return new LocalGallery(parts, function, front, cloudFront);
    }

    /** Starts CloudFront with a new key, and adds the settings with which the function signs its URLs. */
    private static LocalCloudFront cloudFront(String policy, LocalAws parts, Map<String, String> settings)
            throws IOException {
        String id = "KLOCALGALLERY";
        CloudFrontKey key = policy.equals("object") ? CloudFrontKey.p256(id) : CloudFrontKey.rsa(id);
        LocalCloudFront cloudFront = new LocalCloudFront(
                        parts.s3().endpoint(),
                        List.of(SampleLibrary.THUMBS_BUCKET, SampleLibrary.RAW_BUCKET, SampleLibrary.PREVIEWS_BUCKET),
                        Duration.ofSeconds(Long.parseLong(settings.getOrDefault("PRESIGN_EXPIRES", "3600"))),
                        Clock.systemUTC())
                .trust(key);
        settings.putAll(cloudFront.settings(key));
        settings.put("CLOUDFRONT_POLICY", policy);
        return cloudFront;
    }

    private void printUsage() throws IOException, InterruptedException {
        System.out.printf(
                """

            The gallery is open:  %1$s
            API                   %1$s/persons
            API reference         %1$s/docs
            DynamoDB Local        %2$s  tables %4$s, %5$s, %6$s
            S3Proxy               %3$s  private buckets %7$s, %8$s, %11$s%12$s

            Try                   curl '%1$s/persons?limit=2'
                                  curl '%1$s/persons/%9$s/photos?limit=1'
            A signed image        %10$s

            Ctrl-C stops everything.
            """,
                front.address(),
                parts.dynamoDb().endpoint(),
                parts.s3().endpoint(),
                SampleLibrary.PERSONS,
                SampleLibrary.OCCURRENCES,
                SampleLibrary.PHOTOS,
                SampleLibrary.THUMBS_BUCKET,
                SampleLibrary.RAW_BUCKET,
                SampleLibrary.MOST_PHOTOGRAPHED,
                signedImage(),
                SampleLibrary.PREVIEWS_BUCKET,
                cloudFront
                        .map(local -> "\nCloudFront            " + local.address() + "  in front of the buckets")
                        .orElse(""));
    }

    private String signedImage() throws IOException, InterruptedException {
        URI photos = front.address().resolve("/persons/" + SampleLibrary.MOST_PHOTOGRAPHED + "/photos?limit=1");
        try (HttpClient http = HttpClient.newHttpClient()) {
            String answer = http.send(HttpRequest.newBuilder(photos).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            return new ObjectMapper().readTree(answer).at("/photos/0/photoURL").asText();
        }
    }

    @Override
    public void close() {
        front.close();
        function.close();
        cloudFront.ifPresent(LocalCloudFront::close);
        parts.close();
    }
}
