package com.beetroot.testkit;

/** The seed of a generated run: the same in every build, unless the property {@code contract.seed} sets another. */
public final class Seed {

    private Seed() {}

    /** Reads the seed, and prints how to repeat the run. */
    public static long readAndPrint(String what, int count) {
        long seed = Long.getLong("contract.seed", 1);
        System.out.printf("%,d %s from the seed %d: repeat them with -Dcontract.seed=%d%n", count, what, seed, seed);
        return seed;
    }

    /** Describes a failed request or event, with long repetitions shortened. */
    public static String describe(int number, String sent, Throwable failed) {
        return number + ": " + shortened(sent) + "\n   " + shortened(failed.toString());
    }

    private static String shortened(String text) {
        String runs = text.replaceAll("(?s)(.{1,6}?)\\1{30,}", "$1…");
        return runs.length() <= 1_500 ? runs : runs.substring(0, 1_500) + "…";
    }
}
