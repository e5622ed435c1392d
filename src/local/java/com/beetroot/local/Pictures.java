package com.beetroot.local;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws the sample library's JPEGs from a seed. The same seed gives the same picture. */
final class Pictures {

    static final String CONTENT_TYPE = "image/jpeg";

    private static final int FACE_PIXELS = 240;
    private static final int LONG_SIDE = 960;
    private static final int SHORT_SIDE = 640;

    private Pictures() {}

    /** Returns a face of 240 by 240 pixels on the person's own backdrop, or on a darker or lighter one. */
    static byte[] face(FaceFeatures look, double backdropShade) {
        return jpeg(
                FACE_PIXELS,
                FACE_PIXELS,
                0.85f,
                canvas -> {
                    canvas.setColor(FacePainter.shade(look.backdrop(), backdropShade));
                    canvas.fillRect(0, 0, FACE_PIXELS, FACE_PIXELS);
                    FacePainter.paint(canvas, look, FACE_PIXELS * 0.04, FACE_PIXELS * 0.08, FACE_PIXELS * 0.92);
                },
                image -> {});
    }

    /** Returns a photo of the people. One in four photos is in portrait format. */
    static byte[] photo(List<FaceFeatures> people, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean upright = random.nextInt(4) == 0;
        int width = upright ? SHORT_SIDE : LONG_SIDE;
        int height = upright ? LONG_SIDE : SHORT_SIDE;
        return jpeg(
                width,
                height,
                0.9f,
                canvas -> ScenePainter.paint(canvas, width, height, people, random),
                image -> grain(image, random));
    }

    /** Adds camera noise; without it a drawn JPEG is far smaller than a real one. */
    private static void grain(BufferedImage image, SplittableRandom random) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i += 8) {
            long noise = random.nextLong();
            for (int j = i; j < i + 8; j++, noise >>>= 8) {
                int by = (int) (noise & 15) - 8;
                int rgb = pixels[j];
                pixels[j] = lit(rgb >> 16 & 0xFF, by) << 16 | lit(rgb >> 8 & 0xFF, by) << 8 | lit(rgb & 0xFF, by);
            }
        }
    }

    private static int lit(int channel, int by) {
        return Math.clamp(channel + by, 0, 255);
    }

    private static byte[] jpeg(
            int width, int height, float quality, Consumer<Graphics2D> painter, Consumer<BufferedImage> developer) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        canvas.setBackground(Color.WHITE);
        painter.accept(canvas);
        canvas.dispose();
        developer.accept(image);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
