package com.beetroot.bench;

import com.beetroot.local.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Profiles the cold start of the Lambda package and, for comparison, of the bare handler: the classes loaded up to the
 * first response, and the main thread's stack, sampled every millisecond. Prints Markdown and the call tree of each.
 *
 * <p>Sampling slows the start somewhat, and sees a thread only at the JVM's safepoints: read the shares, not the
 * absolute times.
 */
public final class StartProfile {

    private static final int PEOPLE = 1_000;
    private static final int STARTS = 2 * Integer.getInteger("benchmark.rounds", 10);
    private static final String ELSE = "the rest";

    /** The origins of code by class name prefix; the first match counts. */
    private static final Map<String, List<String>> ORIGINS = new LinkedHashMap<>();

    static {
        ORIGINS.put("JDK", List.of("java.", "javax.", "jdk.", "sun.", "com.sun."));
        ORIGINS.put("Micronaut", List.of("io.micronaut."));
        ORIGINS.put(
                "Micronaut's generated classes of this project",
                List.of("com.beetroot.api.$", "com.beetroot.contract.$"));
        ORIGINS.put("Reactor", List.of("reactor.", "org.reactivestreams."));
        ORIGINS.put("Jackson core", List.of("com.fasterxml.jackson."));
        ORIGINS.put("AWS SDK", List.of("software.amazon."));
        ORIGINS.put("this project", List.of("com.beetroot."));
        ORIGINS.put("Lambda's runtime interface client and events", List.of("com.amazonaws."));
        ORIGINS.put(ELSE, List.of(""));
    }

    /** What the main thread is doing. */
    private enum Phase {
        CLIENT,
        INIT,
        REQUEST
    }

    private final LocalAws parts;

    private StartProfile(LocalAws parts) {
        this.parts = parts;
    }

    /** Profiles the start up to the first {@code GET /persons}. */
    public static void main(String[] arguments) throws Exception {
        int status = 1;
        try (LocalAws parts = LocalAws.start()) {
            BenchmarkLibrary.fill(parts, PEOPLE);
            Optional<Package> deployed = Package.deployed();
            if (deployed.isPresent()) {
                StartProfile profile = new StartProfile(parts);
                Package bare = deployed.get().bare(parts);
                profile.classes(deployed.get(), bare);
                profile.times(deployed.get(), bare);
                status = 0;
            } else {
                System.out.println("There is no target/beetroot-api-lambda.zip: it is built on Linux only.");
            }
        } catch (Exception | Error failed) {
            failed.printStackTrace();
        }
        System.exit(status);
    }

    private void classes(Package... packages) throws IOException, InterruptedException {
        System.out.println(
                "\n| classes loaded: from the cache + otherwise | AOT package | bare handler |\n|---|---|---|");
        Map<String, int[]> counts = new TreeMap<>();
        for (int i = 0; i < packages.length; i++) {
            Path log = Peer.FOLDER.resolve("classes-" + i + ".log");
            Map<String, String> environment = Environment.of(parts);
            environment.merge("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log, (usual, more) -> usual + " " + more);
            try (FunctionProcess function = packages[i].peer("class loading", 0).start(environment)) {
                Answers.check(BenchmarkLibrary.PEOPLE_PATH, function.get(BenchmarkLibrary.PEOPLE_PATH));
            }
            for (String line : Files.readAllLines(log)) {
                String[] words = line.substring(line.indexOf("] ", line.indexOf("[class,load")) + 1)
                        .strip()
                        .split(" ");
                if (words.length > 2) {
                    counts.computeIfAbsent(origin(words[0]), any -> new int[4])[
                            2 * i + (line.contains("shared objects file") ? 0 : 1)]++;
                }
            }
        }
        for (String origin : ORIGINS.keySet()) {
            int[] count = counts.getOrDefault(origin, new int[4]);
            System.out.printf("| %s | %,d + %,d | %,d + %,d |%n", origin, count[0], count[1], count[2], count[3]);
        }
        int[] sum = new int[4];
        counts.values().forEach(count -> Arrays.setAll(sum, i -> sum[i] + count[i]));
        System.out.printf("| all | %,d + %,d | %,d + %,d |%n", sum[0], sum[1], sum[2], sum[3]);
    }

    /** Mean times over several starts, in milliseconds. */
    private static final class Times {
        private double jvm;
        private final Map<Phase, Map<String, Double>> byOrigin = new TreeMap<>();
        private final Calls calls = new Calls();

        double of(Phase phase, String origin) {
            return byOrigin.getOrDefault(phase, Map.of()).getOrDefault(origin, 0.0);
        }
    }

    private void times(Package deployed, Package bare) throws IOException, InterruptedException {
        Times ours = times(deployed.sampled());
        Times theirs = times(bare.sampled());
        System.out.println(
                "\n| ms, the JDK's counted with its caller | AOT package: init | first people | bare handler: "
                        + "init | first people |");
        System.out.println("|---|---|---|---|---|");
        System.out.printf("| spawn to the main class | %.0f | | %.0f | |%n", ours.jvm, theirs.jvm);
        System.out.printf(
                "| runtime interface client, before the function | %.0f | | %.0f | |%n",
                sum(ours, Phase.CLIENT), sum(theirs, Phase.CLIENT));
        for (String origin : ORIGINS.keySet()) {
            double[] row = {
                ours.of(Phase.INIT, origin),
                ours.of(Phase.REQUEST, origin),
                theirs.of(Phase.INIT, origin),
                theirs.of(Phase.REQUEST, origin)
            };
            if (Arrays.stream(row).sum() >= 1) {
                System.out.printf("| %s | %.0f | %.0f | %.0f | %.0f |%n", origin, row[0], row[1], row[2], row[3]);
            }
        }
        System.out.printf(
                "| all in the function | %.0f | %.0f | %.0f | %.0f |%n",
                sum(ours, Phase.INIT), sum(ours, Phase.REQUEST), sum(theirs, Phase.INIT), sum(theirs, Phase.REQUEST));
        System.out.printf("%nThe AOT package's calls, ms (those of 5 ms and more):%n%n%s%n", ours.calls.tree(5));
        System.out.printf("The bare handler's:%n%n%s", theirs.calls.tree(5));
    }

    private static double sum(Times times, Phase phase) {
        return times.byOrigin.getOrDefault(phase, Map.of()).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private Times times(Package sampled) throws IOException, InterruptedException {
        Path file = Peer.FOLDER.resolve("samples.txt");
        Map<String, String> environment = Environment.of(parts);
        environment.put("SAMPLES", file.toString());
        Times times = new Times();
        for (int start = 0; start <= STARTS; start++) {
            Files.deleteIfExists(file);
            Instant spawned = Instant.now();
            try (FunctionProcess function = sampled.peer("sampling", 0).start(environment)) {
                Answers.check(BenchmarkLibrary.PEOPLE_PATH, function.get(BenchmarkLibrary.PEOPLE_PATH));
                function.finish();
            }
            if (start > 0) {
                List<String> lines = Files.readAllLines(file);
                times.jvm += Duration.between(spawned, Instant.parse(lines.getFirst()))
                                .toNanos()
                        / 1e6
                        / STARTS;
                lines.stream().skip(1).forEach(line -> count(line.split(" "), times));
            }
        }
        return times;
    }

    private static void count(String[] sample, Times times) {
        double millis = Long.parseLong(sample[0]) / 1e6 / STARTS;
        List<String> stack = List.of(sample).subList(1, sample.length);
        Predicate<String> waits =
                frame -> frame.endsWith(".NativeClient.next") || frame.endsWith(".NativeClient.postInvocationResponse");
        if (stack.isEmpty() || stack.stream().anyMatch(waits)) {
            return;
        }
        int function = firstOf(
                stack,
                frame -> frame.matches(
                        "com\\.beetroot\\.(lambda\\.ApiHandler|bench\\.BareFunction)\\.(<init>|handleRequest)"));
        Phase phase = function < 0 ? Phase.CLIENT : stack.get(function).endsWith("<init>") ? Phase.INIT : Phase.REQUEST;
        String origin = stack.reversed().stream()
                .map(StartProfile::origin)
                .filter(found -> !found.equals("JDK"))
                .findFirst()
                .orElse("JDK");
        times.byOrigin.computeIfAbsent(phase, any -> new HashMap<>()).merge(origin, millis, Double::sum);
        times.calls.add(
                function < 0 ? List.of("runtime interface client") : stack.subList(function, stack.size()), millis);
    }

    private static int firstOf(List<String> stack, Predicate<String> is) {
        for (int i = 0; i < stack.size(); i++) {
            if (is.test(stack.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static String origin(String name) {
        return ORIGINS.entrySet().stream()
                .filter(origin -> origin.getValue().stream().anyMatch(name::startsWith))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** A call tree with the total time of each call. */
    private static final class Calls {

        private double millis;
        private final Map<String, Calls> inner = new HashMap<>();

        void add(List<String> stack, double time) {
            millis += time;
            if (!stack.isEmpty()) {
                inner.computeIfAbsent(stack.getFirst(), any -> new Calls()).add(stack.subList(1, stack.size()), time);
            }
        }

        String tree(double least) {
            StringBuilder text = new StringBuilder();
            print(text, "", least);
            return text.toString();
        }

        /** Prints the tree, leaving out calls that only delegate to one other. */
        private void print(StringBuilder text, String indent, double least) {
            for (Map.Entry<String, Calls> call : largest(least).toList()) {
                String name = call.getKey();
                Calls calls = call.getValue();
                List<Map.Entry<String, Calls>> next = calls.largest(least).toList();
                while (next.size() == 1 && calls.millis - next.getFirst().getValue().millis < least) {
                    if (origin(name).equals("JDK")
                            || !origin(next.getFirst().getKey()).equals("JDK")) {
                        name = next.getFirst().getKey();
                    }
                    calls = next.getFirst().getValue();
                    next = calls.largest(least).toList();
                }
                text.append("%5.0f  %s%s%n".formatted(call.getValue().millis, indent, name));
                calls.print(text, indent + "  ", least);
            }
        }

        private Stream<Map.Entry<String, Calls>> largest(double least) {
            return inner.entrySet().stream()
                    .filter(call -> call.getValue().millis >= least)
                    .sorted((a, b) -> Double.compare(b.getValue().millis, a.getValue().millis));
        }
    }
}
