package com.beetroot.testkit;

/**
 * Where a generated run begins: the same place in every build, unless the property {@code contract.seed} names another.
 */
public final class Seed {

    private Seed() {}

    public static long printed(String what, int count) {
        long seed = Long.getLong("contract.seed", 1);
        System.out.printf("%,d %s from the seed %d: repeat them with -Dcontract.seed=%d%n", count, what, seed, seed);
        return seed;
    }

    /** What was sent and what went wrong, with long runs of one character shortened. */
    public static String told(int number, String sent, Throwable failed) {
        return number + ": " + shortened(sent) + "\n   " + shortened(failed.toString());
    }

    private static String shortened(String text) {
        String runs = text.replaceAll("(?s)(.{1,6}?)\\1{30,}", "$1…");
        return runs.length() <= 1_500 ? runs : runs.substring(0, 1_500) + "…";
    }
}
