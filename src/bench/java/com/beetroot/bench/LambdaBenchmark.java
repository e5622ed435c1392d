package com.beetroot.bench;

import com.beetroot.local.CloudFrontKey;
import com.beetroot.local.LocalAws;
import com.beetroot.local.LocalCloudFront;
import com.beetroot.packaging.TlsRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Compares the function with its peers as Lambda runs them: with all processors until the function first asks for an
 * event, and with the share of its memory from then on. All are whole processes, called in turns through a local
 * Runtime API. DynamoDB's responses are {@linkplain RecordedDynamoDb recorded}: 1,000 people, one of whom has 200
 * photos, 67 of them without location. Each response is checked. Prints Markdown. The functions that sign for
 * CloudFront read their key from a file; from Secrets Manager it takes a call more.
 *
 * <p>System properties: {@code benchmark.rounds}, the number of processes of each peer, route and memory, by default 7;
 * {@code benchmark.memory}, the functions' memory in MB, comma-separated; and {@code benchmark.packages}, the folders
 * of other unzipped packages to compare, comma-separated, by default none.
 */
public final class LambdaBenchmark {

    private static final int PEOPLE = 1_000;
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 7);
    private static final List<String> MEMORY =
            List.of(System.getProperty("benchmark.memory", "256,512,1024,1769").split(","));
    private static final int AIMED_MEMORY = 512;
    private static final String PEOPLE_PATH = BenchmarkLibrary.PEOPLE_PATH;
    private static final String PHOTOS_PATH = BenchmarkLibrary.PHOTOS_PATH;
    /** How many requests a process answers in all. */
    private static final int REQUESTS = 30;
    /** How many of the rounds measure all of a process's requests. The others end with the first. */
    private static final int WARM_ROUNDS = Integer.getInteger("benchmark.warm", 3);

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** The measurements of one peer with one memory. Each is of processes that answer only what its name says. */
    private static final class Figures {

        private final Spread init = new Spread();
        private final Spread initCpu = new Spread();
        private final Route people = new Route();
        private final Route photos = new Route();
        /** The first photos of a process that has already answered people. */
        private final Spread photosAfterPeople = new Spread();

        private final Spread billed = new Spread();
        private long peakMemory;
    }

    /** The measurements of one route. */
    private static final class Route {

        private final Spread first = new Spread();
        private final Spread firstCpu = new Spread();
        private final Spread both = new Spread();
        private final Spread warm = new Spread();
        private final Spread warmCpu = new Spread();
    }

    private final LocalAws parts;
    private final TlsRelay dynamoDb;
    /** The JDK's trusted certificates, and the relay's. */
    private final Path trusted;

    private final Optional<Peer> deployed;
    private final Optional<Peer> indexed;
    private final Optional<Peer> python = Peer.python();
    private final Optional<Peer> wholeTable =
            python.map(peer -> peer.with("Python, boto3, all people", Map.of("WHOLE_TABLE", "1")));
    private final List<Peer> peers = new ArrayList<>();

    private LambdaBenchmark(LocalAws parts, TlsRelay dynamoDb, LocalCloudFront cloudFront)
            throws IOException, InterruptedException {
        this.parts = parts;
        this.dynamoDb = dynamoDb;
        Path security = Files.createDirectories(Peer.FOLDER.resolve(Path.of("trust", "lib", "security")));
        Files.deleteIfExists(security.resolve("jssecacerts"));
        Files.copy(
                Path.of(System.getProperty("java.home"), "lib", "security", "cacerts"),
                security.resolve("cacerts"),
                StandardCopyOption.REPLACE_EXISTING);
        trusted = dynamoDb.trustIn(Peer.FOLDER.resolve("trust"));
        Optional<Package> unzipped = Package.deployed();
        deployed = unzipped.isPresent()
                ? Optional.of(unzipped.get().peer("AOT package", Package.zipped()))
                : Optional.empty();
        indexed = deployed.map(peer -> peer.with("AOT package, index", BenchmarkLibrary.INDEXED));
        deployed.ifPresentOrElse(
                peers::add,
                () -> System.out.println("No AOT package, and no bare handler: it is built on Linux only."));
        for (String folder : System.getProperty("benchmark.packages", "").split(",")) {
            if (!folder.isEmpty()) {
                peers.add(new Package(Path.of(folder).toAbsolutePath(), Package.HANDLER)
                        .peer(Path.of(folder).getFileName().toString(), 0));
            }
        }
        if (System.getProperty("benchmark.packages", "").isEmpty()) {
            indexed.ifPresent(peers::add);
            deployed.ifPresent(peer -> {
                peers.add(signing(peer, cloudFront, "prefix", CloudFrontKey.rsa("K2RSA")));
                peers.add(signing(peer, cloudFront, "object", CloudFrontKey.p256("K2P256")));
            });
            if (unzipped.isPresent()) {
                peers.add(unzipped.get().bare(parts).peer("bare handler, AOT", 0));
            }
            peers.add(Peer.c1Jar());
        }
        python.ifPresentOrElse(
                peers::add, () -> System.out.println("No Python: it needs python3 with boto3 (pip install boto3)."));
        wholeTable.ifPresent(peers::add);
    }

    private static Peer signing(Peer peer, LocalCloudFront cloudFront, String policy, CloudFrontKey key) {
        Map<String, String> settings = new HashMap<>(cloudFront.trust(key).settings(key));
        settings.put("CLOUDFRONT_POLICY", policy);
        return peer.with("AOT package, CloudFront, " + policy, settings);
    }

    /** Prints the measurements for each memory, and compares those for 512 MB with the aims. */
    public static void main(String[] arguments) throws Exception {
        // Otherwise the end of each event waits 40 ms for the acknowledgement of its beginning.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int status = 1;
        Path work = Files.createTempDirectory("benchmark");
        try (LocalAws parts = LocalAws.start();
                RecordedDynamoDb recorded =
                        RecordedDynamoDb.start(parts.dynamoDb().endpoint());
                TlsRelay dynamoDb = new TlsRelay(recorded.endpoint(), work);
                LocalCloudFront cloudFront = new LocalCloudFront(
                        parts.s3().endpoint(),
                        List.of("beetroot-thumbs", "beetroot-raw"),
                        Duration.ofHours(1),
                        Clock.systemUTC())) {
            BenchmarkLibrary.fill(parts, PEOPLE);
            BenchmarkLibrary.fillIndexed(parts);
            new LambdaBenchmark(parts, dynamoDb, cloudFront).run();
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
        for (String memory : MEMORY) {
            int megabytes = Integer.parseInt(memory.strip());
            Map<Peer, Figures> figures = measure(megabytes);
            printFigures(megabytes, figures);
            if (megabytes == AIMED_MEMORY) {
                printAims(figures);
            }
        }
    }

    private Map<Peer, Figures> measure(int megabytes) throws Exception {
        Map<Peer, Figures> figures = new LinkedHashMap<>();
        peers.forEach(peer -> figures.put(peer, new Figures()));
        for (int round = 0; round <= ROUNDS; round++) {
            System.err.printf("%d MB, round %d of %d%n", megabytes, round, ROUNDS);
            boolean warm = round > 0 && round <= WARM_ROUNDS;
            for (Peer peer : round % 2 == 0 ? peers : peers.reversed()) {
                // Round 0 reads files from disk and responses from DynamoDB, and does not count.
                Figures found = round == 0 ? new Figures() : figures.get(peer);
                run(peer, megabytes, PEOPLE_PATH, found.people, found, warm);
                if (WARM_ROUNDS > 0) {
                    run(peer, megabytes, PHOTOS_PATH, found.photos, found, warm);
                }
                photosAfterPeople(peer, megabytes, found);
            }
        }
        return figures;
    }

    private void run(Peer peer, int megabytes, String path, Route route, Figures figures, boolean warm)
            throws IOException, InterruptedException {
        try (FunctionProcess function = start(peer, megabytes, figures)) {
            Duration before = function.cpu();
            Duration first = timed(function, path);
            Duration cpu = function.cpu();
            route.first.add(first);
            route.firstCpu.add(cpu.minus(before));
            route.both.add(figures.init.latest().plus(first));
            if (!warm) {
                return;
            }
            long billed = route.both.latest().plusNanos(999_999).toMillis();
            for (int request = 1; request < REQUESTS; request++) {
                function.freeze(PAUSE);
                Duration time = timed(function, path);
                route.warm.add(time);
                billed += time.plusNanos(999_999).toMillis();
            }
            route.warmCpu.add(function.cpu().minus(cpu).dividedBy(REQUESTS - 1));
            if (path.equals(PEOPLE_PATH)) {
                figures.billed.add(Duration.ofMillis(billed));
            }
            figures.peakMemory =
                    Math.max(figures.peakMemory, function.peakMemory().orElse(0));
            Answers.load(parts, path, function.get(path));
        }
    }

    private void photosAfterPeople(Peer peer, int megabytes, Figures figures) throws IOException, InterruptedException {
        try (FunctionProcess function = start(peer, megabytes, figures)) {
            timed(function, PEOPLE_PATH);
            function.freeze(PAUSE);
            figures.photosAfterPeople.add(timed(function, PHOTOS_PATH));
        }
    }

    private FunctionProcess start(Peer peer, int megabytes, Figures figures) throws IOException, InterruptedException {
        Map<String, String> environment = Environment.of(parts, megabytes);
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString());
        environment.merge(
                "JAVA_TOOL_OPTIONS", " -Djavax.net.ssl.trustStore=" + trusted, (others, ours) -> others + ours);
        // Python reads this one certificate instead of as many roots as Java.
        environment.put("AWS_CA_BUNDLE", dynamoDb.certificate().toString());
        FunctionProcess function = peer.start(environment);
        Duration init = function.init();
        function.limitTo(megabytes);
        figures.init.add(init);
        figures.initCpu.add(function.cpu());
        return function;
    }

    private static Duration timed(FunctionProcess function, String path) throws IOException, InterruptedException {
        long start = System.nanoTime();
        String answer = function.get(path);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        Answers.check(path, answer);
        return time;
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

    private void printFigures(int megabytes, Map<Peer, Figures> figures) {
        System.out.printf(
                "%n| %,d MB, ms | INIT | first people | INIT + people | first photos | INIT + photos |"
                        + " photos after people | warm people | warm photos |%n|%s%n",
                megabytes, "---|".repeat(9));
        figures.forEach((peer, found) -> System.out.printf(
                "| %s | %s | %s | %s | %s | %s | %s | %.0f | %.0f |%n",
                title(peer),
                found.init,
                found.people.first,
                found.people.both,
                found.photos.first,
                found.photos.both,
                found.photosAfterPeople,
                found.people.warm.median(),
                found.photos.warm.median()));
        System.out.printf(
                "%n| %,d MB, CPU ms | INIT | first people | first photos | warm people | warm photos |"
                        + " billed ms, start and 30 people | peak memory |%n|%s%n",
                megabytes, "---|".repeat(8));
        figures.forEach((peer, found) -> System.out.printf(
                "| %s | %.0f | %.0f | %.0f | %.1f | %.1f | %.0f | %d MB |%n",
                title(peer),
                found.initCpu.median(),
                found.people.firstCpu.median(),
                found.photos.firstCpu.median(),
                found.people.warmCpu.median(),
                found.photos.warmCpu.median(),
                found.billed.median(),
                found.peakMemory >> 20));
    }

    /** Prints the aims for the AOT package and the values that it reaches. */
    private void printAims(Map<Peer, Figures> figures) {
        if (deployed.isEmpty() || python.isEmpty()) {
            return;
        }
        Figures ours = figures.get(deployed.get());
        List<Figures> theirs = List.of(figures.get(python.get()), figures.get(wholeTable.get()));
        System.out.printf("%n| AOT package : Python | aim | reached | all people |%n|---|---|---|---|%n");
        aim("INIT and first people", 0.75, ours, theirs, found -> found.people.both.median());
        if (figures.get(indexed.get()) != null) {
            aim("the same by the index", 0.65, figures.get(indexed.get()), theirs, found -> found.people.both.median());
        }
        aim("first photos after people", 0.20, ours, theirs, found -> found.photosAfterPeople.median());
        aim("warm people", 0.12, ours, theirs, found -> found.people.warm.median());
        aim("warm photos", 0.045, ours, theirs, found -> found.photos.warm.median());
        aim("CPU of a warm request for people", 0.15, ours, theirs, found -> found.people.warmCpu.median());
        aim("billed for a start and 30 requests", 0.20, ours, theirs, found -> found.billed.median());
        System.out.printf(
                "| peak memory | 150 MB | %d MB%s | |%n",
                ours.peakMemory >> 20, ours.peakMemory >> 20 > 150 ? ", **missed**" : "");
    }

    /** Prints the ratio to the old function, and to one that reads as many people as this one does. */
    private static void aim(
            String what, double most, Figures ours, List<Figures> theirs, ToDoubleFunction<Figures> figure) {
        System.out.printf("| %s | %s |", what, Double.toString(most));
        for (Figures other : theirs) {
            double reached = figure.applyAsDouble(ours) / figure.applyAsDouble(other);
            System.out.printf(" %.3f%s |", reached, reached > most ? ", **missed**" : "");
        }
        System.out.println();
    }
}
