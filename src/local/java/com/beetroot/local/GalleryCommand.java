package com.beetroot.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells the tests that Node runs how to start a gallery: writes the command, with the JDK and the class path that Maven
 * has chosen, as a JSON array.
 */
final class GalleryCommand {

    private GalleryCommand() {}

    /** Takes the file to write. */
    public static void main(String[] arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), LocalGallery.class.getName()));
        new ObjectMapper().writeValue(Path.of(arguments[0]).toFile(), command);
    }
}
