package com.beetroot.testkit;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Captures the function's log, which goes to standard output and standard error. */
public final class CapturedLog {

    private CapturedLog() {}

    /** Returns what is logged while the work runs. */
    public static String during(Runnable work) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        into(log, work);
        return log.toString(StandardCharsets.UTF_8);
    }

    /** Discards what is logged while the work runs, because thousands of lines would be megabytes. */
    public static void discarded(Runnable work) {
        into(OutputStream.nullOutputStream(), work);
    }

    private static void into(OutputStream log, Runnable work) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        PrintStream both = new PrintStream(log, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            work.run();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
