package com.beetroot.api;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The JVM's cache of loaded and linked classes, which the package with a Java runtime of its own brings along. */
final class AotCache {

    /** Set by the package's {@code bootstrap}, to the cache's file. */
    static final String PROPERTY = "beetroot.aot.cache";

    private static final Logger LOG = LoggerFactory.getLogger(AotCache.class);

    private AotCache() {}

    /** Says so where there should be a cache and the JVM does not use it; it starts all the same. */
    static void tellWhereUnused() {
        String file = System.getProperty(PROPERTY);
        // The JVM's own word for a cache in use, as in the last line of java -version.
        if (file != null && !System.getProperty("java.vm.info", "").contains("sharing")) {
            LOG.warn(
                    "The AOT cache {} is missing or does not fit this Java runtime and these jars, so starts take several times as long:"
                            + " build the package anew, and deploy it as it is.",
                    file);
        }
    }
}
