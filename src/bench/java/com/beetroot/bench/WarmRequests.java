package com.beetroot.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Requests of one route to a function that is warm.
 *
 * @param wall from handing the event over until the whole answer is there
 * @param cpuMillis the mean processor time of the whole process
 */
record WarmRequests(Spread wall, double cpuMillis) {

    /** How many requests a function answers in a row: on Lambda it has its processor's caches to itself. */
    private static final int TURN = 20;

    /** Calls the functions in turns, and counts after the warm-ups. Each answer is checked. */
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
