package com.beetroot.previews;

import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** The command that makes the previews of an existing library: {@code ./mvnw -Ppreviews}. */
public final class BackfillCommand {

    static final String HELP = """
        Makes the previews that an existing library lacks. PREVIEWS and PHOTOS say where, see src/docs/previews.md.
        Options:
          --dry-run      counts the missing previews and makes none
          --parallel=N   makes N previews side by side, 1 to 64 (default: one for each processor)
          --help         prints this
        With Maven: ./mvnw -Ppreviews -Dpreviews="--dry-run"\
        """;

    /**
     * The command's options.
     *
     * @param parallel how many previews are made side by side
     */
    record Options(boolean dryRun, int parallel) {

        /** @throws IllegalArgumentException in one sentence, if an option is unknown or invalid */
        static Options of(String... arguments) {
            boolean dryRun = false;
            int parallel = Runtime.getRuntime().availableProcessors();
            for (String argument : arguments) {
                if (argument.equals("--dry-run")) {
                    dryRun = true;
                } else if (argument.matches("--parallel=([1-9]|[1-5][0-9]|6[0-4])")) {
                    parallel = Integer.parseInt(argument.substring(argument.indexOf('=') + 1));
                } else {
                    throw new IllegalArgumentException("The option \"" + argument + "\" is not known or invalid.");
                }
            }
            return new Options(dryRun, parallel);
        }
    }

    private BackfillCommand() {}

    /** Runs the command. Its status is 0 if every preview that can be made is there. */
    public static void main(String[] arguments) throws InterruptedException {
        System.setProperty("java.awt.headless", "true");
        if (List.of(arguments).contains("--help")) {
            System.out.println(HELP);
            return;
        }
        try (S3Client s3 = S3Clients.create()) {
            Options options = Options.of(arguments);
            Backfill backfill =
                    new Backfill(s3, PreviewSettings.from(System.getenv()), System.out, InstantSource.system());
            Backfill.Result result = options.dryRun() ? backfill.dryRun() : backfill.run(options.parallel());
            System.exit(result.failed() == 0 ? 0 : 1);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "\n" + HELP);
            System.exit(2);
        } catch (SdkException refused) {
            System.err.println("S3 cannot be used: " + refused.getMessage());
            System.exit(1);
        }
    }
}
