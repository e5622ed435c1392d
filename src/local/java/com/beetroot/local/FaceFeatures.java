package com.beetroot.local;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** The features of a made-up person, so that the portrait and every photo show the same face. */
record FaceFeatures(
        Color skin,
        Color hair,
        Color clothes,
        Color backdrop,
        Hair hairStyle,
        boolean glasses,
        boolean beard,
        boolean smiling) {

    enum Hair {
        SHORT,
        LONG,
        BOB,
        CURLY,
        BUN,
        BALD
    }

    private static final List<Color> SKINS = colours(0xFBE0CC, 0xF3CBA8, 0xE4AE83, 0xC98B5E, 0x9A623C, 0x6E4529);
    private static final List<Color> HAIRS =
            colours(0x2B2220, 0x4A3024, 0x7A4B2A, 0xB5763A, 0xDDB067, 0x8E8C8A, 0xA23E24);
    private static final List<Color> CLOTHES =
            colours(0x2F4858, 0x33658A, 0x86BBD8, 0x758E4F, 0xF6AE2D, 0xF26419, 0x7D3C60, 0xB23A48, 0x3D405B);
    private static final List<Color> BACKDROPS =
            colours(0xF4D9C6, 0xD7E3D4, 0xCFDDEA, 0xF1E3B6, 0xE6D3E3, 0xD9D4C7, 0xC9E0DD, 0xF3CFCB);

    static FaceFeatures of(RandomGenerator random) {
        Hair style = Hair.values()[random.nextInt(Hair.values().length)];
        Color skin = one(SKINS, random);
        // Light hair on dark skin is rare.
        List<Color> hairs = SKINS.indexOf(skin) < 3 ? HAIRS : HAIRS.subList(0, 3);
        boolean mayHaveBeard = style == Hair.SHORT || style == Hair.BALD || style == Hair.CURLY;
        return new FaceFeatures(
                skin,
                one(hairs, random),
                one(CLOTHES, random),
                one(BACKDROPS, random),
                style,
                random.nextInt(4) == 0,
                mayHaveBeard && random.nextInt(2) == 0,
                random.nextInt(3) > 0);
    }

    private static Color one(List<Color> colours, RandomGenerator random) {
        return colours.get(random.nextInt(colours.size()));
    }

    private static List<Color> colours(int... rgb) {
        return Arrays.stream(rgb).mapToObj(Color::new).toList();
    }
}
