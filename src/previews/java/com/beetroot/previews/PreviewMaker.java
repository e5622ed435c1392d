package com.beetroot.previews;

import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Makes the preview of one photo: reads the original once and writes the preview. To do that again gives the same
 * preview. Thread-safe.
 */
final class PreviewMaker {

    static final String CONTENT_TYPE = "image/jpeg";
    /** An original may be replaced under its key, and its preview then too. */
    static final String CACHE_CONTROL = "private, max-age=86400";

    /** The largest original, in bytes, which is held in memory. */
    static final int MAX_BYTES = 200_000_000;

    private final S3Client s3;
    private final PreviewSettings settings;
    private final PreviewImages images;

    PreviewMaker(S3Client s3, PreviewSettings settings) {
        this.s3 = s3;
        this.settings = settings;
        this.images = new PreviewImages(settings);
    }

    /**
     * Makes the preview of a photo. An exception of the SDK means that S3 could not be used; another try may help.
     *
     * @throws UnreadablePhotoException if there is no photo that a preview can be made of
     */
    void make(StoredObject photo) throws UnreadablePhotoException {
        byte[] preview = images.preview(read(photo));
        s3.putObject(
                put -> put.bucket(settings.previews().bucket())
                        .key(settings.previews().keyOf(photo.key()))
                        .contentType(CONTENT_TYPE)
                        .cacheControl(CACHE_CONTROL),
                RequestBody.fromBytes(preview));
    }

    private byte[] read(StoredObject photo) throws UnreadablePhotoException {
        try (ResponseInputStream<GetObjectResponse> content =
                s3.getObject(get -> get.bucket(photo.bucket()).key(photo.key()))) {
            if (content.response().contentLength() > MAX_BYTES) {
                content.abort();
                throw new UnreadablePhotoException(
                        "the file has %,d bytes".formatted(content.response().contentLength()));
            }
            return content.readAllBytes();
        } catch (NoSuchKeyException deleted) {
            throw new UnreadablePhotoException("the photo no longer exists", deleted);
        } catch (InvalidObjectStateException archived) {
            throw new UnreadablePhotoException("the photo is archived", archived);
        } catch (IOException interrupted) {
            throw new UncheckedIOException(interrupted);
        }
    }
}
