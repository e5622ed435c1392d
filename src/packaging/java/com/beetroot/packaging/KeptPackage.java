package com.beetroot.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keeps each built zip next to the newest one, under a descriptive name. */
final class KeptPackage {

    /** The number of checksum digits in the file name: enough to distinguish builds of one version. */
    private static final int DIGITS = 12;

    private KeptPackage() {}

    /**
     * Links the zip into the folder as {@code beetroot-api-lambda-VERSION-ARCHITECTURE-CHECKSUM.zip}, and writes its
     * full checksum next to it, in the format of {@code sha256sum --check}.
     */
    static Path keep(Path zip, Path folder, String version, Architecture architecture) throws IOException {
        String checksum = sha256(zip);
        Path kept = Files.createDirectories(folder)
                .resolve("beetroot-api-lambda-%s-%s-%s.zip"
                        .formatted(version, architecture.lambda(), checksum.substring(0, DIGITS)));
        Files.deleteIfExists(kept);
        try {
            Files.createLink(kept, zip);
        } catch (IOException | UnsupportedOperationException noLinks) {
            Files.copy(zip, kept);
        }
        Files.writeString(folder.resolve(kept.getFileName() + ".sha256"), checksum + "  " + kept.getFileName() + "\n");
        return kept;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
