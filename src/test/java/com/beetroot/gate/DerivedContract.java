package com.beetroot.gate;

import io.micronaut.annotation.processing.AggregatingTypeElementVisitorProcessor;
import io.micronaut.annotation.processing.TypeElementVisitorProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Derives an OpenAPI document from the controllers with micronaut-openapi: compiles their sources, the interface that
 * they implement and its records again with the annotation processor, separately from the packaged classes.
 */
final class DerivedContract {

    private static final List<Path> SOURCES = List.of(
            Path.of("src", "main", "java"), Path.of("target", "generated-sources", "contract", "src", "main", "java"));
    private static final String CONTRACT_PACKAGE = "com/beetroot/contract/";
    private static final String TITLE = """
        package com.beetroot.gate;

        import io.swagger.v3.oas.annotations.OpenAPIDefinition;
        import io.swagger.v3.oas.annotations.info.Info;

        @OpenAPIDefinition(info = @Info(title = "derived", version = "1"))
        class Derived {
        }
        """;

    private DerivedContract() {}

    /** Returns the unmodified sources by path. */
    static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (Path folder : SOURCES) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String name = folder.relativize(file).toString().replace('\\', '/');
                    String text = Files.readString(file);
                    if (name.startsWith(CONTRACT_PACKAGE) || text.contains("@Controller")) {
                        sources.put(name, text);
                    }
                }
            }
        }
        return sources;
    }

    /**
     * Compiles in a separate process, because micronaut-openapi keeps state in static fields between runs.
     *
     * @param folder an empty folder for the compiler's input and output
     */
    static String of(Map<String, String> sources, Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-proc:only",
                "-parameters",
                "-encoding",
                "UTF-8",
                "-processor",
                TypeElementVisitorProcessor.class.getName() + ","
                        + AggregatingTypeElementVisitorProcessor.class.getName(),
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                "-s",
                folder.toString(),
                written(folder, "com/beetroot/gate/Derived.java", TITLE)));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            command.add(written(folder, source.getKey(), source.getValue()));
        }
        Path messages = folder.resolve("messages.txt");
        Process compiler = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile())
                .start();
        if (compiler.waitFor() != 0) {
            throw new IllegalStateException("The controllers do not compile: " + Files.readString(messages));
        }
        return Files.readString(folder.resolve("META-INF").resolve("swagger").resolve("derived-1.yml"));
    }

    private static String written(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve("sources").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }
}
