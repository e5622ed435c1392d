package com.beetroot.previews;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;

/** Decodes photos of every format that the JDK and TwelveMonkeys read, within bounds that are checked before. */
final class PhotoDecoder {

    /** A photo is decoded with at least this many pixels for each one of the preview, so that it can be scaled well. */
    private static final int DECODED_PER_PREVIEW = 3;

    private final int longSide;
    private final long maxPixels;

    PhotoDecoder(PreviewSettings settings) {
        this.longSide = settings.longSide();
        this.maxPixels = settings.maxMegapixels() * 1_000_000L;
    }

    /**
     * A decoded photo.
     *
     * @param image in the photo's own colour space, with fewer pixels than the photo if it has many
     * @param profile the colour space of the image's red, green and blue if the image itself does not name it; null
     *     otherwise
     * @param width the photo's width in pixels, before it is turned
     * @param height the photo's height in pixels, before it is turned
     * @param orientation how it must be turned; null for not at all
     */
    record Decoded(
            BufferedImage image,
            @Nullable ColorSpace profile,
            int width,
            int height,
            @Nullable Orientation orientation) {}

    /** @throws UnreadablePhotoException if no reader knows the format, the photo is too large, or it is broken */
    Decoded decode(byte[] photo) throws UnreadablePhotoException {
        if (photo.length == 0) {
            throw new UnreadablePhotoException("the file is empty");
        }
        try (ImageInputStream stream = new ByteArrayImageInputStream(photo)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new UnreadablePhotoException(unknown(photo));
            }
            ImageReader reader = readers.next();
            try {
                // Of other formats nothing but the pixels is needed, and metadata can be large once it is inflated.
                reader.setInput(stream, false, !isJpeg(reader));
                return decode(reader, photo);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException broken) {
            // Readers throw many kinds of exception for a broken file, ArrayIndexOutOfBoundsException among them.
            throw new UnreadablePhotoException("the file is broken: " + broken, broken);
        }
    }

    private Decoded decode(ImageReader reader, byte[] photo) throws IOException, UnreadablePhotoException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > maxPixels) {
            throw new UnreadablePhotoException(
                    "it has %,d × %,d pixels, more than PREVIEW_MAX_MEGAPIXELS allows".formatted(width, height));
        }
        ImageReadParam parameters = reader.getDefaultReadParam();
        int step = Math.max(1, Math.max(width, height) / (longSide * DECODED_PER_PREVIEW));
        parameters.setSourceSubsampling(step, step, 0, 0);
        BufferedImage image = reader.read(0, parameters);
        if (reader.getFormatName().equalsIgnoreCase("png")) {
            PngMetadata metadata = new PngMetadata(photo);
            return new Decoded(image, metadata.colorSpace(), width, height, metadata.orientation());
        }
        // Only the readers of JPEGs have the metadata in which Thumbnailator looks. Browsers do not turn a WebP.
        Orientation orientation = isJpeg(reader) ? ExifUtils.getExifOrientation(reader, 0) : null;
        return new Decoded(image, null, width, height, orientation);
    }

    private static boolean isJpeg(ImageReader reader) throws IOException {
        return reader.getFormatName().equalsIgnoreCase("jpeg");
    }

    /** Names the formats of phones that no reader knows. */
    private static String unknown(byte[] photo) {
        String type = photo.length < 12 ? "" : new String(photo, 4, 8, StandardCharsets.ISO_8859_1);
        return switch (type) {
            case "ftypheic", "ftypheix", "ftypheim", "ftypheis", "ftyphevc", "ftyphevx", "ftypmif1", "ftypmsf1" ->
                "HEIC cannot be read";
            case "ftypavif", "ftypavis" -> "AVIF cannot be read";
            default -> "the format cannot be read";
        };
    }
}
