package com.beetroot.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.lambda.gateway.NotAGatewayEventException;
import com.beetroot.local.Contract;
import com.beetroot.local.HandlerResponse;
import com.beetroot.local.LocalContext;
import com.beetroot.testkit.CapturedLog;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LiveHeap;
import com.beetroot.testkit.LocalLibrary;
import com.beetroot.testkit.Seed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sends thousands of mutated events to the handler: each gets a response that conforms to the contract, or is rejected
 * with the message that names the supported events. {@code -Dcontract.seed=…} repeats a run with the seed that it
 * printed.
 */
@ExtendWith(LocalLibrary.class)
class MutatedEventsTest {

    private static final int EVENTS = 5_200;
    private static final int MAX_REPORTED = 20;
    private static final Contract CONTRACT = Contract.read();

    private static ApiHandler function;

    @BeforeAll
    static void start(Library library) {
        library.person("anna", 1, "faces-thumbs/anna.jpg");
        function = new ApiHandler(library.settings());
    }

    @AfterAll
    static void stop() {
        function.close();
    }

    @Test
    void answersOrRejectsAnyEvent() {
        MutatedEvents events = new MutatedEvents(Seed.readAndPrint("mutated events", EVENTS));
        LiveHeap heap = new LiveHeap();
        List<String> failures = new ArrayList<>();
        AtomicInteger rejected = new AtomicInteger();
        // Each rejection is logged. Discards the log: it would flood the build's output, and if captured it would count
        // as the function's heap.
        CapturedLog.discarded(() -> {
            for (int i = 0; i < EVENTS; i++) {
                byte[] event = events.event(i);
                try {
                    rejected.addAndGet(isAnswered(event) ? 0 : 1);
                } catch (Throwable failed) {
                    failures.add(Seed.describe(i, new String(event, StandardCharsets.UTF_8), failed));
                }
                heap.after(i, EVENTS);
            }
        });

        assertThat(failures.stream().limit(MAX_REPORTED))
                .as(failures.size() + " events")
                .isEmpty();
        assertThat(rejected.get()).as("rejected events").isBetween(EVENTS / 20, EVENTS * 19 / 20);
        heap.hasNotGrown();
    }

    private static boolean isAnswered(byte[] event) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            function.handleRequest(new ByteArrayInputStream(event), output, new LocalContext());
        } catch (IllegalArgumentException rejected) {
            assertThat(rejected).hasMessage(NotAGatewayEventException.MESSAGE);
            return false;
        }
        HandlerResponse answer = HandlerResponse.of(output.toByteArray());
        assertThat(answer.status()).isLessThan(500);
        // The mutated request may be ambiguous, so its response must only conform to some operation of the contract.
        List<String> violations = new ArrayList<>();
        for (String path : List.of("/persons", "/persons/anna", "/persons/anna/photos", "/nowhere")) {
            for (String method : List.of("GET", "OPTIONS", "BREW", "HEAD")) {
                violations = CONTRACT.violations(method, path, answer.status(), answer.headers(), answer.text());
                if (violations.isEmpty()) {
                    return true;
                }
            }
        }
        assertThat(violations).isEmpty();
        return true;
    }
}
