package com.beetroot.local;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws a photo's scene: a sky, a landscape or city below it, and the people in front. */
final class ScenePainter {

    /** Colours from the top of the sky, through the horizon, to the foreground. */
    private record Palette(int skyTop, int skyLow, int far, int near, int light) {}

    private static final List<Palette> PALETTES = List.of(
            new Palette(0x6FB1D9, 0xE8F1EA, 0x9DB8A8, 0x4F7A53, 0xFFF6D8),
            new Palette(0x3E5C8A, 0xF3B78C, 0x7B6B8D, 0x2F3A56, 0xFFD9A0),
            new Palette(0xA9CBE0, 0xF6EFE3, 0xC4D0D8, 0xEDF2F5, 0xFFFFFF),
            new Palette(0x4E9BC2, 0xCDE9E4, 0x5FA7A8, 0xE5CFA0, 0xFFF3C4),
            new Palette(0xE98A6B, 0xFBE3B5, 0xB0677A, 0x5A3D5C, 0xFFF0B8),
            new Palette(0x8FB8A5, 0xE9EED5, 0x6E9B72, 0x3C5B3E, 0xFDF7D0));

    private final Graphics2D canvas;
    private final int width;
    private final int height;
    private final RandomGenerator random;
    private final Palette palette;

    private ScenePainter(Graphics2D canvas, int width, int height, RandomGenerator random) {
        this.canvas = canvas;
        this.width = width;
        this.height = height;
        this.random = random;
        this.palette = PALETTES.get(random.nextInt(PALETTES.size()));
    }

    static void paint(Graphics2D canvas, int width, int height, List<FaceFeatures> people, RandomGenerator random) {
        ScenePainter scene = new ScenePainter(canvas, width, height, random);
        double horizon = height * (0.45 + random.nextDouble() * 0.2);
        scene.sky(horizon);
        switch (random.nextInt(3)) {
            case 0 -> scene.hills(horizon);
            case 1 -> scene.sea(horizon);
            default -> scene.city(horizon);
        }
        scene.people(people);
    }

    private void sky(double horizon) {
        canvas.setPaint(
                new GradientPaint(0, 0, new Color(palette.skyTop), 0, (float) horizon, new Color(palette.skyLow)));
        canvas.fill(new Rectangle2D.Double(0, 0, width, height));
        double sunX = width * (0.15 + random.nextDouble() * 0.7);
        double sunY = horizon * (0.25 + random.nextDouble() * 0.5);
        for (int ring = 5; ring >= 1; ring--) {
            double radius = height * 0.028 * ring;
            canvas.setColor(translucent(palette.light, ring == 1 ? 235 : 34));
            canvas.fill(new Ellipse2D.Double(sunX - radius, sunY - radius, 2 * radius, 2 * radius));
        }
        for (int cloud = random.nextInt(4); cloud > 0; cloud--) {
            double x = random.nextDouble() * width;
            double y = horizon * (0.1 + random.nextDouble() * 0.5);
            canvas.setColor(translucent(0xFFFFFF, 110));
            for (int puff = 0; puff < 5; puff++) {
                double size = height * (0.05 + random.nextDouble() * 0.06);
                canvas.fill(new Ellipse2D.Double(
                        x + puff * size * 0.8, y - size * random.nextDouble() * 0.5, size * 1.7, size));
            }
        }
    }

    private void hills(double horizon) {
        int layers = 4;
        for (int layer = 0; layer < layers; layer++) {
            double depth = layer / (layers - 1.0);
            canvas.setColor(mix(palette.far, palette.near, depth));
            canvas.fill(ridge(horizon + layer * height * 0.11, height * (0.1 - 0.015 * layer)));
        }
        for (int tree = 6 + random.nextInt(10); tree > 0; tree--) {
            double size = height * (0.05 + random.nextDouble() * 0.09);
            fir(random.nextDouble() * width, horizon + height * 0.22 + random.nextDouble() * height * 0.12, size);
        }
    }

    private Path2D ridge(double base, double swing) {
        double phase = random.nextDouble() * 10;
        double wave = 1.5 + random.nextDouble() * 2;
        Path2D ridge = new Path2D.Double();
        ridge.moveTo(0, height);
        for (int x = 0; x <= width; x += 12) {
            double t = wave * x / width;
            ridge.lineTo(x, base - swing * (Math.sin(t * 3 + phase) + 0.5 * Math.sin(t * 7 + 2 * phase)));
        }
        ridge.lineTo(width, height);
        ridge.closePath();
        return ridge;
    }

    private void fir(double x, double foot, double size) {
        canvas.setColor(FacePainter.shade(new Color(palette.near), 0.72));
        for (int tier = 0; tier < 3; tier++) {
            double half = size * (0.34 - 0.08 * tier);
            double bottom = foot - size * 0.28 * tier;
            Path2D branch = new Path2D.Double();
            branch.moveTo(x - half, bottom);
            branch.lineTo(x, bottom - size * 0.5);
            branch.lineTo(x + half, bottom);
            branch.closePath();
            canvas.fill(branch);
        }
    }

    private void sea(double horizon) {
        double shore = height * 0.8;
        canvas.setPaint(new GradientPaint(
                0, (float) horizon, mix(palette.skyLow, palette.far, 0.6), 0, (float) shore, new Color(palette.far)));
        canvas.fill(new Rectangle2D.Double(0, horizon, width, shore - horizon));
        for (int glint = 60; glint > 0; glint--) {
            double y = horizon + (shore - horizon) * random.nextDouble();
            double length = width * (0.01 + 0.05 * (y - horizon) / (shore - horizon));
            canvas.setColor(translucent(palette.light, 60));
            canvas.fill(new Ellipse2D.Double(random.nextDouble() * width, y, length, 2.5));
        }
        for (int boat = random.nextInt(3); boat > 0; boat--) {
            sail(width * random.nextDouble(), horizon + height * (0.03 + 0.05 * random.nextDouble()), height * 0.07);
        }
        canvas.setColor(mix(palette.near, 0xE9D6B0, 0.55));
        canvas.fill(ridge(shore + height * 0.02, height * 0.012));
    }

    private void sail(double x, double y, double size) {
        canvas.setColor(new Color(0xFDFBF5));
        Path2D sail = new Path2D.Double();
        sail.moveTo(x, y - size);
        sail.lineTo(x + size * 0.55, y - size * 0.1);
        sail.lineTo(x, y - size * 0.1);
        sail.closePath();
        canvas.fill(sail);
        canvas.setColor(new Color(0x7A4B3A));
        canvas.fill(new Ellipse2D.Double(x - size * 0.35, y - size * 0.1, size, size * 0.22));
    }

    private void city(double horizon) {
        for (int row = 0; row < 2; row++) {
            double foot = horizon + height * (0.1 + 0.12 * row);
            for (double x = -20; x < width; ) {
                double broad = width * (0.04 + random.nextDouble() * 0.06);
                double tall = height * (0.12 + random.nextDouble() * 0.26) * (row == 0 ? 1 : 0.75);
                house(
                        x,
                        foot,
                        broad,
                        tall,
                        mix(palette.far, palette.near, 0.25 + 0.4 * row + 0.2 * random.nextDouble()));
                x += broad + (random.nextInt(3) == 0 ? broad * 0.3 : 1);
            }
        }
        double pavement = horizon + height * 0.21;
        canvas.setPaint(new GradientPaint(
                0, (float) pavement, mix(palette.near, 0xB9AFA3, 0.6), 0, height, mix(palette.near, 0x8B8178, 0.5)));
        canvas.fill(new Rectangle2D.Double(0, pavement, width, height - pavement));
    }

    private void house(double x, double foot, double broad, double tall, Color colour) {
        canvas.setColor(colour);
        canvas.fill(new Rectangle2D.Double(x, foot - tall, broad, tall));
        canvas.setColor(translucent(palette.light, 95));
        double pane = broad / 7;
        for (double wx = x + pane; wx < x + broad - pane; wx += 2 * pane) {
            for (double wy = foot - tall + pane; wy < foot - pane; wy += 2.2 * pane) {
                if (random.nextInt(3) > 0) {
                    canvas.fill(new Rectangle2D.Double(wx, wy, pane, pane * 1.3));
                }
            }
        }
    }

    private void people(List<FaceFeatures> people) {
        if (people.isEmpty()) {
            return;
        }
        double size = Math.min(height * (people.size() == 1 ? 0.62 : 0.5), width / (0.72 * people.size() + 0.35));
        double step = size * 0.72;
        double left = (width - step * (people.size() - 1) - size) / 2 + (random.nextDouble() - 0.5) * width * 0.12;
        for (int i = 0; i < people.size(); i++) {
            double each = size * (0.92 + 0.16 * random.nextDouble());
            FacePainter.paint(canvas, people.get(i), left + i * step, height - each * 0.97, each);
        }
    }

    private static Color mix(int from, int to, double share) {
        Color a = new Color(from);
        Color b = new Color(to);
        return new Color(
                (int) (a.getRed() + (b.getRed() - a.getRed()) * share),
                (int) (a.getGreen() + (b.getGreen() - a.getGreen()) * share),
                (int) (a.getBlue() + (b.getBlue() - a.getBlue()) * share));
    }

    private static Color translucent(int rgb, int alpha) {
        return new Color(rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF, alpha);
    }
}
