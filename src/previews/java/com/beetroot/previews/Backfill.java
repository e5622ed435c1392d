package com.beetroot.previews;

import com.beetroot.config.PreviewLocation;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Makes the previews of photos that are already in the library: lists the photos and the previews, and makes those that
 * are missing or older than their photo. So a run that was interrupted goes on when it is started again.
 */
public final class Backfill {

    private static final int PROGRESS_LINES = 100;

    private final S3Client s3;
    private final PreviewSettings settings;
    private final PreviewMaker maker;
    private final PreviewLog log;
    private final PrintStream out;
    private final InstantSource clock;

    /** @param out receives the progress, and a line for each photo that no preview can be made of */
    public Backfill(S3Client s3, PreviewSettings settings, PrintStream out, InstantSource clock) {
        this.s3 = s3;
        this.settings = settings;
        this.maker = new PreviewMaker(s3, settings);
        this.log = new PreviewLog(out);
        this.out = out;
        this.clock = clock;
    }

    /**
     * What a run did.
     *
     * @param upToDate how many photos had a preview that is not older
     * @param missing how many previews were missing or older than their photo
     * @param made how many of these were made
     * @param unreadable how many cannot be made
     * @param failed how many were not made because S3 failed; another run tries them again
     */
    public record Result(int upToDate, int missing, int made, int unreadable, int failed) {}

    /** Prints how many previews are missing, and makes none. */
    public Result dryRun() {
        int photos = 0;
        List<StoredObject> missing = new ArrayList<>();
        for (PreviewLocation place : settings.photos()) {
            photos += findMissing(place, missing);
        }
        out.printf("%,d photos, %,d without a current preview.%n", photos, missing.size());
        return new Result(photos - missing.size(), missing.size(), 0, 0, 0);
    }

    /**
     * Makes the missing previews, several side by side.
     *
     * @throws InterruptedException if this thread is interrupted; previews that are made by then stay
     */
    public Result run(int parallel) throws InterruptedException {
        List<StoredObject> missing = new ArrayList<>();
        int photos = 0;
        for (PreviewLocation place : settings.photos()) {
            photos += findMissing(place, missing);
        }
        out.printf("%,d photos, %,d without a current preview.%n", photos, missing.size());
        int[] counts = make(missing, parallel);
        Result result = new Result(
                photos - missing.size(),
                missing.size(),
                counts[Outcome.MADE.ordinal()],
                counts[Outcome.UNREADABLE.ordinal()],
                counts[Outcome.FAILED.ordinal()]);
        out.printf("%,d made, %,d cannot be made, %,d failed.%n", result.made(), result.unreadable(), result.failed());
        return result;
    }

    private enum Outcome {
        MADE,
        UNREADABLE,
        FAILED
    }

    private int[] make(List<StoredObject> missing, int parallel) throws InterruptedException {
        int[] counts = new int[Outcome.values().length];
        Instant start = clock.instant();
        ExecutorService pool = Executors.newFixedThreadPool(parallel);
        try {
            CompletionService<Outcome> running = new ExecutorCompletionService<>(pool);
            missing.forEach(photo -> running.submit(() -> make(photo)));
            int every = Math.max(1, missing.size() / PROGRESS_LINES);
            for (int done = 1; done <= missing.size(); done++) {
                counts[running.take().get().ordinal()]++;
                if (done % every == 0 && done < missing.size()) {
                    out.println(progress(done, missing.size(), Duration.between(start, clock.instant())));
                }
            }
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        } finally {
            pool.shutdownNow();
        }
        return counts;
    }

    private Outcome make(StoredObject photo) {
        try {
            maker.make(photo);
            return Outcome.MADE;
        } catch (UnreadablePhotoException unreadable) {
            log.noPreview(photo, unreadable);
            return Outcome.UNREADABLE;
        } catch (RuntimeException again) {
            log.error("S3 failed: " + again.getMessage());
            return Outcome.FAILED;
        }
    }

    /** Returns a line with the share, the rate, and the time left at that rate. */
    static String progress(int done, int all, Duration elapsed) {
        double seconds = Math.max(0.001, elapsed.toMillis() / 1e3);
        Duration left = Duration.ofSeconds(Math.round((all - done) * seconds / done));
        return "%,d of %,d (%d %%), %.1f per second, %d:%02d:%02d left"
                .formatted(
                        done,
                        all,
                        done * 100L / all,
                        done / seconds,
                        left.toHours(),
                        left.toMinutesPart(),
                        left.toSecondsPart());
    }

    /** Adds the place's photos without a current preview, and returns how many photos it has. */
    private int findMissing(PreviewLocation place, List<StoredObject> missing) {
        Map<String, Instant> previews = new HashMap<>();
        for (S3Object preview :
                list(settings.previews().bucket(), settings.previews().prefix() + place.prefix())) {
            previews.put(preview.key(), preview.lastModified());
        }
        int photos = 0;
        for (S3Object photo : list(place.bucket(), place.prefix())) {
            if (settings.isPhoto(place.bucket(), photo.key())) {
                photos++;
                Instant preview = previews.get(settings.previews().keyOf(photo.key()));
                if (preview == null || preview.isBefore(photo.lastModified())) {
                    missing.add(new StoredObject(place.bucket(), photo.key()));
                }
            }
        }
        return photos;
    }

    private Iterable<S3Object> list(String bucket, String prefix) {
        return s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))
                .contents();
    }
}
