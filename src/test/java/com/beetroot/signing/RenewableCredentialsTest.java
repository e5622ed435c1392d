package com.beetroot.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.testkit.MovingClock;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.regions.Region;

/**
 * Tests with the SDK's container credentials provider, which SnapStart uses, and a local server that issues sessions.
 */
class RenewableCredentialsTest {

    private static final String ENDPOINT = SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI.property();
    private static final UrlLifetime HOUR = new UrlLifetime(Duration.ofHours(1), Duration.ofMinutes(15));

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final MovingClock clock = new MovingClock(now);
    private final Queue<Duration> sessions = new ConcurrentLinkedQueue<>();
    private final AtomicInteger given = new AtomicInteger();
    private HttpServer server;
    private UrlPresigner signer;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Duration life = sessions.poll();
            byte[] body = """
                {"AccessKeyId": "ASIA%s", "SecretAccessKey": "secret", "Token": "token", "Expiration": \
                "%s"}""".formatted(given.incrementAndGet(), life == null ? null : now.plus(life))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(life == null ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        System.setProperty(ENDPOINT, "http://127.0.0.1:" + server.getAddress().getPort() + "/");
        signer = new UrlPresigner(
                S3Endpoints.of(Region.EU_CENTRAL_1, Optional.empty()),
                new RenewableCredentials(
                        () -> ContainerCredentialsProvider.builder().build(), clock),
                HOUR,
                SigningAllowList.of(List.of()),
                clock);
    }

    @AfterEach
    void stop() {
        System.clearProperty(ENDPOINT);
        server.stop(0);
    }

    @Test
    void keepsASessionThatLastsForHalfTheLifetime() {
        give(Duration.ofMinutes(30));

        assertThat(signer.open().expiresAt()).isEqualTo(now.plus(Duration.ofMinutes(30)));
        signer.open();

        assertThat(given).hasValue(1);
    }

    @Test
    void renewsASessionThatEndsTooSoon() {
        give(Duration.ofMinutes(10), Duration.ofHours(6));

        ResponseUrls signing = signer.open();

        assertThat(signing.url("bucket", "k")).contains("X-Amz-Credential=ASIA2%2F");
        assertThat(signing.expiresAt()).isEqualTo(HOUR.windowStart(now).plus(Duration.ofHours(1)));
        assertThat(signer.open().url("bucket", "k")).isSameAs(signing.url("bucket", "k"));
        assertThat(given).hasValue(2);
    }

    @Test
    void expiresWithASessionThatCannotBeRenewed() {
        give(Duration.ofMinutes(10), Duration.ofMinutes(10));

        assertThat(signer.open().expiresAt()).isEqualTo(now.plus(Duration.ofMinutes(10)));
    }

    @Test
    void keepsTheSessionIfRenewalFails() {
        give(Duration.ofMinutes(10));

        assertThat(signer.open().expiresAt()).isEqualTo(now.plus(Duration.ofMinutes(10)));
    }

    @Test
    void retriesAFruitlessRenewalOnceAMinute() {
        // In a session's last 15 minutes the SDK's provider requests a new one by itself, each time.
        give(Duration.ofMinutes(20), Duration.ofMinutes(20));
        signer.open();
        signer.open();
        assertThat(given).hasValue(2);

        clock.set(now.plusSeconds(60));
        give(Duration.ofHours(6));

        assertThat(signer.open().url("bucket", "k")).contains("X-Amz-Credential=ASIA3%2F");
    }

    @Test
    void signsEachResponseWithOneSession() {
        give(Duration.ofMinutes(40), Duration.ofHours(6));
        ResponseUrls signing = signer.open();
        String before = signing.url("bucket", "before");
        clock.set(now.plus(Duration.ofMinutes(20)));

        ResponseUrls next = signer.open();

        assertThat(before).contains("X-Amz-Credential=ASIA1%2F");
        assertThat(signing.url("bucket", "after"))
                .contains("X-Amz-Credential=ASIA1%2F")
                .contains(dateOf(before));
        assertThat(signing.expiresAt()).isEqualTo(now.plus(Duration.ofMinutes(40)));
        assertThat(next.url("bucket", "after"))
                .contains("X-Amz-Credential=ASIA2%2F")
                .doesNotContain(dateOf(before));
    }

    private void give(Duration... lives) {
        sessions.addAll(List.of(lives));
    }

    private static String dateOf(String url) {
        return url.replaceAll(".*(X-Amz-Date=[^&]*).*", "$1");
    }
}
