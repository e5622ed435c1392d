package com.beetroot.previews;

import com.beetroot.previews.PhotoDecoder.Decoded;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;

/** Turns a photo into its preview: a JPEG in sRGB, scaled, upright, on white if it is transparent, without metadata. */
final class PreviewImages {

    private final PhotoDecoder decoder;
    private final int longSide;
    private final float quality;

    PreviewImages(PreviewSettings settings) {
        this.decoder = new PhotoDecoder(settings);
        this.longSide = settings.longSide();
        this.quality = settings.quality() / 100f;
    }

    /** @throws UnreadablePhotoException if the photo cannot be decoded */
    byte[] preview(byte[] photo) throws UnreadablePhotoException {
        Decoded decoded = decoder.decode(photo);
        // A photo that is smaller than a preview keeps its size.
        double scale = Math.min(1, (double) longSide / Math.max(decoded.width(), decoded.height()));
        BufferedImage image = decoded.image();
        boolean foreign = hasForeignProfile(image);
        ColorSpace profile = foreign ? image.getColorModel().getColorSpace() : decoded.profile();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream(256 * 1024);
        try {
            BufferedImage small = Thumbnails.of(foreign ? asIfSrgb(image) : image)
                    .forceSize(scaled(decoded.width(), scale), scaled(decoded.height(), scale))
                    // Otherwise the colours between those of a palette would be lost.
                    .imageType(BufferedImage.TYPE_INT_ARGB)
                    .asBufferedImage();
            BufferedImage opaque = onWhite(upright(small, decoded.orientation()));
            Thumbnails.of(profile == null ? opaque : converted(opaque, profile))
                    .scale(1)
                    .outputFormat("jpg")
                    .outputQuality(quality)
                    .toOutputStream(jpeg);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return jpeg.toByteArray();
    }

    private static int scaled(int side, double scale) {
        return (int) Math.max(1, Math.round(side * scale));
    }

    /** Returns whether the image has a colour profile other than sRGB that can be set aside until it is small. */
    private static boolean hasForeignProfile(BufferedImage image) {
        ColorModel model = image.getColorModel();
        return model instanceof ComponentColorModel
                && model.getNumColorComponents() == 3
                && model.getTransferType() == DataBuffer.TYPE_BYTE
                && !model.isAlphaPremultiplied()
                && !model.getColorSpace().isCS_sRGB();
    }

    /**
     * Returns the image with its colour values unchanged, but read as sRGB, so that it is scaled without a conversion:
     * to convert 12 million pixels takes far longer than to convert the preview's.
     */
    private static BufferedImage asIfSrgb(BufferedImage image) {
        BufferedImage plain = new BufferedImage(
                image.getWidth(),
                image.getHeight(),
                image.getColorModel().hasAlpha() ? BufferedImage.TYPE_4BYTE_ABGR : BufferedImage.TYPE_3BYTE_BGR);
        plain.getRaster().setRect(image.getRaster());
        return plain;
    }

    private static BufferedImage upright(BufferedImage image, @Nullable Orientation orientation) {
        return orientation == null
                ? image
                : ExifFilterUtils.getFilterForOrientation(orientation).apply(image);
    }

    private static BufferedImage onWhite(BufferedImage image) {
        BufferedImage opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D canvas = opaque.createGraphics();
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
        canvas.drawImage(image, 0, 0, null);
        canvas.dispose();
        return opaque;
    }

    /** Returns the image in sRGB, with its colour values read in that profile. */
    private static BufferedImage converted(BufferedImage image, ColorSpace profile) {
        ColorModel model = new ComponentColorModel(profile, false, false, ColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
        WritableRaster raster = model.createCompatibleWritableRaster(image.getWidth(), image.getHeight());
        raster.setRect(image.getRaster());
        BufferedImage converted = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        return new ColorConvertOp(null).filter(new BufferedImage(model, raster, false, null), converted);
    }
}
