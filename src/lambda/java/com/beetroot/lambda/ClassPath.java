package com.beetroot.lambda;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The application's jars and the runtime interface client's, flat.
 *
 * @param jars where each is found, by the name that it gets in the package
 */
record ClassPath(Map<String, Path> jars) {

    static final String APPLICATION = "beetroot-api.jar";
    /** What Micronaut AOT has made of the application. */
    private static final String OPTIMISATIONS = "beetroot-api-aot.jar";

    /** What Maven has written down, and the application's own jar as it was before all others were put into it. */
    static ClassPath of(Path target) throws IOException {
        Map<String, Path> jars = Stream.of("lambda-class-path.txt", "lambda-runtime-client.txt")
            .flatMap(file -> paths(target.resolve(file)))
            .collect(Collectors.toMap(path -> path.getFileName().toString(), path -> path, (one, same) -> one, TreeMap::new));
        jars.put(APPLICATION, target.resolve("original-" + APPLICATION));
        jars.put(OPTIMISATIONS, target.resolve(OPTIMISATIONS));
        return new ClassPath(jars);
    }

    private static Stream<Path> paths(Path file) {
        try {
            return Stream.of(Files.readString(file).strip().split(File.pathSeparator)).map(Path::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names in the order of the class path: the application first, then by name. */
    List<String> names() {
        return Stream.concat(Stream.of(APPLICATION), jars.keySet().stream().filter(name -> !name.equals(APPLICATION))).toList();
    }

    Path runtimeClient() {
        return jars.entrySet().stream().filter(jar -> jar.getKey().startsWith("aws-lambda-java-runtime-interface-client"))
            .findFirst().orElseThrow().getValue();
    }
}
