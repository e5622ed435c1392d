package com.beetroot.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * A relay in front of a server on loopback that counts GET requests by path. It forwards the bytes unchanged, so that
 * the signed host remains the one that the client requested.
 */
public final class CountingRelay implements AutoCloseable {

    private final ServerSocket socket;
    private final URI server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Integer> gets = new ConcurrentHashMap<>();
    private final Semaphore free;

    public CountingRelay(URI server) throws IOException {
        this(server, 50);
    }

    /**
     * Creates a relay that serves a limited number of connections at a time, and queues as many again. Others time out.
     */
    public CountingRelay(URI server, int connections) throws IOException {
        this.server = server;
        this.free = new Semaphore(connections);
        this.socket = new ServerSocket(0, connections, InetAddress.getLoopbackAddress());
        threads.submit(this::accept);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** Returns the GET requests by path since the last call. */
    public Map<String, Integer> takeGets() {
        Map<String, Integer> taken = Map.copyOf(gets);
        gets.clear();
        return taken;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }

    private Void accept() throws IOException, InterruptedException {
        while (!socket.isClosed()) {
            free.acquire();
            Socket client = socket.accept();
            Socket upstream = new Socket(server.getHost(), server.getPort());
            threads.submit(() -> {
                try {
                    return pass(client, upstream, true);
                } finally {
                    free.release();
                }
            });
            threads.submit(() -> pass(upstream, client, false));
        }
        return null;
    }

    private Void pass(Socket from, Socket to, boolean requests) throws IOException {
        try (from;
                to) {
            InputStream input = new BufferedInputStream(from.getInputStream());
            OutputStream output = to.getOutputStream();
            StringBuilder line = new StringBuilder();
            byte[] bytes = new byte[16_384];
            for (int count = input.read(bytes); count >= 0; count = input.read(bytes)) {
                if (requests) {
                    count(new String(bytes, 0, count, StandardCharsets.ISO_8859_1), line);
                }
                output.write(bytes, 0, count);
                output.flush();
            }
        }
        return null;
    }

    private void count(String text, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each != '\n') {
                line.append(each);
                continue;
            }
            String[] words = line.toString().split(" ");
            if (words[0].equals("GET")) {
                gets.merge(URI.create(words[1]).getPath(), 1, Integer::sum);
            }
            line.setLength(0);
        }
    }
}
