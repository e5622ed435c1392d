package com.beetroot.previews;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.beetroot.previews.ObjectEvents.UnknownEventException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Lambda's entry: makes the preview of each photo that an event names.
 *
 * <p>A photo that cannot be read is one line in the log and no failure, because Lambda and SQS would try it again in
 * vain. If S3 fails, the invocation fails after the other photos, so that the event is delivered again.
 */
public final class PreviewsHandler implements RequestStreamHandler {

    private final PreviewSettings settings;
    private final PreviewMaker maker;
    private final PreviewLog log;

    /** Reads the settings from the environment. */
    public PreviewsHandler() {
        this(System.getenv(), S3Clients.create());
    }

    PreviewsHandler(Map<String, String> environment, S3Client s3) {
        System.setProperty("java.awt.headless", "true");
        this.settings = PreviewSettings.from(environment);
        this.maker = new PreviewMaker(s3, settings);
        this.log = new PreviewLog(System.out);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream response, @Nullable Context context) throws IOException {
        List<StoredObject> created;
        try {
            created = ObjectEvents.created(event.readAllBytes());
        } catch (UnknownEventException unknown) {
            log.error(String.valueOf(unknown.getMessage()));
            return;
        }
        RuntimeException failed = null;
        for (StoredObject photo : created) {
            if (settings.isPhoto(photo.bucket(), photo.key())) {
                try {
                    maker.make(photo);
                } catch (UnreadablePhotoException unreadable) {
                    log.noPreview(photo, unreadable);
                } catch (RuntimeException again) {
                    failed = failed == null ? again : failed;
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
