package com.beetroot.packaging;

import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** Links a Java runtime with only the modules that the function needs, from the JDK that runs the build. */
final class JavaRuntimeImage {

    /**
     * The modules: besides java.base, logging for HttpURLConnection, Unsafe for Reactor, and jar file systems for
     * Micronaut's property sources.
     */
    private static final String MODULES = "java.base,java.logging,java.management,java.xml,jdk.unsupported,jdk.zipfs";

    private JavaRuntimeImage() {}

    static void link(Path runtime) {
        int status = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--add-modules",
                        MODULES,
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        runtime.toString());
        if (status != 0) {
            throw new IllegalStateException("jlink failed with status " + status + ": its message is above.");
        }
    }
}
