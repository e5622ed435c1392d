package com.beetroot.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * Puts TLS in front of a plain server on loopback, because on AWS every cold start begins with a handshake. Like AWS's
 * endpoints it has an RSA key, whose certificate is signed by an intermediate one, and agrees on TLS 1.3 with AES-128,
 * so that the AOT cache gets the classes that AWS needs.
 */
public final class TlsRelay implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final URI server;
    private final SSLServerSocket socket;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private final Path certificate;

    /** @param work an empty folder */
    public TlsRelay(URI server, Path work) throws IOException, InterruptedException, GeneralSecurityException {
        this.server = server;
        Path keys = work.resolve("relay.p12");
        certificate = work.resolve("root.pem");
        generate(keys, "root", "-ext", "bc:c");
        generate(keys, "intermediate", "-signer", "root", "-ext", "bc:c");
        generate(keys, "relay", "-signer", "intermediate", "-ext", "san=dns:localhost,ip:127.0.0.1");
        keytool("-exportcert", "-rfc", "-alias", "root", "-file", certificate.toString(), "-keystore", keys.toString());
        // Otherwise the relay might choose one of the certificates that sign others.
        keytool("-delete", "-alias", "root", "-keystore", keys.toString());
        keytool("-delete", "-alias", "intermediate", "-keystore", keys.toString());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys)) {
            store.load(file, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        socket = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        socket.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
        threads.submit(this::accept);
    }

    private static void generate(Path keys, String alias, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "1",
                "-dname",
                "CN=" + alias,
                "-keystore",
                keys.toString()));
        arguments.addAll(List.of(more));
        keytool(arguments.toArray(String[]::new));
    }

    /** Returns the file of the root certificate. */
    public Path certificate() {
        return certificate;
    }

    /**
     * Makes clients of a Java runtime trust the relay, besides everyone else that they trust.
     *
     * @return the trust store, which the JDK prefers to its own {@code cacerts}
     */
    public Path trustIn(Path runtime) throws IOException, InterruptedException {
        Path security = runtime.resolve(Path.of("lib", "security"));
        Path trusted = security.resolve("jssecacerts");
        if (!Files.exists(trusted)) {
            Files.copy(security.resolve("cacerts"), trusted);
            trusted.toFile().setWritable(true);
        }
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                // The store may hold the root certificate of an earlier relay.
                "relay-" + ProcessHandle.current().pid(),
                "-file",
                certificate.toString(),
                "-keystore",
                trusted.toString());
        return trusted;
    }

    /** Returns the endpoint by name, because AWS's endpoints have names that are looked up. */
    public URI endpoint() {
        return URI.create("https://localhost:" + socket.getLocalPort());
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder keytool = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        keytool.command().addAll(List.of(arguments));
        keytool.command().addAll(List.of("-storepass", PASSWORD));
        if (keytool.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                != 0) {
            throw new IllegalStateException("keytool failed: " + keytool.command());
        }
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = socket.accept();
            Socket upstream = new Socket(server.getHost(), server.getPort());
            // Otherwise the end of each message waits 40 ms for the acknowledgement of its beginning.
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            threads.submit(() -> pass(client, upstream));
            threads.submit(() -> pass(upstream, client));
        }
    }

    private static Void pass(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
