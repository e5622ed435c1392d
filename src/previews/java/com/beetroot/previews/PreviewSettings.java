package com.beetroot.previews;

import com.beetroot.config.PreviewLocation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The maker's settings, read from environment variables.
 *
 * @param previews {@code PREVIEWS}, {@code bucket/prefix/}: where previews are written; required
 * @param photos {@code PHOTOS}, comma-separated {@code bucket/prefix/}: the places of the originals; required. No other
 *     object gets a preview
 * @param longSide {@code PREVIEW_PIXELS}, the most pixels of a preview's longer side, by default 1,024
 * @param quality {@code PREVIEW_QUALITY}, the quality of the JPEG in percent, by default 80
 * @param maxMegapixels {@code PREVIEW_MAX_MEGAPIXELS}, the most pixels of an original in millions, by default 120; a
 *     larger one is not decoded
 */
public record PreviewSettings(
        PreviewLocation previews, List<PreviewLocation> photos, int longSide, int quality, int maxMegapixels) {

    private static final Pattern LOCATION = Pattern.compile(PreviewLocation.FORM);

    /**
     * Reads and checks every setting.
     *
     * @throws IllegalArgumentException in one sentence that names the variable, if one is missing or wrong
     */
    public static PreviewSettings from(Map<String, String> environment) {
        PreviewLocation previews = location("PREVIEWS", environment.getOrDefault("PREVIEWS", ""));
        List<PreviewLocation> photos = Arrays.stream(
                        environment.getOrDefault("PHOTOS", "").split(",", -1))
                .map(place -> location("PHOTOS", place.strip()))
                .toList();
        if (new HashSet<>(photos).size() < photos.size()) {
            throw new IllegalArgumentException("The environment variable PHOTOS lists a place twice: list it once.");
        }
        // A preview in a place of photos would be a new photo, whose preview would be another one, without end. An
        // empty prefix is the whole bucket.
        for (PreviewLocation place : photos) {
            if (holds(place, previews.bucket(), previews.prefix()) || holds(previews, place.bucket(), place.prefix())) {
                throw new IllegalArgumentException("The environment variable PREVIEWS names a place that overlaps with "
                        + "PHOTOS: previews would be made of previews.");
            }
        }
        return new PreviewSettings(
                previews,
                photos,
                number(environment, "PREVIEW_PIXELS", 1_024, 16, 4_096),
                number(environment, "PREVIEW_QUALITY", 80, 1, 100),
                number(environment, "PREVIEW_MAX_MEGAPIXELS", 120, 1, 500));
    }

    /** Returns whether the object is a photo that gets a preview. */
    boolean isPhoto(String bucket, String key) {
        // Consoles create an empty object for a folder, with a slash at its end.
        return !key.endsWith("/") && photos.stream().anyMatch(place -> holds(place, bucket, key));
    }

    private static boolean holds(PreviewLocation place, String bucket, String key) {
        return place.bucket().equals(bucket) && key.startsWith(place.prefix());
    }

    private static PreviewLocation location(String name, String value) {
        if (!LOCATION.matcher(value).matches()) {
            throw new IllegalArgumentException("The environment variable " + name + " holds \"" + value
                    + "\": it must be of the form bucket/prefix/, such as family-raw/photos-raw/.");
        }
        return PreviewLocation.of(value);
    }

    private static int number(Map<String, String> environment, String name, int otherwise, int least, int most) {
        String value = environment.getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            return otherwise;
        }
        if (value.matches("[0-9]{1,6}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException("The environment variable " + name + " holds \"" + value
                + "\": it must be a whole number from " + least + " to " + most + ".");
    }
}
