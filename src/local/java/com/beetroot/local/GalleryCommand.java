package com.beetroot.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the command that starts a gallery as a JSON array, with the JDK and class path that Maven selected, for the
 * tests that run in Node.
 */
final class GalleryCommand {

    private GalleryCommand() {}

    /** Writes the command to the file given as the argument. */
    public static void main(String[] arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), LocalGallery.class.getName()));
        new ObjectMapper().writeValue(Path.of(arguments[0]).toFile(), command);
    }
}
