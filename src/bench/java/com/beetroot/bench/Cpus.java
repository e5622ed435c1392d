package com.beetroot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The processors of a function. DynamoDB Local and the Runtime API, which run in this process, get the others if there
 * are any.
 *
 * @param functions the function's processors; empty for no pinning
 * @param others the processors of this process
 */
record Cpus(List<Integer> functions, List<Integer> others) {

    static final Cpus ANY = new Cpus(List.of(), List.of());

    private static final List<Integer> ALL = allowed();

    /**
     * Returns {@code count} processors for the function, or {@link #ANY} if the machine has too few, or no
     * {@code taskset}.
     */
    static Cpus of(int count) throws IOException, InterruptedException {
        if (ALL.size() < Math.max(count, 2) || !hasTaskset()) {
            return ANY;
        }
        return new Cpus(ALL.subList(0, count), count == ALL.size() ? ALL : ALL.subList(count, ALL.size()));
    }

    /** Returns the prefix of a function's command. */
    List<String> prefix() {
        return functions.isEmpty() ? List.of() : List.of("taskset", "--cpu-list", list(functions));
    }

    /** Moves all threads of this process to their processors. */
    void moveThisProcess() throws IOException, InterruptedException {
        if (!others.isEmpty()) {
            new ProcessBuilder(
                            "taskset",
                            "--all-tasks",
                            "--pid",
                            "--cpu-list",
                            list(others),
                            Long.toString(ProcessHandle.current().pid()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }

    @Override
    public String toString() {
        if (functions.isEmpty()) {
            return "any CPU, not pinned: this needs taskset and two CPUs";
        }
        return functions.size() + (functions.size() == 1 ? " CPU" : " CPUs")
                + " for the function, DynamoDB Local and the Runtime API on "
                + (others.containsAll(functions) ? "the same" : others.size() + " other");
    }

    private static boolean hasTaskset() throws InterruptedException {
        try {
            return new ProcessBuilder("taskset", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static List<Integer> allowed() {
        List<Integer> cpus = new ArrayList<>();
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            String ranges = status.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .findFirst()
                    .orElseThrow();
            for (String range : ranges.split(":")[1].strip().split(",")) {
                String[] ends = range.split("-");
                IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                        .forEach(cpus::add);
            }
        } catch (IOException noLinux) {
            // The allowed processors are unknown.
        }
        return cpus;
    }

    private static String list(List<Integer> cpus) {
        return cpus.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
