package com.beetroot.previews;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.InflaterInputStream;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a PNG what the JDK's reader leaves out: the orientation (chunk {@code eXIf}) and the colour profile (chunk
 * {@code iCCP}). Both count only before the pixels, as in browsers.
 *
 * @param png the file, which may be truncated
 * @see <a href="https://www.w3.org/TR/png-3/#11Ancillary-chunks">PNG, third edition, section 11.3</a>
 */
record PngMetadata(byte[] png) {

    private static final int SIGNATURE_BYTES = 8;
    private static final int TYPE_BYTES = 4;
    private static final int CHECKSUM_BYTES = 4;
    /** Far above the size of a profile of three channels. */
    private static final int MAX_PROFILE_BYTES = 4_000_000;

    /** Returns how the image must be turned; null for not at all. */
    @Nullable
    Orientation orientation() {
        byte[] exif = chunk("eXIf");
        if (exif == null) {
            return null;
        }
        try (ByteArrayImageInputStream stream = new ByteArrayImageInputStream(exif)) {
            Entry entry = new TIFFReader().read(stream).getEntryById(TIFF.TAG_ORIENTATION);
            return entry != null && entry.getValue() instanceof Number orientation
                    ? Orientation.typeOf(orientation.intValue())
                    : null;
        } catch (IOException | RuntimeException broken) {
            // The pixels can be shown without.
            return null;
        }
    }

    /** Returns the colour space of the image's red, green and blue; null for sRGB. */
    @Nullable
    ColorSpace colorSpace() {
        byte[] chunk = chunk("iCCP");
        if (chunk == null) {
            return null;
        }
        int name = 0;
        while (name < chunk.length && chunk[name] != 0) {
            name++;
        }
        // After the name follow a zero and the method of compression, of which there is one.
        int start = Math.min(name + 2, chunk.length);
        try (InflaterInputStream inflated =
                new InflaterInputStream(new ByteArrayInputStream(chunk, start, chunk.length - start))) {
            ICC_Profile profile = ICC_Profile.getInstance(inflated.readNBytes(MAX_PROFILE_BYTES));
            return profile.getColorSpaceType() == ColorSpace.TYPE_RGB ? new ICC_ColorSpace(profile) : null;
        } catch (IOException | RuntimeException broken) {
            // Browsers show an image whose profile is broken as sRGB.
            return null;
        }
    }

    private byte @Nullable [] chunk(String wanted) {
        ByteBuffer file = ByteBuffer.wrap(png);
        int at = SIGNATURE_BYTES;
        while (at + Integer.BYTES + TYPE_BYTES <= png.length) {
            long length = Integer.toUnsignedLong(file.getInt(at));
            int data = at + Integer.BYTES + TYPE_BYTES;
            String type = new String(png, at + Integer.BYTES, TYPE_BYTES, StandardCharsets.ISO_8859_1);
            if (type.equals("IDAT") || length > png.length - data) {
                return null;
            }
            if (type.equals(wanted)) {
                byte[] content = new byte[(int) length];
                file.get(data, content);
                return content;
            }
            at = data + (int) length + CHECKSUM_BYTES;
        }
        return null;
    }
}
