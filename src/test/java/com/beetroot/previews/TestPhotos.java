package com.beetroot.previews;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Photos for the tests, and a look at the previews. */
final class TestPhotos {

    /** What a preview must not contain. */
    static final String SECRET = "at home in Sesame Street";

    private TestPhotos() {}

    /** Returns an image whose corners are red, green, blue and yellow: the upper two from the left, then the lower. */
    static BufferedImage corners(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D canvas = image.createGraphics();
        Color[] colors = {Color.RED, Color.GREEN, Color.BLUE, Color.YELLOW};
        for (int i = 0; i < colors.length; i++) {
            canvas.setColor(colors[i]);
            canvas.fillRect(i % 2 * (width / 2), i / 2 * (height / 2), width / 2 + 1, height / 2 + 1);
        }
        canvas.dispose();
        return image;
    }

    static BufferedImage plain(int width, int height, Color color) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(color);
        canvas.fillRect(0, 0, width, height);
        canvas.dispose();
        return image;
    }

    static byte[] encoded(RenderedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, bytes)) {
                throw new IllegalArgumentException(format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns the JPEG with a segment after its start. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int length = 2 + Arrays.stream(parts).mapToInt(part -> part.length).sum();
        bytes.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD8});
        bytes.writeBytes(new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length});
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        bytes.write(jpeg, 2, jpeg.length - 2);
        return bytes.toByteArray();
    }

    /** Returns the JPEG with an EXIF orientation, and a description. */
    static byte[] withExif(byte[] jpeg, int orientation) {
        return withSegment(jpeg, 0xE1, "Exif\0\0".getBytes(StandardCharsets.US_ASCII), exif(orientation));
    }

    /** Returns EXIF data with an orientation and a description. */
    static byte[] exif(int orientation) {
        byte[] description = (SECRET + "\0").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream tiff = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(tiff)) {
            out.writeBytes("MM\0*");
            out.writeInt(8);
            out.writeShort(2);
            out.writeShort(0x010E);
            out.writeShort(2);
            out.writeInt(description.length);
            out.writeInt(8 + 2 + 2 * 12 + 4);
            out.writeShort(0x0112);
            out.writeShort(3);
            out.writeInt(1);
            out.writeShort(orientation);
            out.writeShort(0);
            out.writeInt(0);
            out.write(description);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tiff.toByteArray();
    }

    /** Returns the PNG with a chunk after its header, before the pixels. */
    static byte[] withChunk(byte[] png, String type, byte[] content) {
        byte[] header = pngHeader(0, 0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(png, 0, header.length);
        bytes.writeBytes(chunk(type, content));
        bytes.write(png, header.length, png.length - header.length);
        return bytes.toByteArray();
    }

    /** Returns the content of the chunk {@code iCCP}. */
    static byte[] compressedProfile(int colorSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("profile\0\0".getBytes(StandardCharsets.US_ASCII));
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(ICC_Profile.getInstance(colorSpace).getData());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns the beginning of a PNG of that size, without any pixel. */
    static byte[] pngHeader(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
        byte[] chunk = chunk("IHDR", header.array());
        return ByteBuffer.allocate(8 + chunk.length)
                .putLong(0x89504E470D0A1A0AL)
                .put(chunk)
                .array();
    }

    private static byte[] chunk(String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(content);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(name)
                .put(content)
                .putInt((int) checksum.getValue())
                .array();
    }

    static BufferedImage decoded(byte[] jpeg) {
        try {
            return ImageIO.read(new ByteArrayInputStream(jpeg));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the colours of the four corners, such as {@code "red green blue yellow"}. */
    static String cornersOf(byte[] jpeg) {
        BufferedImage image = decoded(jpeg);
        int right = image.getWidth() * 3 / 4;
        int bottom = image.getHeight() * 3 / 4;
        int left = image.getWidth() / 4;
        int top = image.getHeight() / 4;
        return String.join(
                " ",
                name(image.getRGB(left, top)),
                name(image.getRGB(right, top)),
                name(image.getRGB(left, bottom)),
                name(image.getRGB(right, bottom)));
    }

    static String name(int rgb) {
        boolean red = (rgb >> 16 & 0xFF) > 150;
        boolean green = (rgb >> 8 & 0xFF) > 150;
        boolean blue = (rgb & 0xFF) > 150;
        return red && green && blue
                ? "white"
                : red && green ? "yellow" : red ? "red" : green ? "green" : blue ? "blue" : "dark";
    }
}
