package com.beetroot.local;

import com.beetroot.local.SampleLibrary.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The gallery's command-line options.
 *
 * @param port the port on loopback
 * @param data the folder that stores the library between runs; empty for a library in memory
 * @param index whether the people grid is read from the index
 * @param expires the lifetime of signed URLs; empty for the function's default
 * @param size the size of the generated library
 * @param previews whether the library has previews of its photos
 * @param cloudFront the policy of URLs that browsers load through CloudFront; empty for URLs of S3
 */
record GalleryOptions(
        int port,
        Optional<Path> data,
        boolean index,
        Optional<Duration> expires,
        Size size,
        boolean previews,
        Optional<String> cloudFront) {

    static final String HELP = """
        Options of the local gallery:
          --port=PORT        the port on this machine, 0 for any free port (default 8080)
          --data=FOLDER      keeps the library in this folder between runs (default: in memory)
          --index            reads the people grid from an index of the table instead of scanning it
          --expires=SECONDS  the lifetime of signed URLs, 1 to 604800 (default 3600)
          --people=N         the number of people in a new library, 1 to 100000 (default %d); more share pictures
          --photos=N         the most photos of one person, 1 to 5000 (default %d); more share pictures
          --without-previews has no previews of photos, as a deployment without PREVIEWS
          --cloudfront       loads images through a local CloudFront, whose URLs the function signs with one policy for each
                             bucket; --cloudfront=object signs a policy for each image
          --help             prints this
        With Maven: ./mvnw -Pgallery -Dgallery="--port=9090 --data=target/library"\
        """.formatted(Size.USUAL.people(), Size.USUAL.photos());

    private static final int DEFAULT_PORT = 8080;

    /** @throws IllegalArgumentException in one sentence, if an option is unknown or invalid */
    static GalleryOptions of(String... arguments) {
        int port = DEFAULT_PORT;
        Optional<Path> data = Optional.empty();
        boolean index = false;
        Optional<Duration> expires = Optional.empty();
        Size size = Size.USUAL;
        boolean previews = true;
        Optional<String> cloudFront = Optional.empty();
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            if (argument.startsWith("--port=")) {
                port = number("--port", value, 0, 65_535);
            } else if (argument.startsWith("--data=") && !value.isBlank()) {
                data = Optional.of(Path.of(value).toAbsolutePath());
            } else if (argument.equals("--index")) {
                index = true;
            } else if (argument.startsWith("--expires=")) {
                expires = Optional.of(Duration.ofSeconds(number("--expires", value, 1, 604_800)));
            } else if (argument.startsWith("--people=")) {
                size = new Size(number("--people", value, 1, 100_000), size.photos());
            } else if (argument.startsWith("--photos=")) {
                size = new Size(size.people(), number("--photos", value, 1, 5_000));
            } else if (argument.equals("--without-previews")) {
                previews = false;
            } else if (argument.equals("--cloudfront")) {
                cloudFront = Optional.of("prefix");
            } else if (argument.startsWith("--cloudfront=")) {
                cloudFront = Optional.of(policy(value));
            } else {
                throw new IllegalArgumentException("The option \"" + argument + "\" is not known.");
            }
        }
        return new GalleryOptions(port, data, index, expires, size, previews, cloudFront);
    }

    private static String policy(String value) {
        if (value.equals("prefix") || value.equals("object")) {
            return value;
        }
        throw new IllegalArgumentException(
                "The option --cloudfront is \"%s\": it must be prefix or object.".formatted(value));
    }

    private static int number(String option, String value, int least, int most) {
        if (value.matches("\\d{1,6}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most) {
            return Integer.parseInt(value);
        }
        throw new IllegalArgumentException(
                "The option %s is \"%s\": it must be a number from %d to %d.".formatted(option, value, least, most));
    }
}
