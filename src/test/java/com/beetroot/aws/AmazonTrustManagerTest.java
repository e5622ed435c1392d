package com.beetroot.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.beetroot.packaging.TlsRelay;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalLibrary.class)
class AmazonTrustManagerTest {

    private static final Path CACERTS = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");

    @TempDir
    private Path work;

    @Test
    void containsLongLivedRootsThatTheJdkAlsoTrusts() throws Exception {
        KeyStore roots = AmazonTrustManager.read();

        assertThat(Collections.list(roots.aliases())).hasSize(5);
        for (String alias : Collections.list(roots.aliases())) {
            X509Certificate root = (X509Certificate) roots.getCertificate(alias);
            assertThat(AmazonTrustManager.trusting(null).getAcceptedIssuers())
                    .as(alias + " in the JDK's trust store")
                    .contains(root);
            assertThat(root.getNotAfter().toInstant())
                    .as(alias)
                    .isAfter(Instant.now().plus(Duration.ofDays(365)));
        }
    }

    @Test
    void usesOnlyAmazonsRootsIfTheyTrustTheServer(Library library) throws Exception {
        try (TlsRelay relay = relay(library)) {
            X509ExtendedTrustManager trusting = trusting();

            connect(relay.endpoint(), "127.0.0.1", new AmazonTrustManager(() -> trusting, () -> {
                throw new AssertionError("The other trust manager was used.");
            }));
        }
    }

    @Test
    void fallsBackToTheTrustStoreOfTheJdk(Library library) throws Exception {
        try (TlsRelay relay = relay(library)) {
            X509ExtendedTrustManager trusting = trusting();

            connect(
                    relay.endpoint(),
                    "127.0.0.1",
                    new AmazonTrustManager(
                            () -> AmazonTrustManager.trusting(AmazonTrustManager.read()), () -> trusting));
        }
    }

    @Test
    void rejectsAnUntrustedServerAndAWrongHostName(Library library) throws Exception {
        try (TlsRelay relay = relay(library)) {
            X509ExtendedTrustManager trusting = trusting();
            AmazonTrustManager amazons = (AmazonTrustManager) AmazonTrustManager.trustManagers()[0];

            assertThatThrownBy(() -> connect(relay.endpoint(), "127.0.0.1", amazons))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThatThrownBy(() -> connect(
                            relay.endpoint(), "other.example", new AmazonTrustManager(() -> trusting, () -> trusting)))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    private TlsRelay relay(Library library) throws Exception {
        Path trusted = Files.copy(CACERTS, work.resolve("cacerts"));
        trusted.toFile().setWritable(true);
        return new TlsRelay(library.parts().dynamoDb().endpoint(), trusted, work);
    }

    private X509ExtendedTrustManager trusting() throws Exception {
        return AmazonTrustManager.trusting(
                KeyStore.getInstance(work.resolve("cacerts").toFile(), "changeit".toCharArray()));
    }

    /** Performs the handshake of an HTTPS client that connects to the host. */
    private static void connect(URI server, String host, AmazonTrustManager roots) throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {roots}, null);
        Socket plain = new Socket(server.getHost(), server.getPort());
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, server.getPort(), true)) {
            SSLParameters https = socket.getSSLParameters();
            https.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(https);
            socket.startHandshake();
        }
    }
}
