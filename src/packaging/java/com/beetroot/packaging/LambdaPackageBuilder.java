package com.beetroot.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Builds the Lambda package with its own Java runtime: {@code bootstrap}, the runtime, the application on a flat class
 * path, and an AOT cache. The cache is trained with the same runtime and class path; the JVM rejects it otherwise.
 */
public final class LambdaPackageBuilder {

    private LambdaPackageBuilder() {}

    /**
     * Builds the package from and into the build's folder.
     *
     * @param arguments the version to build
     */
    public static void main(String[] arguments) {
        int status = 1;
        try {
            build(Path.of("target"), arguments[0]);
            status = 0;
        } catch (Exception failed) {
            failed.printStackTrace();
        }
        // The threads of the local servers would keep the process alive.
        System.exit(status);
    }

    private static void build(Path target, String version)
            throws IOException, InterruptedException, GeneralSecurityException {
        PackagedJars classPath = PackagedJars.of(target);
        PackageFolder packed =
                PackageFolder.create(target.resolve("lambda").toAbsolutePath(), classPath, Path.of("src", "packaging"));
        JavaRuntimeImage.link(packed.runtime());
        packed.setTimes();
        Path work = Files.createTempDirectory("lambda-training");
        try {
            AotTraining.train(packed, work);
        } finally {
            for (File file : work.toFile().listFiles()) {
                Files.delete(file.toPath());
            }
            Files.delete(work);
        }
        packed.recordJars(AotTraining.CACHE);
        packed.setTimes();
        Path zip = target.resolve("beetroot-api-lambda.zip");
        packed.zip(zip);
        Architecture architecture = Architecture.ofThisMachine();
        Path kept = KeptPackage.keep(zip, target.resolve("packages"), version, architecture);
        System.out.printf("%s: %,d bytes, %,d unzipped%n", zip, Files.size(zip), packed.size());
        System.out.printf("Kept as %s. Deploy it with Architecture=%s.%n", kept, architecture.lambda());
    }
}
