package com.beetroot.signing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The headers that a signed URL makes S3 send for an object, by the extension of its key. Many pipelines store images
 * without a content type, and browsers download what S3 then calls {@code binary/octet-stream}.
 */
enum ResponseHeaders {
    AS_STORED(null, null),
    JPEG("image/jpeg"),
    PNG("image/png"),
    GIF("image/gif"),
    WEBP("image/webp"),
    AVIF("image/avif"),
    HEIC("image/heic"),
    HEIF("image/heif"),
    BMP("image/bmp"),
    TIFF("image/tiff"),
    /** An {@code <img>} renders it and runs no script of it. A tab would run it, so a tab is to download it. */
    SVG("image/svg+xml", "attachment");

    private final @Nullable String contentType;
    private final @Nullable String disposition;

    ResponseHeaders(String contentType) {
        this(contentType, "inline");
    }

    ResponseHeaders(@Nullable String contentType, @Nullable String disposition) {
        this.contentType = contentType;
        this.disposition = disposition;
    }

    static ResponseHeaders of(String key) {
        return switch (extension(key)) {
            case "jpg", "jpeg", "jpe", "jfif" -> JPEG;
            case "png" -> PNG;
            case "gif" -> GIF;
            case "webp" -> WEBP;
            case "avif" -> AVIF;
            case "heic" -> HEIC;
            case "heif" -> HEIF;
            case "bmp" -> BMP;
            case "tif", "tiff" -> TIFF;
            case "svg" -> SVG;
            default -> AS_STORED;
        };
    }

    void addTo(SdkHttpRequest.Builder request) {
        if (contentType != null) {
            request.putRawQueryParameter("response-content-disposition", disposition)
                    .putRawQueryParameter("response-content-type", contentType);
        }
    }

    private static String extension(String key) {
        int dot = key.lastIndexOf('.');
        return dot > key.lastIndexOf('/') ? key.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
    }
}
