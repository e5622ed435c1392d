package com.beetroot.packaging;

import java.util.Arrays;

/** The processor architecture of a package. Its Java runtime and AOT cache run on that architecture only. */
enum Architecture {
    X86_64("x86_64", "amd64", "x86_64"),
    ARM64("arm64", "aarch64", "aarch_64");

    private final String lambda;
    private final String java;
    private final String jni;

    /**
     * @param lambda its name in Lambda and in the template
     * @param java its name in Java
     * @param jni its name in the native libraries of AWS's runtime interface client
     */
    Architecture(String lambda, String java, String jni) {
        this.lambda = lambda;
        this.java = java;
        this.jni = jni;
    }

    /** Returns the architecture of the Java runtime that builds the package. */
    static Architecture ofThisMachine() {
        String name = System.getProperty("os.arch");
        return Arrays.stream(values())
                .filter(architecture -> architecture.java.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Lambda has no processors of the architecture " + name));
    }

    String lambda() {
        return lambda;
    }

    String jni() {
        return jni;
    }
}
