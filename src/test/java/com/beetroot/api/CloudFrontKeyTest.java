package com.beetroot.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.beetroot.config.ConfigurationException;
import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.CloudFrontKey;
import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LocalSecretsManager;
import com.beetroot.testkit.CapturedLog;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.beetroot.testkit.MovingClock;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** Tests how the function reads CloudFront's private key from AWS Secrets Manager. */
@ExtendWith(LocalLibrary.class)
class CloudFrontKeyTest {

    private static final String ENDPOINT = "aws.endpointUrlSecretsManager";
    private static final CloudFrontKey FIRST = CloudFrontKey.rsa("K1FIRST");
    private static final CloudFrontKey SECOND = CloudFrontKey.rsa("K2SECOND");
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final MovingClock clock = new MovingClock(NOON);
    private LocalSecretsManager secrets;
    private Map<String, String> settings;

    @BeforeEach
    void start(Library library) throws IOException {
        Map<String, String> account = library.parts().environment();
        secrets = new LocalSecretsManager(
                AwsBasicCredentials.create(account.get("AWS_ACCESS_KEY_ID"), account.get("AWS_SECRET_ACCESS_KEY")));
        System.setProperty(ENDPOINT, secrets.endpoint().toString());
        settings = library.person("anna", 1, "faces-thumbs/anna.jpg").settings();
        settings.put("CLOUDFRONT_URLS", Library.THUMBS + "=https://d111111abcdef8.cloudfront.net");
        settings.put("CLOUDFRONT_PRIVATE_KEY", "beetroot/cloudfront");
    }

    @AfterEach
    void stop() {
        System.clearProperty(ENDPOINT);
        secrets.close();
    }

    @Test
    void usesTheKeyOfTheSecretAndItsIdUntilTheyAreRotated() {
        secrets.put("beetroot/cloudfront", json(FIRST));
        try (ApiHandler function = new ApiHandler(settings, null, clock)) {
            assertThat(annasThumb(function)).contains("&Key-Pair-Id=K1FIRST");
            secrets.put("beetroot/cloudfront", json(SECOND));
            clock.set(NOON.plusSeconds(600));
            assertThat(annasThumb(function)).contains("&Key-Pair-Id=K1FIRST");
            assertThat(secrets.reads()).isEqualTo(1);

            clock.set(NOON.plusSeconds(900));
            assertThat(annasThumb(function)).contains("&Key-Pair-Id=K2SECOND");
            assertThat(secrets.reads()).isEqualTo(2);
        }
    }

    @Test
    void keepsTheKnownKeyIfTheSecretCannotBeReadAgain() {
        settings.put("CLOUDFRONT_KEY_PAIR_ID", "K1FIRST");
        secrets.put("beetroot/cloudfront", FIRST.pem());
        try (ApiHandler function = new ApiHandler(settings, null, clock)) {
            secrets.fail("AccessDeniedException");
            clock.set(NOON.plusSeconds(900));

            String log =
                    CapturedLog.during(() -> assertThat(annasThumb(function)).contains("&Key-Pair-Id=K1FIRST"));
            assertThat(log)
                    .containsOnlyOnce("WARN")
                    .contains("beetroot/cloudfront", "secretsmanager:GetSecretValue", "K1FIRST is still used");

            secrets.fail("");
            secrets.put("beetroot/cloudfront", json(SECOND));
            clock.set(NOON.plusSeconds(1_800));
            assertThat(annasThumb(function)).contains("&Key-Pair-Id=K2SECOND");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ResourceNotFoundException | There is no such secret",
                "AccessDeniedException     | allow secretsmanager:GetSecretValue",
                "InvalidRequestException   | It is marked for deletion",
                "InternalServiceError      | Secrets Manager answers InternalServiceError"
            })
    void doesNotStartIfTheSecretCannotBeRead(String code, String remedy) {
        secrets.fail(code);

        assertDoesNotStart(remedy);
    }

    @Test
    void doesNotStartWithoutAUsableKey() {
        assertDoesNotStart("There is no such secret");
        secrets.put("beetroot/cloudfront", FIRST.pem());
        assertDoesNotStart("CLOUDFRONT_KEY_PAIR_ID");
        secrets.put("beetroot/cloudfront", "Pr1vate");
        assertDoesNotStart("It holds no private key");
        settings.put("CLOUDFRONT_POLICY", "object");
        secrets.put("beetroot/cloudfront", json(FIRST));
        assertDoesNotStart("It is an RSA key");
        settings.put("CLOUDFRONT_PRIVATE_KEY", "file:/no/such/file.pem");
        assertDoesNotStart("It cannot be read");
    }

    private void assertDoesNotStart(String remedy) {
        String log = CapturedLog.during(() -> assertThatThrownBy(() -> new ApiHandler(settings, null, clock))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CLOUDFRONT_PRIVATE_KEY")
                .hasMessageContaining(settings.get("CLOUDFRONT_PRIVATE_KEY"))
                .hasMessageContaining(remedy)
                .hasNoCause());
        assertThat(log)
                .contains("\"level\":\"ERROR\"")
                .contains(remedy)
                .doesNotContain("Pr1vate", "-----BEGIN PRIVATE KEY-----\\nM");
    }

    private static String json(CloudFrontKey key) {
        return "{\"keyPairId\":\"" + key.id() + "\",\"privateKey\":\""
                + key.pem().replace("\n", "\\n") + "\"}";
    }

    private static String annasThumb(ApiHandler function) {
        return new Gateway(function, GatewayPayload.FUNCTION_URL)
                .get("/persons/anna")
                .json()
                .at("/person/repThumbURL")
                .asText();
    }
}
