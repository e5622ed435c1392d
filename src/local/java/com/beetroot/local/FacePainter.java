package com.beetroot.local;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** Draws a person from the shoulders up, in a 100 by 100 space whose bottom edge cuts off the shoulders. */
final class FacePainter {

    private static final Color INK = new Color(0x2A2522);

    private FacePainter() {}

    /** Draws into the square of the given size with its upper left corner at (x, y). */
    static void paint(Graphics2D canvas, FaceFeatures look, double x, double y, double size) {
        AffineTransform before = canvas.getTransform();
        canvas.translate(x, y);
        canvas.scale(size / 100, size / 100);
        hairBehind(canvas, look);
        body(canvas, look);
        head(canvas, look);
        hairInFront(canvas, look);
        features(canvas, look);
        canvas.setTransform(before);
    }

    private static void hairBehind(Graphics2D canvas, FaceFeatures look) {
        canvas.setColor(shade(look.hair(), 0.86));
        switch (look.hairStyle()) {
            case LONG -> canvas.fill(new RoundRectangle2D.Double(24, 20, 52, 66, 46, 46));
            case BOB -> canvas.fill(new RoundRectangle2D.Double(24, 19, 52, 46, 40, 36));
            case BUN -> canvas.fill(circle(50, 14, 10));
            case CURLY -> {
                for (double[] curl : new double[][] {
                    {30, 30}, {27, 42}, {73, 42}, {70, 30}, {40, 20}, {60, 20}, {50, 17}, {31, 52}, {69, 52}
                }) {
                    canvas.fill(circle(curl[0], curl[1], 11));
                }
            }
            case SHORT, BALD -> {}
        }
    }

    private static void body(Graphics2D canvas, FaceFeatures look) {
        canvas.setColor(shade(look.skin(), 0.9));
        canvas.fill(new RoundRectangle2D.Double(42, 56, 16, 24, 10, 10));
        canvas.setColor(look.clothes());
        Path2D shoulders = new Path2D.Double();
        shoulders.moveTo(10, 100);
        shoulders.curveTo(11, 80, 28, 75, 42, 72);
        shoulders.curveTo(45, 80, 55, 80, 58, 72);
        shoulders.curveTo(72, 75, 89, 80, 90, 100);
        shoulders.closePath();
        canvas.fill(shoulders);
    }

    private static void head(Graphics2D canvas, FaceFeatures look) {
        canvas.setColor(shade(look.skin(), 0.94));
        canvas.fill(circle(29.5, 45, 4.5));
        canvas.fill(circle(70.5, 45, 4.5));
        canvas.setColor(look.skin());
        canvas.fill(face());
        if (look.beard()) {
            Area beard = new Area(face());
            beard.intersect(new Area(new Rectangle2D.Double(20, 49, 60, 30)));
            beard.subtract(new Area(new Ellipse2D.Double(35, 40, 30, 17)));
            canvas.setColor(shade(look.hair(), 1.08));
            canvas.fill(beard);
        }
    }

    private static Ellipse2D face() {
        return new Ellipse2D.Double(30, 19, 40, 50);
    }

    private static void hairInFront(Graphics2D canvas, FaceFeatures look) {
        if (look.hairStyle() == FaceFeatures.Hair.BALD) {
            return;
        }
        Area fringe = new Area(new Ellipse2D.Double(28, 14, 44, 44));
        Path2D below = new Path2D.Double();
        below.moveTo(20, 70);
        below.lineTo(30, 40);
        below.curveTo(36, 33, 52, 34, look.hairStyle() == FaceFeatures.Hair.BOB ? 66 : 62, 27);
        below.curveTo(66, 31, 69, 35, 70, 41);
        below.lineTo(80, 70);
        below.closePath();
        fringe.subtract(new Area(below));
        canvas.setColor(look.hair());
        canvas.fill(fringe);
    }

    private static void features(Graphics2D canvas, FaceFeatures look) {
        canvas.setColor(new Color(226, 110, 92, 46));
        canvas.fill(circle(37, 53, 4.5));
        canvas.fill(circle(63, 53, 4.5));

        canvas.setColor(INK);
        canvas.fill(circle(41.5, 45, 2.1));
        canvas.fill(circle(58.5, 45, 2.1));

        canvas.setStroke(new BasicStroke(1.7f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        canvas.setColor(shade(look.hairStyle() == FaceFeatures.Hair.BALD ? INK : look.hair(), 0.8));
        canvas.draw(new Arc2D.Double(37, 37.5, 9, 6, 35, 110, Arc2D.OPEN));
        canvas.draw(new Arc2D.Double(54, 37.5, 9, 6, 35, 110, Arc2D.OPEN));

        canvas.setColor(shade(look.skin(), 0.78));
        canvas.draw(new Arc2D.Double(47.5, 46, 5, 6, 200, 140, Arc2D.OPEN));

        canvas.setColor(new Color(0x9C3B36));
        if (look.smiling()) {
            canvas.fill(new Arc2D.Double(42.5, 51, 15, 11, 180, 180, Arc2D.CHORD));
        } else {
            canvas.draw(new Arc2D.Double(44, 53, 12, 6, 205, 130, Arc2D.OPEN));
        }
        if (look.glasses()) {
            canvas.setColor(INK);
            canvas.setStroke(new BasicStroke(1.3f));
            canvas.draw(circle(41.5, 45, 6.3));
            canvas.draw(circle(58.5, 45, 6.3));
            canvas.draw(new Arc2D.Double(47.2, 42.5, 5.6, 4, 20, 140, Arc2D.OPEN));
        }
    }

    private static Ellipse2D circle(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    static Color shade(Color colour, double factor) {
        return new Color(
                channel(colour.getRed() * factor),
                channel(colour.getGreen() * factor),
                channel(colour.getBlue() * factor));
    }

    private static int channel(double value) {
        return (int) Math.clamp(value, 0, 255);
    }
}
