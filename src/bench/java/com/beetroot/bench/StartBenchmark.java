package com.beetroot.bench;

import com.beetroot.local.LocalAws;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Compares cold starts and warm requests of the function with those of its peers. All are whole processes, called in
 * turns through a local Runtime API, on one DynamoDB Local with 1,000 people, one of whom has 200 photos, 67 of them
 * without location. Each response is checked. Prints Markdown.
 *
 * <p>The property {@code benchmark.rounds} is the number of cold starts of each peer, route and number of CPUs, 10 by
 * default; with fewer there are fewer warm requests in proportion.
 */
public final class StartBenchmark {

    private static final int PEOPLE = 1_000;
    private static final int FULL_ROUNDS = 10;
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", FULL_ROUNDS);
    private static final String PEOPLE_PATH = BenchmarkLibrary.PEOPLE_PATH;
    private static final String PHOTOS_PATH = BenchmarkLibrary.PHOTOS_PATH;
    private static final List<String> PATHS = List.of(PEOPLE_PATH, PHOTOS_PATH);
    /** The number of requests to each warm function, including the warm-up: 1,000 in all. */
    private static final Map<String, Integer> WARM = Map.of(PEOPLE_PATH, share(600), PHOTOS_PATH, share(400));

    /** The measurements of one peer. */
    private static final class Figures {

        private final Spread init = new Spread();
        private final Map<String, Spread> first = Map.of(PEOPLE_PATH, new Spread(), PHOTOS_PATH, new Spread());
        private final Map<String, WarmRequests> warm = new HashMap<>();
        private OptionalLong peakMemory = OptionalLong.empty();

        private double first(String path) {
            return first.get(path).median();
        }
    }

    private final LocalAws parts;
    private final Peer plainJar = Peer.plainJar();
    private final Optional<Peer> deployed;
    private final Optional<Peer> bare;
    private final Optional<Peer> python = Peer.python();
    private final List<Peer> peers = new ArrayList<>();

    private StartBenchmark(LocalAws parts) throws IOException, InterruptedException {
        this.parts = parts;
        Optional<Package> unzipped = Package.deployed();
        deployed = unzipped.isPresent()
                ? Optional.of(unzipped.get().peer("AOT package", Package.zipped()))
                : Optional.empty();
        bare = unzipped.isPresent()
                ? Optional.of(unzipped.get().bare(parts).peer("bare handler, AOT", 0))
                : Optional.empty();
        peers.add(plainJar);
        peers.add(Peer.c1Jar());
        deployed.ifPresentOrElse(
                peers::add,
                () -> System.out.println("No AOT package, and no bare handler: it is built on Linux only."));
        deployed.map(peer -> peer.with("AOT package, index", BenchmarkLibrary.INDEXED))
                .ifPresent(peers::add);
        bare.ifPresent(peers::add);
        python.ifPresentOrElse(
                peers::add, () -> System.out.println("No Python: it needs python3 with boto3 (pip install boto3)."));
    }

    /** Prints the measurements with one CPU and with two, and compares them with the aims. */
    public static void main(String[] arguments) throws Exception {
        int status = 1;
        try (LocalAws parts = LocalAws.start()) {
            BenchmarkLibrary.fill(parts, PEOPLE);
            BenchmarkLibrary.fillIndexed(parts);
            new StartBenchmark(parts).run();
            status = 0;
        } catch (Exception | Error failed) {
            failed.printStackTrace();
        }
        System.exit(status);
    }

    private void run() throws Exception {
        System.out.printf(
                "%nMeasured on %s, Java %s, %s, %d rounds.%n%n",
                LocalDate.now(ZoneOffset.UTC), Runtime.version(), System.getProperty("os.arch"), ROUNDS);
        printSizes();
        Map<String, Map<Peer, Figures>> all = new LinkedHashMap<>();
        for (int count : new int[] {1, 2}) {
            Cpus cpus = Cpus.of(count);
            Map<Peer, Figures> figures = measure(cpus);
            System.out.printf("%n%s:%n%n", cpus);
            printFigures(figures);
            all.put(cpus.functions().isEmpty() ? "any CPU" : count == 1 ? "one CPU" : "two CPUs", figures);
            if (cpus.equals(Cpus.ANY)) {
                break;
            }
        }
        printAims(all);
    }

    private Map<Peer, Figures> measure(Cpus cpus) throws Exception {
        cpus.moveThisProcess();
        Map<Peer, Figures> figures = new LinkedHashMap<>();
        peers.forEach(peer -> figures.put(peer, new Figures()));
        // The warm requests come first because they also warm up DynamoDB Local.
        warm(cpus, figures);
        for (int round = 0; round <= ROUNDS; round++) {
            System.err.printf("Cold starts, round %d of %d%n", round, ROUNDS);
            for (String path : PATHS) {
                for (Peer peer : peers) {
                    // Round 0 reads the files from disk and does not count.
                    start(peer, path, cpus, round == 0 ? new Figures() : figures.get(peer));
                }
            }
        }
        return figures;
    }

    private void start(Peer peer, String path, Cpus cpus, Figures figures) throws IOException, InterruptedException {
        try (FunctionProcess function = peer.start(Environment.of(parts), cpus)) {
            Duration init = function.init();
            String answer = function.get(path);
            Duration first = function.age();
            Answers.check(path, answer);
            figures.init.add(init);
            figures.first.get(path).add(first);
        }
    }

    private void warm(Cpus cpus, Map<Peer, Figures> figures) throws IOException, InterruptedException {
        Map<Peer, FunctionProcess> functions = new LinkedHashMap<>();
        try {
            for (Peer peer : peers) {
                functions.put(peer, peer.start(Environment.of(parts), cpus));
                functions.get(peer).init();
            }
            for (String path : PATHS) {
                int warmUps = WARM.get(path) / 3;
                System.err.printf("%d warm requests of GET %s to each%n", WARM.get(path), path);
                Map<FunctionProcess, WarmRequests> found =
                        WarmRequests.inTurns(path, functions.values(), warmUps, WARM.get(path) - warmUps);
                functions.forEach((peer, function) -> figures.get(peer).warm.put(path, found.get(function)));
            }
            for (Peer peer : peers) {
                figures.get(peer).peakMemory = functions.get(peer).peakMemory();
            }
            for (String path : PATHS) {
                for (FunctionProcess function : functions.values()) {
                    Answers.load(parts, path, function.get(path));
                }
            }
        } finally {
            functions.values().forEach(FunctionProcess::close);
        }
    }

    private static int share(int requests) {
        return Math.max(9, requests * Math.min(ROUNDS, FULL_ROUNDS) / FULL_ROUNDS);
    }

    private void printSizes() {
        System.out.println("| package | zipped | unzipped |");
        System.out.println("|---|---|---|");
        for (Peer peer : peers) {
            System.out.printf(
                    "| %s | %s | %.1f MB |%n",
                    title(peer),
                    peer.zipped() == 0 ? "–" : "%.1f MB".formatted(peer.zipped() / 1e6),
                    peer.unzipped() / 1e6);
        }
    }

    private String title(Peer peer) {
        return deployed.filter(peer::equals).isPresent() ? "**" + peer.name() + "**" : peer.name();
    }

    private void printFigures(Map<Peer, Figures> figures) {
        System.out.println(
                "| cold, ms | spawn to init done | to the first people | to the first photos | people : Python "
                        + "| people : plain jar |");
        System.out.println("|---|---|---|---|---|---|");
        figures.forEach((peer, found) -> System.out.printf(
                "| %s | %s | %s | %s | %s | %.2f |%n",
                title(peer),
                found.init,
                found.first.get(PEOPLE_PATH),
                found.first.get(PHOTOS_PATH),
                python.map(other -> "%.2f"
                                .formatted(found.first(PEOPLE_PATH)
                                        / figures.get(other).first(PEOPLE_PATH)))
                        .orElse("–"),
                found.first(PEOPLE_PATH) / figures.get(plainJar).first(PEOPLE_PATH)));
        System.out.println();
        System.out.println("| warm, ms | people p50, p99 | CPU | photos p50, p99 | CPU | peak memory |");
        System.out.println("|---|---|---|---|---|---|");
        figures.forEach((peer, found) -> System.out.printf(
                "| %s | %s | %s | %s |%n",
                title(peer),
                warm(found.warm.get(PEOPLE_PATH)),
                warm(found.warm.get(PHOTOS_PATH)),
                found.peakMemory.isPresent() ? "%d MB".formatted(found.peakMemory.getAsLong() >> 20) : "–"));
    }

    private static String warm(WarmRequests found) {
        return "%.1f, %.1f | %.1f".formatted(found.wall().median(), found.wall().percentile(99), found.cpuMillis());
    }

    /** Prints the aims for the AOT package and the values that it reaches. */
    private void printAims(Map<String, Map<Peer, Figures>> all) {
        if (deployed.isEmpty()) {
            return;
        }
        Peer ours = deployed.get();
        System.out.printf(
                "%n| AOT package | aim | %s |%n|---|---|%s%n",
                String.join(" | ", all.keySet()), "---|".repeat(all.size()));
        if (python.isPresent()) {
            Peer other = python.get();
            aim(
                    all,
                    "first people : Python's",
                    1,
                    "",
                    figures -> figures.get(ours).first(PEOPLE_PATH)
                            / figures.get(other).first(PEOPLE_PATH));
            aim(
                    all,
                    "CPU of a warm `GET /persons` : Python's",
                    0.1,
                    "",
                    figures -> figures.get(ours).warm.get(PEOPLE_PATH).cpuMillis()
                            / figures.get(other).warm.get(PEOPLE_PATH).cpuMillis());
            aim(
                    all,
                    "time of a warm page of photos : Python's",
                    0.05,
                    "",
                    figures -> figures.get(ours).warm.get(PHOTOS_PATH).wall().median()
                            / figures.get(other).warm.get(PHOTOS_PATH).wall().median());
        }
        aim(
                all,
                "first people : plain jar's",
                0.25,
                "",
                figures -> figures.get(ours).first(PEOPLE_PATH)
                        / figures.get(plainJar).first(PEOPLE_PATH));
        aim(
                all,
                "first people less the bare handler's",
                150,
                " ms",
                figures -> figures.get(ours).first(PEOPLE_PATH)
                        - figures.get(bare.orElseThrow()).first(PEOPLE_PATH));
        aim(
                all,
                "peak memory",
                200,
                " MB",
                figures -> figures.get(ours).peakMemory.orElse(0) / 1048576.0);
    }

    @FunctionalInterface
    private interface Reached {
        double in(Map<Peer, Figures> figures);
    }

    private static void aim(
            Map<String, Map<Peer, Figures>> all, String what, double most, String unit, Reached reached) {
        String format = unit.isEmpty() ? "%.2f" : "%.0f" + unit;
        StringBuilder row = new StringBuilder("| %s | at most %s |".formatted(what, format.formatted(most)));
        for (Map<Peer, Figures> figures : all.values()) {
            double value = reached.in(figures);
            row.append(' ').append(format.formatted(value)).append(value <= most ? " |" : ", **missed** |");
        }
        System.out.println(row);
    }
}
