package com.beetroot.previews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Tests the making of previews for an existing library, on S3Proxy. */
@ExtendWith(LocalLibrary.class)
class BackfillTest {

    private static final String PREVIEWS = "backfill-previews";
    private static final byte[] PHOTO =
            TestPhotos.encoded(TestPhotos.corners(40, 20, BufferedImage.TYPE_INT_RGB), "jpg");

    private static Library library;
    private static S3Client s3;

    @BeforeAll
    static void start(Library own) {
        library = own;
        own.parts().s3().createBucket(PREVIEWS);
        s3 = S3Clients.create();
    }

    @AfterAll
    static void stop() {
        s3.close();
    }

    @Test
    void makesWhatIsMissingAndOnlyThat() throws InterruptedException {
        put("makes/a.jpg");
        put("makes/a.jpg.png");
        put("makes/deep/b c+d.jpg");
        library.parts().s3().put(Library.RAW, "makes/broken.jpg", "image/jpeg", new byte[0]);
        library.parts().s3().put(Library.RAW, "elsewhere/c.jpg", "image/jpeg", PHOTO);
        ByteArrayOutputStream log = new ByteArrayOutputStream();

        assertThat(backfill("makes/", log).dryRun()).isEqualTo(new Backfill.Result(0, 4, 0, 0, 0));
        assertThat(backfill("makes/", log).run(2)).isEqualTo(new Backfill.Result(0, 4, 3, 1, 0));
        assertThat(backfill("makes/", log).run(2)).isEqualTo(new Backfill.Result(3, 1, 0, 1, 0));

        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("4 photos, 4 without a current preview.")
                .contains("3 made, 1 cannot be made, 0 failed.")
                .contains("\"key\":\"makes/broken.jpg\"");
        assertThat(s3.listObjectsV2(list -> list.bucket(PREVIEWS).prefix("small/makes/"))
                        .contents())
                .extracting(preview -> preview.key())
                .containsExactlyInAnyOrder(
                        "small/makes/a.jpg.jpg", "small/makes/a.jpg.png.jpg", "small/makes/deep/b c+d.jpg.jpg");
    }

    @Test
    void goesOnAfterAnInterruption() throws InterruptedException {
        for (int i = 0; i < 30; i++) {
            put("resumed/" + i + ".jpg");
        }
        Thread running = Thread.currentThread();
        OutputStream interrupting = new OutputStream() {
            private int lines;

            @Override
            public void write(int c) {
                // The first line says how many are missing; the others report progress.
                if (c == '\n' && ++lines == 6) {
                    running.interrupt();
                }
            }
        };

        assertThatThrownBy(() -> backfill("resumed/", interrupting).run(2)).isInstanceOf(InterruptedException.class);
        Backfill.Result rest =
                backfill("resumed/", OutputStream.nullOutputStream()).run(2);

        assertThat(rest.upToDate()).isBetween(5, 29);
        assertThat(rest.made()).isEqualTo(rest.missing()).isEqualTo(30 - rest.upToDate());
    }

    @Test
    void makesAPreviewAgainThatIsOlderThanItsPhoto() throws InterruptedException {
        put("older/a.jpg");
        backfill("older/", OutputStream.nullOutputStream()).run(1);
        var preview = s3.headObject(head -> head.bucket(PREVIEWS).key("small/older/a.jpg.jpg"));
        // S3's times have whole seconds, so the photo is stored until its time is a later one.
        do {
            put("older/a.jpg");
        } while (!s3.headObject(head -> head.bucket(Library.RAW).key("older/a.jpg"))
                .lastModified()
                .isAfter(preview.lastModified()));

        assertThat(backfill("older/", OutputStream.nullOutputStream()).run(1))
                .isEqualTo(new Backfill.Result(0, 1, 1, 0, 0));
    }

    @Test
    void countsWhatS3Refused() throws InterruptedException {
        put("refused/a.jpg");
        Backfill backfill = new Backfill(
                s3,
                PreviewSettings.from(Map.of("PREVIEWS", "no-such-bucket/", "PHOTOS", Library.RAW + "/refused/")),
                new PrintStream(OutputStream.nullOutputStream()),
                InstantSource.system());

        assertThatThrownBy(() -> backfill.run(1)).hasMessageContaining("bucket");
    }

    @Test
    void countsAPhotoThatS3CouldNotDeliver() throws InterruptedException {
        put("failing/a.jpg");
        put("failing/b.jpg");
        S3Client failing = new DelegatingS3Client(s3) {
            @Override
            public <T> T getObject(GetObjectRequest get, ResponseTransformer<GetObjectResponse, T> transformer) {
                if (get.key().endsWith("b.jpg")) {
                    throw SdkClientException.create("the connection broke");
                }
                return super.getObject(get, transformer);
            }
        };
        ByteArrayOutputStream log = new ByteArrayOutputStream();

        assertThat(backfill(failing, "failing/", log).run(1)).isEqualTo(new Backfill.Result(0, 2, 1, 0, 1));
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("S3 failed: the connection broke");
    }

    @Test
    void printsTheRateAndTheTimeLeft() {
        assertThat(Backfill.progress(1_200, 48_000, Duration.ofSeconds(60)))
                .isEqualTo("1,200 of 48,000 (2 %), 20.0 per second, 0:39:00 left");
    }

    @ParameterizedTest
    @CsvSource({"--parallel=1, 1", "--parallel=64, 64"})
    void readsItsOptions(String option, int parallel) {
        assertThat(BackfillCommand.Options.of(option, "--dry-run"))
                .isEqualTo(new BackfillCommand.Options(true, parallel));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--parallel=0", "--parallel=65", "--parallel=", "--dry", "x"})
    void namesTheInvalidOption(String option) {
        assertThatThrownBy(() -> BackfillCommand.Options.of(option)).hasMessageContaining(option);
    }

    private static void put(String key) {
        library.parts().s3().put(Library.RAW, key, "image/jpeg", PHOTO);
    }

    private static Backfill backfill(String prefix, OutputStream out) {
        return backfill(s3, prefix, out);
    }

    private static Backfill backfill(S3Client s3, String prefix, OutputStream out) {
        return new Backfill(
                s3,
                PreviewSettings.from(Map.of("PREVIEWS", PREVIEWS + "/small/", "PHOTOS", Library.RAW + "/" + prefix)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                InstantSource.system());
    }
}
