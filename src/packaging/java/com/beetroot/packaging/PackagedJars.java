package com.beetroot.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The application's one jar and the runtime interface client's.
 *
 * @param jars in the order of the class path
 */
record PackagedJars(List<Path> jars) {

    /** What Maven has packed, and what it has written down of the client, which the managed runtime brings along. */
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
