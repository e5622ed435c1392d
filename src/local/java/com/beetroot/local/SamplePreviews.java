package com.beetroot.local;

import com.beetroot.previews.Backfill;
import com.beetroot.previews.PreviewSettings;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The previews of the sample library's photos, made by the same code as on AWS. Some are missing on purpose. */
final class SamplePreviews {

    /** The originals have 960 pixels, so a preview of 1,024 would not be smaller. */
    private static final String PIXELS = "480";

    private static final String PHOTOS = SampleLibrary.RAW_BUCKET + "/photos-raw/";
    /** Every photo whose name ends so has no preview: one in fifty. */
    private static final List<String> MISSING = List.of("25.jpg.jpg", "75.jpg.jpg");

    private SamplePreviews() {}

    /** Makes the previews that are not there yet. The library must be filled. */
    static void make(LocalAws parts) {
        Map<String, String> environment = new HashMap<>(SampleLibrary.settings(false));
        environment.put("PHOTOS", PHOTOS);
        environment.put("PREVIEW_PIXELS", PIXELS);
        PreviewSettings settings = PreviewSettings.from(environment);
        try (S3Client s3 = LocalAccount.s3(parts.s3().endpoint())) {
            new Backfill(s3, settings, new PrintStream(OutputStream.nullOutputStream()), InstantSource.system())
                    .run(Runtime.getRuntime().availableProcessors() + 2);
            String bucket = SampleLibrary.PREVIEWS_BUCKET;
            for (S3Object preview :
                    s3.listObjectsV2Paginator(list -> list.bucket(bucket)).contents()) {
                if (MISSING.stream().anyMatch(preview.key()::endsWith)) {
                    s3.deleteObject(delete -> delete.bucket(bucket).key(preview.key()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the previews were made.", e);
        }
    }
}
