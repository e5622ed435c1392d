package com.beetroot.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measurements of one route's requests to a warm function.
 *
 * @param wall the time from handing over the event to receiving the complete response
 * @param cpuMillis the mean processor time of the whole process
 */
record WarmRequests(Spread wall, double cpuMillis) {

    /**
     * The number of requests per turn. It is more than one because on Lambda the function has the processor's caches to
     * itself.
     */
    private static final int TURN = 20;

    /** Calls the functions in turns, measures after the warm-up, and checks each response. */
    static Map<FunctionProcess, WarmRequests> inTurns(
            String path, Collection<FunctionProcess> functions, int warmUps, int requests)
            throws IOException, InterruptedException {
        Map<FunctionProcess, Spread> walls = new LinkedHashMap<>();
        Map<FunctionProcess, Duration> cpuBefore = new LinkedHashMap<>();
        for (int turn = 0; turn < warmUps + requests; turn += TURN) {
            for (FunctionProcess function : functions) {
                for (int request = turn; request < Math.min(turn + TURN, warmUps + requests); request++) {
                    if (request == warmUps) {
                        walls.put(function, new Spread());
                        cpuBefore.put(function, function.cpu());
                    }
                    long start = System.nanoTime();
                    String answer = function.get(path);
                    Duration wall = Duration.ofNanos(System.nanoTime() - start);
                    Answers.check(path, answer);
                    if (request >= warmUps) {
                        walls.get(function).add(wall);
                    }
                }
            }
        }
        Map<FunctionProcess, WarmRequests> results = new LinkedHashMap<>();
        walls.forEach((function, wall) -> results.put(
                function,
                new WarmRequests(
                        wall, function.cpu().minus(cpuBefore.get(function)).toNanos() / 1e6 / requests)));
        return results;
    }
}
