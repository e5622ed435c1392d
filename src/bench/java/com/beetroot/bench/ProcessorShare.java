package com.beetroot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits a process to the share of a processor that Lambda gives a function after its INIT: its memory / 1,769 MB. The
 * process still sees all processors, and may use its share of a period on several of them at once.
 *
 * <p>Needs a Linux control group that this process may write to.
 */
final class ProcessorShare implements AutoCloseable {

    /** The memory for which Lambda gives a function the time of one whole processor. */
    private static final int MEGABYTES_OF_A_PROCESSOR = 1_769;
    /** The period in which a share is used up or not. Measurements on Lambda found pauses of up to 20 ms. */
    private static final int PERIOD_MICROS = 20_000;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path group;

    private ProcessorShare(Path group) {
        this.group = group;
    }

    /** @throws IOException if the machine has no control group for processors, or this process may not write to it */
    static ProcessorShare limit(Process process, int megabytes) throws IOException {
        long quota = (long) PERIOD_MICROS * megabytes / MEGABYTES_OF_A_PROCESSOR;
        Path group = null;
        try {
            Hierarchy hierarchy = Hierarchy.find();
            group = Files.createDirectory(hierarchy.root.resolve(
                    "beetroot-benchmark-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet()));
            if (hierarchy.second) {
                Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
            } else {
                Files.writeString(group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
                Files.writeString(group.resolve("cpu.cfs_quota_us"), Long.toString(quota));
            }
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(process.pid()));
        } catch (IOException denied) {
            if (group != null) {
                Files.deleteIfExists(group);
            }
            throw new IOException(
                    "The processor share of a Lambda function cannot be set on this machine (" + denied
                            + "). It needs Linux with the cpu controller of control groups (version 1 or 2) mounted"
                            + " writable, which usually means to run the benchmark as root, outside a container.",
                    denied);
        }
        return new ProcessorShare(group);
    }

    /** Removes the group. Its process must have ended. */
    @Override
    public void close() throws IOException {
        Files.delete(group);
    }

    /**
     * The mounted control groups.
     *
     * @param second whether they are of version 2
     */
    private record Hierarchy(Path root, boolean second) {

        static Hierarchy find() throws IOException {
            List<String[]> mounts = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                    .map(line -> line.split(" "))
                    .toList();
            for (String[] mount : mounts) {
                if (mount[2].equals("cgroup") && List.of(mount[3].split(",")).contains("cpu")) {
                    return new Hierarchy(Path.of(mount[1]), false);
                }
            }
            for (String[] mount : mounts) {
                Path root = Path.of(mount[1]);
                if (mount[2].equals("cgroup2")
                        && List.of(Files.readString(root.resolve("cgroup.subtree_control"))
                                        .strip()
                                        .split(" "))
                                .contains("cpu")) {
                    return new Hierarchy(root, true);
                }
            }
            throw new IOException("no cpu controller is mounted");
        }
    }
}
