package com.beetroot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The machine's Chromium or Chrome with its own profile. The cache lives as long as the profile.
 *
 * @param program the browser's executable
 * @param profile the folder of its profile
 */
public record Chromium(Path program, Path profile) {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    /** Returns the browser. Without one, the test fails in CI and is skipped with a message elsewhere. */
    public static Chromium with(Path profile) {
        Path program = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (program == null) {
            String message = "There is no Chromium or Chrome on the PATH: install one to run this test.";
            if (System.getenv("CI") != null) {
                throw new AssertionError(message);
            }
            abort(message);
        }
        return new Chromium(program, profile);
    }

    /** Opens a page, waits until it has loaded, closes the browser, and returns the final document. */
    public String open(URI page) throws IOException, InterruptedException {
        Path document = Files.createTempFile(profile, "document", ".html");
        Process browser = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + profile,
                        "--window-size=1400,3000",
                        "--virtual-time-budget=8000",
                        "--dump-dom",
                        page.toString())
                .redirectOutput(document.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(isPrinted(document, browser))
                    .as("Chromium prints the document")
                    .isTrue();
            browser.waitFor(10, TimeUnit.SECONDS);
        } finally {
            end(browser);
        }
        return Files.readString(document, StandardCharsets.UTF_8);
    }

    /** Ends the browser and its processes, which would still write into the profile. */
    private static void end(Process browser) {
        List<ProcessHandle> processes = Stream.concat(browser.descendants(), Stream.of(browser.toHandle()))
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    /** Waits for at most a minute. With a download under way Chromium prints the document, and may then never end. */
    private static boolean isPrinted(Path document, Process browser) throws IOException, InterruptedException {
        for (int waited = 0; waited < 300; waited++) {
            boolean ended = browser.waitFor(200, TimeUnit.MILLISECONDS);
            if (ended
                    || Files.readString(document, StandardCharsets.UTF_8)
                            .stripTrailing()
                            .endsWith("</html>")) {
                return true;
            }
        }
        return false;
    }
}
