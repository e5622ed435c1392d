package com.beetroot.lambda.startup;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The jars that an AOT cache was trained with, recorded next to the cache. A JVM runs the classes of the cache even if
 * the jar on the class path has others, and Java 25.0.3 does not notice (JDK-8377932).
 */
public final class JarFingerprints {

    /** The size of the record that ends a zip without a comment (APPNOTE.TXT, section 4.3.16). */
    private static final int END_BYTES = 22;

    /** The JDK reads as much as this into a buffer on the stack, and more into new memory at each call. */
    private static final int PART_BYTES = 8_192;

    private static final int SIZE_FIELD = 12;
    private static final int START_FIELD = 16;

    private JarFingerprints() {}

    /**
     * Records the jars.
     *
     * @param jars relative to the folder of the package
     */
    public static void write(Path folder, Path cache, List<Path> jars) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path jar : jars) {
            lines.add(fingerprint(folder.resolve(jar)) + ' ' + jar);
        }
        Files.write(file(cache), lines);
    }

    /** Returns the first jar that is missing or differs from its record; empty if all are as recorded. */
    static Optional<String> changed(Path folder, Path cache) throws IOException {
        for (String line : Files.readAllLines(file(cache))) {
            String[] parts = line.split(" ", 2);
            if (!Files.exists(folder.resolve(parts[1]))
                    || !fingerprint(folder.resolve(parts[1])).equals(parts[0])) {
                return Optional.of(parts[1]);
            }
        }
        return Optional.empty();
    }

    private static Path file(Path cache) {
        return cache.resolveSibling(cache.getFileName() + ".jars");
    }

    /**
     * Returns the jar's size and a checksum of its directory, which holds a checksum of each file. Reading the whole
     * jar would take a good part of a start.
     */
    private static String fingerprint(Path jar) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "r")) {
            byte[] end = new byte[END_BYTES];
            file.seek(Math.max(0, file.length() - END_BYTES));
            file.read(end);
            ByteBuffer fields = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN);
            int size = fields.getInt(SIZE_FIELD);
            int start = fields.getInt(START_FIELD);
            CRC32 checksum = new CRC32();
            checksum.update(end);
            if (size >= 0 && start >= 0 && (long) start + size <= file.length()) {
                file.seek(start);
                byte[] part = new byte[PART_BYTES];
                for (int left = size; left > 0; left -= PART_BYTES) {
                    int length = Math.min(left, PART_BYTES);
                    file.readFully(part, 0, length);
                    checksum.update(part, 0, length);
                }
            }
            return String.join("-", Long.toString(file.length()), Long.toHexString(checksum.getValue()));
        }
    }
}
