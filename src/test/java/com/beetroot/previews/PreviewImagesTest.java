package com.beetroot.previews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests previews of every kind of photo, and of files that are none. */
class PreviewImagesTest {

    private static final PreviewImages IMAGES = new PreviewImages(PreviewSettings.from(
            Map.of("PREVIEWS", "small/previews/", "PHOTOS", "raw/photos/", "PREVIEW_PIXELS", "64")));

    @ParameterizedTest
    @CsvSource({
        "1, 64, 32, red green blue yellow",
        "2, 64, 32, green red yellow blue",
        "3, 64, 32, yellow blue green red",
        "4, 64, 32, blue yellow red green",
        "5, 32, 64, red blue green yellow",
        "6, 32, 64, blue red yellow green",
        "7, 32, 64, yellow green blue red",
        "8, 32, 64, green yellow red blue"
    })
    void turnsAPhotoUpright(int orientation, int width, int height, String corners) throws Exception {
        byte[] photo = TestPhotos.withExif(
                TestPhotos.encoded(TestPhotos.corners(640, 320, BufferedImage.TYPE_INT_RGB), "jpg"), orientation);

        byte[] preview = IMAGES.preview(photo);

        assertThat(TestPhotos.cornersOf(preview)).isEqualTo(corners);
        assertThat(TestPhotos.decoded(preview).getWidth()).isEqualTo(width);
        assertThat(TestPhotos.decoded(preview).getHeight()).isEqualTo(height);
        assertThat(new String(photo, StandardCharsets.ISO_8859_1)).contains(TestPhotos.SECRET);
        assertThat(new String(preview, StandardCharsets.ISO_8859_1)).doesNotContain("Exif", TestPhotos.SECRET, "ICC");
    }

    @ParameterizedTest
    @CsvSource({
        "png, 5, 640, 320, 64, 32",
        "png, 6, 320, 640, 32, 64",
        "png, 10, 64, 64, 64, 64",
        "jpg, 1, 20, 10, 20, 10",
        "jpg, 1, 3000, 3, 64, 1",
        "bmp, 1, 100, 50, 64, 32",
        "gif, 13, 100, 50, 64, 32",
        "tif, 5, 100, 50, 64, 32"
    })
    void fitsThePhotoIntoThePreview(String format, int type, int width, int height, int fitsWidth, int fitsHeight)
            throws Exception {
        byte[] preview = IMAGES.preview(TestPhotos.encoded(TestPhotos.corners(width, height, type), format));

        assertThat(TestPhotos.decoded(preview).getWidth()).isEqualTo(fitsWidth);
        assertThat(TestPhotos.decoded(preview).getHeight()).isEqualTo(fitsHeight);
        if (type != BufferedImage.TYPE_BYTE_GRAY && fitsHeight > 1) {
            assertThat(TestPhotos.cornersOf(preview)).isEqualTo("red green blue yellow");
        }
    }

    @Test
    void givesTheSamePreviewAgain() throws Exception {
        byte[] photo = TestPhotos.encoded(TestPhotos.corners(640, 320, BufferedImage.TYPE_INT_RGB), "jpg");

        assertThat(IMAGES.preview(photo)).isEqualTo(IMAGES.preview(photo));
    }

    @Test
    void keepsGreyAsItIs() throws Exception {
        BufferedImage grey = new BufferedImage(100, 50, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 5_000; i++) {
            grey.getRaster().setSample(i % 100, i / 100, 0, 100);
        }
        for (String format : new String[] {"jpg", "png"}) {
            assertColor(IMAGES.preview(TestPhotos.encoded(grey, format)), 100, 100, 100);
        }
    }

    @Test
    void paintsTransparencyWhite() throws Exception {
        BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB);

        assertColor(IMAGES.preview(TestPhotos.encoded(image, "png")), 255, 255, 255);
    }

    @Test
    void reads16BitsPerChannel() throws Exception {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 100, 50, 3, null);
        raster.setPixels(0, 0, 100, 50, filled(100 * 50, 0x4040, 0x8080, 0xC0C0));
        BufferedImage image = new BufferedImage(
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        false,
                        false,
                        Transparency.OPAQUE,
                        DataBuffer.TYPE_USHORT),
                raster,
                false,
                null);

        assertColor(IMAGES.preview(TestPhotos.encoded(image, "png")), 0x40, 0x80, 0xC0);
    }

    @Test
    void convertsACmykJpeg() throws Exception {
        WritableRaster inverted = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 200, 100, 4, null);
        // As Photoshop writes it: 255 is no ink, so this is magenta and yellow, which is red.
        inverted.setPixels(0, 0, 200, 100, filled(200 * 100, 255, 0, 0, 255));
        byte[] jpeg = TestPhotos.withSegment(
                jpeg(inverted), 0xEE, "Adobe".getBytes(StandardCharsets.US_ASCII), new byte[] {0, 100, 0, 0, 0, 0, 0});

        byte[] preview = IMAGES.preview(jpeg);

        assertThat(TestPhotos.cornersOf(preview)).isEqualTo("red red red red");
        assertThat(TestPhotos.decoded(preview).getRaster().getNumBands()).isEqualTo(3);
    }

    /** In linear light, 128 is lighter than in sRGB. */
    @Test
    void convertsAnotherColourProfileToSrgb() throws Exception {
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        byte[] photo = TestPhotos.withSegment(
                TestPhotos.encoded(TestPhotos.plain(200, 100, new Color(128, 128, 128)), "jpg"),
                0xE2,
                "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1),
                profile);

        assertColor(IMAGES.preview(photo), 188, 188, 188);
    }

    /** The reader of TIFFs leaves the conversion to others, and the reader of JPEGs does not. */
    @Test
    void convertsTheColourProfileOfATiff() throws Exception {
        // A copy: the writer of TIFFs leaves out the JDK's own profiles.
        ICC_Profile profile = ICC_Profile.getInstance(
                ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData());
        ColorModel linear = new ComponentColorModel(
                new ICC_ColorSpace(profile), false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        WritableRaster raster = linear.createCompatibleWritableRaster(200, 100);
        raster.setPixels(0, 0, 200, 100, filled(200 * 100, 128, 128, 128));

        byte[] photo = TestPhotos.encoded(new BufferedImage(linear, raster, false, null), "tif");

        assertColor(IMAGES.preview(photo), 188, 188, 188);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR, BufferedImage.TYPE_BYTE_INDEXED})
    void convertsTheColourProfileOfAPng(int type) throws Exception {
        BufferedImage grey = new BufferedImage(200, 100, type);
        grey.getGraphics().drawImage(TestPhotos.plain(200, 100, new Color(153, 153, 153)), 0, 0, null);
        byte[] photo = TestPhotos.withChunk(
                TestPhotos.encoded(grey, "png"), "iCCP", TestPhotos.compressedProfile(ColorSpace.CS_LINEAR_RGB));

        assertColor(IMAGES.preview(photo), 203, 203, 203);
    }

    /** Chromium and Firefox do so as well, but only if the chunk comes before the pixels. */
    @ParameterizedTest
    @CsvSource({"1, red green blue yellow", "6, blue red yellow green", "9, red green blue yellow"})
    void turnsAPngUpright(int orientation, String corners) throws Exception {
        byte[] photo = TestPhotos.withChunk(
                TestPhotos.encoded(TestPhotos.corners(640, 320, BufferedImage.TYPE_INT_RGB), "png"),
                "eXIf",
                TestPhotos.exif(orientation));

        byte[] preview = IMAGES.preview(photo);

        assertThat(TestPhotos.cornersOf(preview)).isEqualTo(corners);
        assertThat(new String(photo, StandardCharsets.ISO_8859_1)).contains(TestPhotos.SECRET);
        assertThat(new String(preview, StandardCharsets.ISO_8859_1)).doesNotContain(TestPhotos.SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eXIf", "iCCP"})
    void showsAPngWhoseMetadataIsBroken(String type) throws Exception {
        byte[] photo = TestPhotos.encoded(TestPhotos.corners(640, 320, BufferedImage.TYPE_INT_RGB), "png");
        for (String content : List.of("", "MM", "profile", "profile\0\0x", "MM\0*\0\0\0\377")) {
            byte[] broken = TestPhotos.withChunk(photo, type, content.getBytes(StandardCharsets.ISO_8859_1));

            assertThat(TestPhotos.cornersOf(IMAGES.preview(broken))).isEqualTo("red green blue yellow");
        }
    }

    @Test
    void showsTheFirstFrameOfAnAnimation() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            for (Color color : new Color[] {Color.RED, Color.BLUE}) {
                writer.writeToSequence(new IIOImage(TestPhotos.plain(100, 100, color), null, null), null);
            }
            writer.endWriteSequence();
        }

        assertThat(TestPhotos.cornersOf(IMAGES.preview(bytes.toByteArray()))).isEqualTo("red red red red");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",
                "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="
            })
    void readsWebp(String base64) throws Exception {
        BufferedImage preview =
                TestPhotos.decoded(IMAGES.preview(Base64.getDecoder().decode(base64)));

        assertThat(preview.getWidth()).isEqualTo(1);
    }

    @Test
    void refusesAPhotoThatIsTooLargeBeforeItIsDecoded() {
        assertThatThrownBy(() -> IMAGES.preview(TestPhotos.pngHeader(30_000, 30_000)))
                .isInstanceOf(UnreadablePhotoException.class)
                .hasMessage("it has 30,000 × 30,000 pixels, more than PREVIEW_MAX_MEGAPIXELS allows");
        assertThatThrownBy(() -> IMAGES.preview(TestPhotos.pngHeader(Integer.MAX_VALUE, Integer.MAX_VALUE)))
                .isInstanceOf(UnreadablePhotoException.class);
    }

    @Test
    void namesWhatCannotBeRead() {
        assertThatThrownBy(() -> IMAGES.preview(new byte[0]))
                .isInstanceOf(UnreadablePhotoException.class)
                .hasMessage("the file is empty");
        assertThatThrownBy(
                        () -> IMAGES.preview("\0\0\0\30ftypheic\0\0\0\0mif1heic".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(UnreadablePhotoException.class)
                .hasMessage("HEIC cannot be read");
        assertThatThrownBy(() -> IMAGES.preview("\0\0\0\34ftypavif\0\0\0\0".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(UnreadablePhotoException.class)
                .hasMessage("AVIF cannot be read");
        assertThatThrownBy(() -> IMAGES.preview("<html>no photo</html>".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(UnreadablePhotoException.class)
                .hasMessage("the format cannot be read");
    }

    /** A photo that is cut off gets the preview that a browser would show, or none, but never another exception. */
    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "gif", "bmp", "tif"})
    void survivesATruncatedPhoto(String format) {
        byte[] photo = TestPhotos.encoded(TestPhotos.corners(640, 320, BufferedImage.TYPE_3BYTE_BGR), format);
        for (int length = 1; length < photo.length; length += Math.max(1, photo.length / 97)) {
            byte[] truncated = Arrays.copyOf(photo, length);
            try {
                assertThat(TestPhotos.decoded(IMAGES.preview(truncated)).getWidth())
                        .isEqualTo(64);
            } catch (UnreadablePhotoException unreadable) {
                assertThat(unreadable).hasMessageMatching("the (file|format) .*");
            }
        }
    }

    /** Readers throw exceptions of many kinds: bytes that are changed at random find some of them. */
    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "gif", "bmp", "tif"})
    void survivesADamagedPhoto(String format) {
        byte[] photo = TestPhotos.encoded(TestPhotos.corners(64, 32, BufferedImage.TYPE_3BYTE_BGR), format);
        if (format.equals("png")) {
            photo = TestPhotos.withChunk(photo, "eXIf", TestPhotos.exif(6));
            photo = TestPhotos.withChunk(photo, "iCCP", TestPhotos.compressedProfile(ColorSpace.CS_LINEAR_RGB));
        }
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = photo.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                damaged[random.nextInt(Math.min(damaged.length, 400))] = (byte) random.nextInt();
            }
            try {
                assertThat(IMAGES.preview(damaged)).isNotEmpty();
            } catch (UnreadablePhotoException unreadable) {
                assertThat(unreadable).hasMessageMatching("(the (file|format)|it has) .*");
            }
        }
    }

    @Test
    void ignoresTheOrientationOfAPngAfterItsPixels() throws Exception {
        byte[] plain = TestPhotos.encoded(TestPhotos.corners(640, 320, BufferedImage.TYPE_INT_RGB), "png");
        byte[] turned = TestPhotos.withChunk(plain, "eXIf", TestPhotos.exif(6));
        int header = TestPhotos.pngHeader(0, 0).length;
        int end = plain.length - 12;
        int chunk = turned.length - plain.length;
        byte[] late = ByteBuffer.allocate(turned.length)
                .put(plain, 0, end)
                .put(turned, header, chunk)
                .put(plain, end, 12)
                .array();

        assertThat(TestPhotos.cornersOf(IMAGES.preview(turned))).isEqualTo("blue red yellow green");
        assertThat(TestPhotos.cornersOf(IMAGES.preview(late))).isEqualTo("red green blue yellow");
    }

    private static byte[] jpeg(Raster raster) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(raster, null, null), null);
        }
        return bytes.toByteArray();
    }

    private static int[] filled(int pixels, int... samples) {
        int[] all = new int[pixels * samples.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = samples[i % samples.length];
        }
        return all;
    }

    private static void assertColor(byte[] preview, int red, int green, int blue) {
        BufferedImage image = TestPhotos.decoded(preview);
        Color color = new Color(image.getRGB(image.getWidth() / 2, image.getHeight() / 2));
        assertThat(color.getRed()).as(color.toString()).isCloseTo(red, within(4));
        assertThat(color.getGreen()).as(color.toString()).isCloseTo(green, within(4));
        assertThat(color.getBlue()).as(color.toString()).isCloseTo(blue, within(4));
    }
}
