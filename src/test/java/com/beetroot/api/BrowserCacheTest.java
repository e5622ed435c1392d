package com.beetroot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.CloudFrontKey;
import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LocalCloudFront;
import com.beetroot.local.LocalHttpServer;
import com.beetroot.testkit.Chromium;
import com.beetroot.testkit.CountingRelay;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.beetroot.testkit.MovingClock;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the purpose of stable URLs: a browser that opens the gallery again loads the images from its cache. */
@ExtendWith(LocalLibrary.class)
class BrowserCacheTest {

    private static final int PEOPLE = 12;
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final CloudFrontKey KEY = CloudFrontKey.rsa("K1RSA");
    private static final String S3_ENDPOINT = "aws.endpointUrlS3";

    @ParameterizedTest
    @ValueSource(strings = {"S3", "CloudFront"})
    void downloadsEachImageOncePerWindow(String signedFor, Library library, @TempDir Path profile)
            throws IOException, InterruptedException {
        Chromium browser = Chromium.with(profile);
        IntStream.range(0, PEOPLE)
                .mapToObj(i -> "faces-thumbs/" + i + ".jpg")
                .forEach(key ->
                        library.person(key, 1, key).parts().s3().put(Library.THUMBS, key, "image/png", picture()));
        Map<String, Integer> each = IntStream.range(0, PEOPLE)
                .boxed()
                .collect(Collectors.toMap(i -> "/" + Library.THUMBS + "/faces-thumbs/" + i + ".jpg", i -> 1));
        // Starts in a past window whose URLs are still valid.
        long now = Instant.now().getEpochSecond();
        Instant start = Instant.ofEpochSecond(now - now % WINDOW.toSeconds()).minus(WINDOW);
        MovingClock clock = new MovingClock(start);
        try (CountingRelay s3 = new CountingRelay(library.parts().s3().endpoint());
                LocalCloudFront cloudFront = cloudFront(s3);
                ApiHandler function =
                        function(library, s3, signedFor.equals("S3") ? Map.of() : cloudFront.settings(KEY), clock);
                LocalHttpServer front = new LocalHttpServer(0, function)) {

            assertThat(browser.open(front.address()))
                    .as("the gallery page in target/page")
                    .contains("faces-thumbs/0.jpg");
            assertThat(s3.takeGets()).isEqualTo(each);

            clock.set(start.plus(WINDOW).minusSeconds(1));
            browser.open(front.address());
            assertThat(s3.takeGets()).as("downloaded again within the window").isEmpty();

            clock.set(start.plus(WINDOW));
            browser.open(front.address());
            assertThat(s3.takeGets()).isEqualTo(each);
        }
    }

    /** The instances share only the key. */
    @Test
    void downloadsEachImageOncePerWindowFromAllInstancesWithCloudFront(Library library, @TempDir Path profile)
            throws IOException, InterruptedException {
        Chromium browser = Chromium.with(profile);
        String key = "faces-thumbs/cloudfront.png";
        library.person(key, 1, key).parts().s3().put(Library.THUMBS, key, "image/png", picture());
        String path = "/" + Library.THUMBS + "/" + key;
        try (CountingRelay s3 = new CountingRelay(library.parts().s3().endpoint());
                LocalCloudFront cloudFront = cloudFront(s3)) {
            Map<String, String> settings = library.settings();
            settings.putAll(cloudFront.settings(KEY));
            settings.put("PRESIGN_WINDOW", "1800");
            MovingClock clock = new MovingClock(Instant.now());
            try (ApiHandler first = new ApiHandler(settings, null, clock);
                    LocalHttpServer front = new LocalHttpServer(0, first)) {
                assertThat(browser.open(front.address())).contains(cloudFront.address() + path);
                assertThat(s3.takeGets()).containsEntry(path, 1);
            }
            try (ApiHandler second = new ApiHandler(settings, null, clock);
                    LocalHttpServer front = new LocalHttpServer(0, second)) {
                assertThat(browser.open(front.address())).contains(cloudFront.address() + path);
                assertThat(s3.takeGets())
                        .as("downloaded again from another instance")
                        .isEmpty();
            }
        }
    }

    private static byte[] picture() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static LocalCloudFront cloudFront(CountingRelay s3) throws IOException {
        return new LocalCloudFront(s3.endpoint(), List.of(Library.THUMBS), Duration.ofHours(1), Clock.systemUTC())
                .trust(KEY);
    }

    private static ApiHandler function(
            Library library, CountingRelay s3, Map<String, String> settings, MovingClock clock) {
        String before = System.setProperty(S3_ENDPOINT, s3.endpoint().toString());
        try {
            Map<String, String> all = library.settings();
            all.putAll(settings);
            ApiHandler function = new ApiHandler(all, null, clock);
            // The endpoint is read with the first request.
            new Gateway(function, GatewayPayload.FUNCTION_URL).get("/persons");
            return function;
        } finally {
            System.setProperty(S3_ENDPOINT, before);
        }
    }
}
