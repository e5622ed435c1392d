package com.beetroot.signing;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The response headers that a signed URL requests from S3 in its query, chosen by the extension of the key. Many
 * pipelines store images without a content type. S3 then serves them as {@code binary/octet-stream}, which browsers
 * download.
 */
public enum ResponseHeaders {
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
    /** An {@code <img>} renders an SVG without running its scripts. A tab would run them, so it must download it. */
    SVG("image/svg+xml", "attachment");

    private static final String CONTENT_TYPE = "response-content-type";
    private static final String DISPOSITION = "response-content-disposition";

    private final @Nullable String contentType;
    private final @Nullable String disposition;

    ResponseHeaders(String contentType) {
        this(contentType, "inline");
    }

    ResponseHeaders(@Nullable String contentType, @Nullable String disposition) {
        this.contentType = contentType;
        this.disposition = disposition;
    }

    /** Returns the headers to request for the object with this key. */
    public static ResponseHeaders of(String key) {
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

    /** Returns the query parameters that request these headers, not encoded, in the order of a URL. */
    public SequencedMap<String, String> parameters() {
        return disposition == null ? new LinkedHashMap<>() : parameters(disposition, contentType);
    }

    /**
     * Returns the query parameters with which a browser saves the object under the last segment of its key. A browser
     * ignores the attribute {@code download} of a link to another origin, so the response must name the file (RFC 6266,
     * RFC 8187).
     */
    public SequencedMap<String, String> download(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        return parameters(
                name.isEmpty() ? "attachment" : "attachment; filename*=UTF-8''" + SdkHttpUtils.urlEncode(name),
                contentType);
    }

    private static SequencedMap<String, String> parameters(String disposition, @Nullable String contentType) {
        SequencedMap<String, String> parameters = new LinkedHashMap<>();
        parameters.put(DISPOSITION, disposition);
        if (contentType != null) {
            parameters.put(CONTENT_TYPE, contentType);
        }
        return parameters;
    }

    private static String extension(String key) {
        int dot = key.lastIndexOf('.');
        return dot > key.lastIndexOf('/') ? key.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
    }
}
