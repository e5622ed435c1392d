package com.beetroot.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Builds the Lambda package with a Java runtime of its own: {@code bootstrap}, the runtime, the application on a flat
 * class path, and an AOT cache that was trained in that very runtime on that very class path, without which the cache
 * is refused.
 */
public final class LambdaPackageBuilder {

    private LambdaPackageBuilder() {}

    /**
     * Reads and writes the build's folder.
     *
     * @param arguments the version that is built
     */
    public static void main(String[] arguments) {
        int status = 1;
        try {
            build(Path.of("target"), arguments[0]);
            status = 0;
        } catch (Exception failed) {
            failed.printStackTrace();
        }
        // The local parts' threads would keep the process.
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
        packed.setTimes();
        Path zip = target.resolve("beetroot-api-lambda.zip");
        packed.zip(zip);
        Architecture architecture = Architecture.ofThisMachine();
        Path kept = KeptPackage.keep(zip, target.resolve("packages"), version, architecture);
        System.out.printf("%s: %,d bytes, %,d unzipped%n", zip, Files.size(zip), packed.size());
        System.out.printf("Kept as %s. Deploy it with Architecture=%s.%n", kept, architecture.lambda());
    }
}
