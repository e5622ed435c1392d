package com.beetroot.lambda.startup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks that the JVM uses the AOT cache of loaded and linked classes in the Lambda package, and that it may. */
public final class AotCacheCheck {

    /** The system property that names the cache's file. The package's {@code bootstrap} sets it. */
    static final String PROPERTY = "beetroot.aot.cache";

    private static final Logger LOG = LoggerFactory.getLogger(AotCacheCheck.class);

    private AotCacheCheck() {}

    /**
     * Logs a warning if there should be a cache but the JVM does not use it, which makes starts slow, or if the jars
     * are no longer those that it was made from, which makes the JVM run old classes.
     */
    public static void warnIfUnusable() {
        String file = System.getProperty(PROPERTY);
        if (file == null) {
            return;
        }
        // The JVM reports a cache in use as "sharing", as in the last line of java -version.
        if (!System.getProperty("java.vm.info", "").contains("sharing")) {
            LOG.warn(
                    "The AOT cache {} is missing or does not fit this Java runtime and these jars, so starts take"
                            + " several times as long. Rebuild the package and deploy it unchanged.",
                    file);
            return;
        }
        try {
            Optional<String> changed = JarFingerprints.changed(Path.of(""), Path.of(file));
            if (changed.isPresent()) {
                LOG.warn(
                        "The jar {} was changed after the AOT cache {} was made from it, so the function may run its old"
                                + " classes. Rebuild the package and deploy it unchanged.",
                        changed.get(),
                        file);
            }
        } catch (IOException unreadable) {
            LOG.warn(
                    "The jars cannot be compared with those of the AOT cache {}, so the function may run old classes:"
                            + " {}. Rebuild the package and deploy it unchanged.",
                    file,
                    unreadable.toString());
        }
    }
}
