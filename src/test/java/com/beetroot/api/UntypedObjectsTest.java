package com.beetroot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.CloudFrontKey;
import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LocalCloudFront;
import com.beetroot.testkit.Browser;
import com.beetroot.testkit.Chromium;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how a browser handles images stored without a content type, and objects that are not images. */
@ParameterizedClass(name = "with URLs of {0}")
@ValueSource(strings = {"S3", "CloudFront"})
@ExtendWith(LocalLibrary.class)
class UntypedObjectsTest {

    private static final String UNTYPED = "binary/octet-stream";
    private static final String SCRIPT = "parent.postMessage('ran', '*')";
    private static final String SVG = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"31\" height=\"17\"><script>"
            + SCRIPT + "</script></svg>";
    private static final String PAGE = "<!doctype html><title>page</title><script>" + SCRIPT + "</script>";

    private static Library library;
    private static LocalCloudFront cloudFront;
    private static ApiHandler function;

    @Parameter
    private String signedFor;

    @BeforeParameterizedClassInvocation
    static void start(String signedFor, Library own) throws IOException {
        library = own;
        CloudFrontKey key = CloudFrontKey.rsa("K1RSA");
        cloudFront = new LocalCloudFront(
                        own.parts().s3().endpoint(), List.of(Library.RAW), Duration.ofHours(1), Clock.systemUTC())
                .trust(key);
        Map<String, String> settings = own.settings();
        if (signedFor.equals("CloudFront")) {
            settings.putAll(cloudFront.settings(key));
        }
        function = new ApiHandler(settings);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        function.close();
        cloudFront.close();
    }

    @ParameterizedTest
    @CsvSource({
        "a.jpg, image/jpeg, inline",
        "A.JPEG, image/jpeg, inline",
        "a.png, image/png, inline",
        "a.gif, image/gif, inline",
        "a.webp, image/webp, inline",
        "a.avif, image/avif, inline",
        "a.heic, image/heic, inline",
        "a.HEIF, image/heif, inline",
        "a.bmp, image/bmp, inline",
        "a.tif, image/tiff, inline",
        "a.html.jpg, image/jpeg, inline",
        "a.svg, image/svg+xml, attachment"
    })
    void sendsTheImageTypeOfTheKeysExtension(String name, String contentType, String disposition) {
        HttpHeaders headers = Browser.load(urlOf(name, UNTYPED, "content".getBytes(StandardCharsets.UTF_8)))
                .headers();

        assertThat(headers.firstValue("Content-Type")).contains(contentType);
        assertThat(headers.firstValue("Content-Disposition")).contains(disposition);
    }

    @ParameterizedTest
    @CsvSource({
        "a.html, text/html",
        "a.htm, binary/octet-stream",
        "a.xml, application/xml",
        "a.js, text/javascript",
        "a.svgz, binary/octet-stream",
        "a.jpg.html, binary/octet-stream",
        "a, image/jpeg",
        "folder.jpg/a, image/png",
        "jpg, binary/octet-stream"
    })
    void sendsTheStoredTypeIfTheKeyHasNoImageExtension(String name, String stored) {
        HttpHeaders headers = Browser.load(urlOf(name, stored, PAGE.getBytes(StandardCharsets.UTF_8)))
                .headers();

        assertThat(headers.firstValue("Content-Type")).contains(stored);
        assertThat(headers.firstValue("Content-Disposition")).isEmpty();
    }

    @Test
    void rendersInAPage(@TempDir Path profile) throws IOException, InterruptedException {
        Path page = Files.writeString(profile.resolve("page.html"), """
                <!doctype html>
                <img src="%s" onload="this.alt = 'svg of ' + naturalWidth">
                <img src="%s" onload="this.alt = 'png of ' + naturalWidth">
                """.formatted(
                        urlOf("drawn.svg", UNTYPED, SVG.getBytes(StandardCharsets.UTF_8))
                                .replace("&", "&amp;"),
                        urlOf("taken.png", UNTYPED, picture()).replace("&", "&amp;")));

        assertThat(Chromium.with(profile).open(page.toUri()))
                .contains("svg of 31")
                .contains("png of 8");
    }

    @Test
    void showsAPhotoInATab(@TempDir Path profile) throws IOException, InterruptedException {
        assertThat(Chromium.with(profile).open(URI.create(urlOf("taken.png", UNTYPED, picture()))))
                .contains("<img");
    }

    /** Uses a frame, which handles a document like a tab does: it opens it on the bucket's origin. */
    @ParameterizedTest
    @CsvSource({
        "drawn.svg, binary/octet-stream",
        "drawn.svg, image/svg+xml",
        "page.html, binary/octet-stream",
        "page.jpg, text/html"
    })
    void runsNoScriptAsADocument(String name, String stored, @TempDir Path profile)
            throws IOException, InterruptedException {
        String content = name.endsWith("svg") ? SVG : PAGE;
        Path page = Files.writeString(profile.resolve("page.html"), """
                <!doctype html>
                <script>
                addEventListener("message", message => document.body.append("the script " + message.data))
                </script>
                <iframe src="%s"></iframe>
                """.formatted(
                urlOf(name, stored, content.getBytes(StandardCharsets.UTF_8)).replace("&", "&amp;")));

        assertThat(Chromium.with(profile).open(page.toUri()))
                .contains("<iframe")
                .doesNotContain("the script ran");
    }

    private String urlOf(String name, String contentType, byte[] content) {
        String key = "photos-raw/" + name;
        String person = "owner of " + name + " " + contentType + " " + signedFor;
        library.parts().s3().put(Library.RAW, key, contentType, content);
        library.occurrence(person, Map.of("photoId", "p", "photoBucket", Library.RAW, "photoKey", key));
        String url = new Gateway(function, GatewayPayload.FUNCTION_URL)
                .get("/persons/" + person.replace(" ", "%20").replace("/", "%2F") + "/photos")
                .json()
                .at("/photos/0/photoURL")
                .asText();
        assertThat(url).contains(signedFor.equals("S3") ? "X-Amz-Signature=" : "&Key-Pair-Id=K1RSA");
        return url;
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }
}
