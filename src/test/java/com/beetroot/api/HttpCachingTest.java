package com.beetroot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.GatewayPayload;
import com.beetroot.testkit.ApiResponse;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.beetroot.testkit.MovingClock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the caching headers, ETags and compression of responses. */
@ExtendWith(LocalLibrary.class)
class HttpCachingTest {

    private static final Instant WINDOW = Instant.parse("2026-11-24T10:15:00Z");
    private static final MovingClock CLOCK = new MovingClock(WINDOW);
    private static final String ORIGIN = "https://b.example";

    private static Library library;
    private static ApiHandler function;

    @BeforeAll
    static void start(Library own) {
        library = own;
        for (int i = 0; i < 20; i++) {
            library.person("person-" + i, i, "faces-thumbs/" + i + ".jpg");
        }
        Map<String, String> settings = library.settings();
        settings.put("ALLOWED_ORIGINS", "https://a.example," + ORIGIN);
        function = new ApiHandler(settings, null, CLOCK);
    }

    @AfterAll
    static void stop() {
        function.close();
    }

    @BeforeEach
    void resetTheClock() {
        CLOCK.set(WINDOW);
    }

    @ParameterizedTest
    @EnumSource(GatewayPayload.class)
    void returns304IfTheResponseIsUnchanged(GatewayPayload payload) {
        Gateway gateway = new Gateway(function, payload);
        ApiResponse first = gateway.get("/persons");
        assertThat(first.headers())
                .containsEntry("Cache-Control", "private, no-cache")
                .containsKey("ETag");

        CLOCK.set(WINDOW.plusSeconds(899));
        ApiResponse second = gateway.call(
                "GET", "/persons", Map.of("If-None-Match", first.headers().get("ETag"), "Origin", ORIGIN));

        assertThat(second.status()).isEqualTo(304);
        assertThat(second.text()).isEmpty();
        assertThat(second.headers())
                .containsEntry("ETag", first.headers().get("ETag"))
                .containsEntry("Cache-Control", "private, no-cache")
                .containsEntry("Access-Control-Allow-Origin", ORIGIN)
                .containsEntry("Access-Control-Expose-Headers", "ETag,Retry-After")
                .doesNotContainKey("Content-Type");
        assertThat(second.headers().get("Vary")).contains("Origin");
    }

    @ParameterizedTest
    @EnumSource(GatewayPayload.class)
    void returnsTheBodyAfterTheWindowOrAChange(GatewayPayload payload) {
        Gateway gateway = new Gateway(function, payload);
        String tag = gateway.get("/persons/person-1").headers().get("ETag");
        CLOCK.set(WINDOW.plusSeconds(900));
        assertThat(gateway.call("GET", "/persons/person-1", Map.of("If-None-Match", tag))
                        .status())
                .isEqualTo(200);

        CLOCK.set(WINDOW);
        assertThat(gateway.call("GET", "/persons/person-1", Map.of("If-None-Match", tag))
                        .status())
                .isEqualTo(304);
        library.person("person-1", 100, "faces-thumbs/1.jpg");
        ApiResponse changed = gateway.call("GET", "/persons/person-1", Map.of("If-None-Match", tag));
        library.person("person-1", 1, "faces-thumbs/1.jpg");

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().at("/person/photoCount").asInt()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        TAG                  | 304
        "other", TAG         | 304
        STRONG               | 304
        *                    | 304
        "other"              | 200
        W/"other","another"  | 200
        nonsense             | 200
        """)
    void comparesTagsWeakly(String ifNoneMatch, int status) {
        Gateway gateway = new Gateway(function, GatewayPayload.FUNCTION_URL);
        String tag = gateway.get("/persons/person-2").headers().get("ETag");

        assertThat(gateway.call(
                                "GET",
                                "/persons/person-2",
                                Map.of(
                                        "If-None-Match",
                                        ifNoneMatch.replace("TAG", tag).replace("STRONG", tag.substring(2))))
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(GatewayPayload.class)
    void forbidsCachingOfErrors(GatewayPayload payload) {
        ApiResponse problem =
                new Gateway(function, payload).call("GET", "/persons/nobody", Map.of("If-None-Match", "*"));

        assertThat(problem.status()).isEqualTo(404);
        assertThat(problem.headers()).containsEntry("Cache-Control", "no-store").doesNotContainKey("ETag");
    }

    @ParameterizedTest
    @EnumSource(GatewayPayload.class)
    void returnsTheSameEtagForHead(GatewayPayload payload) {
        Gateway gateway = new Gateway(function, payload);

        ApiResponse head = gateway.call("HEAD", "/persons", Map.of());

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
        assertThat(head.headers())
                .containsEntry("ETag", gateway.get("/persons").headers().get("ETag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate, gzip;q=1.0, *;q=0.5", "GZIP", "*", "br, gzip;q=0.1"})
    void compressesForPayload2(String acceptEncoding) {
        Gateway gateway = new Gateway(function, GatewayPayload.FUNCTION_URL);
        ApiResponse plain = gateway.get("/persons");

        ApiResponse compressed = gateway.call("GET", "/persons", Map.of("Accept-Encoding", acceptEncoding));

        assertThat(compressed.headers())
                .containsEntry("Content-Encoding", "gzip")
                .containsEntry("Content-Type", "application/json")
                .containsEntry("ETag", plain.headers().get("ETag"));
        assertThat(compressed.headers().get("Vary")).contains("Origin").contains("Accept-Encoding");
        assertThat(plain.headers().get("Vary")).contains("Origin").contains("Accept-Encoding");
        assertThat(compressed.text()).isEqualTo(plain.text());
        assertThat(compressed.bytes()).isLessThan(plain.bytes() / 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "br", "gzip;q=0", "gzip; q=0.000, *", "*;q=0", "gzipped"})
    void doesNotCompressIfTheClientDoesNotAcceptIt(String acceptEncoding) {
        assertThat(new Gateway(function, GatewayPayload.FUNCTION_URL)
                        .call("GET", "/persons", Map.of("Accept-Encoding", acceptEncoding))
                        .headers())
                .doesNotContainKey("Content-Encoding");
    }

    @Test
    void doesNotCompressSmallBodiesOrPayload1() {
        Map<String, String> gzip = Map.of("Accept-Encoding", "gzip");

        assertThat(new Gateway(function, GatewayPayload.FUNCTION_URL)
                        .call("GET", "/persons/person-1", gzip)
                        .headers())
                .doesNotContainKey("Content-Encoding");
        assertThat(new Gateway(function, GatewayPayload.REST_API)
                        .call("GET", "/persons", gzip)
                        .headers())
                .doesNotContainKey("Content-Encoding");
    }
}
