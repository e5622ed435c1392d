package com.beetroot.library;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The log that the function writes, to standard output and standard error. */
public final class Log {

    private Log() {
    }

    /** What is logged while the work runs. */
    public static String during(Runnable work) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(log, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            work.run();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return log.toString(StandardCharsets.UTF_8);
    }
}
