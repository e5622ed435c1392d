package com.beetroot.bench;

import com.beetroot.local.LocalAws;
import com.beetroot.testkit.FaultyDynamoDb;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares warm requests of the function with those of the Python function that it replaces: the people grid over
 * 10,000 people, and a page of 200 photos, 67 of them without location. Both run as whole processes on one DynamoDB
 * Local and take turns. Prints Markdown.
 */
public final class ReadsBenchmark {

    private static final int PEOPLE = 10_000;
    private static final int WARM_UPS = 30;
    private static final int REQUESTS = 60;

    private ReadsBenchmark() {}

    /** Prints medians with their spread, the ratios of the medians, and the calls per request. */
    public static void main(String[] arguments) throws Exception {
        Optional<Peer> peer = Peer.python();
        if (peer.isEmpty()) {
            System.out.println("Skipped: the peer needs python3 with boto3 (pip install boto3).");
            return;
        }
        try (LocalAws parts = LocalAws.start();
                FaultyDynamoDb counting = new FaultyDynamoDb(parts.dynamoDb().endpoint())) {
            BenchmarkLibrary.fill(parts, PEOPLE);
            Map<String, String> environment = Environment.of(parts);
            System.out.println("| request | Beetroot, ms | Python, ms | wall ratio | CPU ratio | DynamoDB calls of "
                    + "Beetroot | of Python |");
            System.out.println("|---|---|---|---|---|---|---|");
            for (String path : List.of(BenchmarkLibrary.PEOPLE_PATH, BenchmarkLibrary.PHOTOS_PATH)) {
                WarmRequests beetroot;
                WarmRequests python;
                try (FunctionProcess ours = Peer.c1Jar().start(environment);
                        FunctionProcess theirs = peer.get().start(environment)) {
                    Map<FunctionProcess, WarmRequests> found =
                            WarmRequests.inTurns(path, List.of(ours, theirs), WARM_UPS, REQUESTS);
                    beetroot = found.get(ours);
                    python = found.get(theirs);
                }
                System.out.printf(
                        "| `GET %s` | %s | %s | %.2f | %.2f | %s | %s |%n",
                        path,
                        beetroot.wall(),
                        python.wall(),
                        beetroot.wall().median() / python.wall().median(),
                        beetroot.cpuMillis() / python.cpuMillis(),
                        calls(Peer.c1Jar(), path, environment, counting),
                        calls(peer.get(), path, environment, counting));
            }
        }
        System.exit(0);
    }

    private static Map<String, Integer> calls(
            Peer peer, String path, Map<String, String> environment, FaultyDynamoDb counting) throws Exception {
        Map<String, String> counted = new HashMap<>(environment);
        counted.put("AWS_ENDPOINT_URL_DYNAMODB", counting.endpoint().toString());
        try (FunctionProcess function = peer.start(counted)) {
            // The second request knows the table's size.
            function.get(path);
            counting.takeCalls();
            function.get(path);
            return counting.takeCalls();
        }
    }
}
