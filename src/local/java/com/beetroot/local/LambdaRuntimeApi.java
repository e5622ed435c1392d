package com.beetroot.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A local Lambda Runtime API on loopback: passes events to a runtime interface client and receives its responses. It
 * follows AWS's documented protocol, version 2018-06-01.
 */
public final class LambdaRuntimeApi implements AutoCloseable {

    /**
     * A report of the function.
     *
     * @param kind {@code response}, {@code error} (a failed invocation), {@code init} (a failed start) or
     *     {@code checkpoint} (SnapStart)
     */
    public record Outcome(String kind, String body) {}

    private static final String ROOT = "/2018-06-01/runtime/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final CountDownLatch restored = new CountDownLatch(1);
    private final CompletableFuture<Long> initDone = new CompletableFuture<>();
    /** Has a permit while the function waits for an event. */
    private final Semaphore idle = new Semaphore(0);

    public LambdaRuntimeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(ROOT, this::handle);
        server.start();
    }

    /** Returns the value for the environment variable {@code AWS_LAMBDA_RUNTIME_API}. */
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * Waits for the end of the init, which is the first request for an event, and returns its {@link System#nanoTime}.
     */
    public long initDone() throws InterruptedException {
        try {
            return initDone.get(60, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException never) {
            throw new IllegalStateException("The function did not ask for an event within 60 seconds.");
        }
    }

    /** Waits until the function has asked for its next event. */
    public void awaitIdle() throws InterruptedException {
        if (!idle.tryAcquire(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The function did not ask for its next event within 60 seconds.");
        }
        idle.release();
    }

    /** Resumes a process that has reported {@code checkpoint}, which means that its snapshot can be taken. */
    public void restore() {
        restored.countDown();
    }

    /** Passes one event to the function and waits for the outcome. */
    public Outcome invoke(String event) throws InterruptedException {
        events.add(event);
        return next();
    }

    /** Waits for the next outcome, such as a failed start. */
    public Outcome next() throws InterruptedException {
        Outcome outcome = outcomes.poll(60, TimeUnit.SECONDS);
        if (outcome == null) {
            throw new IllegalStateException("The function gave no answer within 60 seconds.");
        }
        return outcome;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(ROOT.length());
            if (path.equals("invocation/next")) {
                initDone.complete(System.nanoTime());
                idle.release();
                String event = events.take();
                idle.acquire();
                give(exchange, event);
                return;
            }
            if (path.equals("restore/next")) {
                outcomes.add(new Outcome("checkpoint", ""));
                restored.await();
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            outcomes.add(
                    new Outcome(path.startsWith("init/") ? "init" : path.substring(path.lastIndexOf('/') + 1), body));
            exchange.sendResponseHeaders(202, -1);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void give(HttpExchange exchange, String event) throws IOException {
        exchange.getResponseHeaders()
                .add("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
        exchange.getResponseHeaders()
                .add(
                        "Lambda-Runtime-Deadline-Ms",
                        Long.toString(Instant.now().plusSeconds(10).toEpochMilli()));
        exchange.getResponseHeaders()
                .add(
                        "Lambda-Runtime-Invoked-Function-Arn",
                        "arn:aws:lambda:eu-central-1:123456789012:function:beetroot");
        // The client's native library crashes on a response without these two headers.
        exchange.getResponseHeaders()
                .add("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0");
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
