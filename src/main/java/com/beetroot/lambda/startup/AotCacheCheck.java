package com.beetroot.lambda.startup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks that the JVM uses the AOT cache of loaded and linked classes in the Lambda package. */
public final class AotCacheCheck {

    /** The system property that names the cache's file. The package's {@code bootstrap} sets it. */
    static final String PROPERTY = "beetroot.aot.cache";

    private static final Logger LOG = LoggerFactory.getLogger(AotCacheCheck.class);

    private AotCacheCheck() {}

    /**
     * Logs a warning if there should be a cache but the JVM does not use it. The function starts without it, but
     * slowly.
     */
    public static void warnIfUnused() {
        String file = System.getProperty(PROPERTY);
        // The JVM reports a cache in use as "sharing", as in the last line of java -version.
        if (file != null && !System.getProperty("java.vm.info", "").contains("sharing")) {
            LOG.warn(
                    "The AOT cache {} is missing or does not fit this Java runtime and these jars, so starts take"
                            + " several times as long. Rebuild the package and deploy it unchanged.",
                    file);
        }
    }
}
