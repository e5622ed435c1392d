package com.beetroot.local;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the gallery is told on its command line.
 *
 * @param port where it answers on loopback
 * @param data the folder that keeps the library between runs; empty for a library in memory
 * @param index whether the grid is read from the index
 */
record GalleryOptions(int port, Optional<Path> data, boolean index) {

    static final String HELP = """
        Options of the local gallery:
          --port=PORT    where it answers on this machine, 0 for any free port (default 8080)
          --data=FOLDER  keeps the library in this folder between runs (default: in memory)
          --index        reads the people grid from an index of the table instead of scanning it
          --help         prints this
        With Maven: ./mvnw -Pgallery -Dgallery="--port=9090 --data=target/library\"""";

    private static final int DEFAULT_PORT = 8080;

    /**
     * @throws IllegalArgumentException in one sentence, where an option is not known or wrong
     */
    static GalleryOptions of(String... arguments) {
        int port = DEFAULT_PORT;
        Optional<Path> data = Optional.empty();
        boolean index = false;
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            if (argument.startsWith("--port=")) {
                port = port(value);
            } else if (argument.startsWith("--data=") && !value.isBlank()) {
                data = Optional.of(Path.of(value).toAbsolutePath());
            } else if (argument.equals("--index")) {
                index = true;
            } else {
                throw new IllegalArgumentException("The option \"" + argument + "\" is not known.");
            }
        }
        return new GalleryOptions(port, data, index);
    }

    private static int port(String value) {
        if (value.matches("\\d{1,5}") && Integer.parseInt(value) <= 65_535) {
            return Integer.parseInt(value);
        }
        throw new IllegalArgumentException("The option --port is \"" + value + "\": it must be a number from 0 to 65535.");
    }
}
