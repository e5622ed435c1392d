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
 * The OpenAPI document that micronaut-openapi derives from the controllers alone: their sources, the interface they
 * implement and its records, compiled once more with its annotation processor, outside of what is packed.
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

    /** The sources by their path, as they are. */
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
     * Runs a compiler of its own, because micronaut-openapi keeps things in static fields from one run to the next.
     *
     * @param folder an empty one, for what the compiler reads and writes
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
