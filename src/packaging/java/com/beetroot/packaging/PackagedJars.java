package com.beetroot.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The application's single jar and the jars of the runtime interface client.
 *
 * @param jars in the order of the class path
 */
record PackagedJars(List<Path> jars) {

    /**
     * Returns the jar that Maven packed and the client's jars from the list that Maven wrote. The managed runtime ships
     * the client, so it is not in the application's jar.
     */
    static PackagedJars of(Path target) throws IOException {
        Stream<Path> client = Stream.of(Files.readString(target.resolve("lambda-runtime-client.txt"))
                        .strip()
                        .split(File.pathSeparator))
                .map(Path::of);
        return new PackagedJars(Stream.concat(Stream.of(target.resolve("beetroot-api.jar")), client)
                .toList());
    }

    Path runtimeClient() {
        return jars.stream()
                .filter(jar -> jar.getFileName().toString().startsWith("aws-lambda-java-runtime-interface-client"))
                .findFirst()
                .orElseThrow();
    }
}
