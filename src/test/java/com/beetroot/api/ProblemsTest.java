package com.beetroot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.lambda.gateway.GatewayAdapter;
import com.beetroot.local.GatewayPayload;
import com.beetroot.signing.RenewableCredentials;
import com.beetroot.signing.S3Endpoints;
import com.beetroot.signing.SigningAllowList;
import com.beetroot.signing.UrlLifetime;
import com.beetroot.signing.UrlPresigner;
import com.beetroot.testkit.ApiResponse;
import com.beetroot.testkit.ContextHandler;
import com.beetroot.testkit.FunctionContextBuilder;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;

/** Tests problem documents for faults that only a replaced bean can cause. */
@MicronautTest(contextBuilder = FunctionContextBuilder.class, startApplication = false)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LocalLibrary.class)
class ProblemsTest implements TestPropertyProvider {

    private static final String INTERNAL = "anna's secret";
    private static final String FAILING = "test.failing-credentials";

    private static Supplier<RuntimeException> cause;

    private final Library library;

    @Inject
    GatewayAdapter adapter;

    private ContextHandler function;

    ProblemsTest(Library own) {
        library = own.person("anna", 1, "faces-thumbs/anna.jpg");
    }

    @Override
    public Map<String, String> getProperties() {
        Map<String, String> properties = library.settings();
        properties.put(FAILING, "true");
        return properties;
    }

    @BeforeEach
    void connect() {
        function = new ContextHandler(adapter);
    }

    /** Replaces the presigner with one whose credentials fail with the cause. */
    @Factory
    @Requires(property = FAILING)
    static final class FailingCredentials {

        @Singleton
        @Replaces(UrlPresigner.class)
        UrlPresigner presigner() {
            AwsCredentialsProvider failing = () -> {
                throw cause.get();
            };
            return new UrlPresigner(
                    S3Endpoints.of(Region.EU_CENTRAL_1, Optional.empty()),
                    new RenewableCredentials(() -> failing, Clock.systemUTC()),
                    new UrlLifetime(Duration.ofHours(1), Duration.ofMinutes(15)),
                    SigningAllowList.of(List.of()),
                    Clock.systemUTC());
        }
    }

    @ParameterizedTest
    @EnumSource(GatewayPayload.class)
    void namesMissingCredentialsOnlyInTheLog(GatewayPayload payload) {
        cause = () -> SdkClientException.create(INTERNAL);

        assertInternalError(new Gateway(function, payload));

        Fault fault = function.fault().orElseThrow();
        assertThat(fault.kind()).isEqualTo(Fault.Kind.NO_CREDENTIALS);
        assertThat(fault.message()).contains(INTERNAL);
    }

    @ParameterizedTest
    @EnumSource(GatewayPayload.class)
    void reportsAnUnexpectedExceptionWithoutItsMessage(GatewayPayload payload) {
        cause = () -> new IllegalStateException(INTERNAL);

        assertInternalError(new Gateway(function, payload));

        Fault fault = function.fault().orElseThrow();
        assertThat(fault.kind()).isEqualTo(Fault.Kind.UNEXPECTED);
        assertThat(fault.message())
                .startsWith("java.lang.IllegalStateException at " + ProblemsTest.class.getName())
                .doesNotContain(INTERNAL);
    }

    private static void assertInternalError(Gateway gateway) {
        for (String path : List.of("/persons", "/persons/anna", "/persons/anna/photos")) {
            ApiResponse response = gateway.call("GET", path, Map.of("Origin", "https://a.example"));

            assertThat(response.status()).isEqualTo(500);
            assertThat(response.json().get("error").asText()).isEqualTo("internal error");
            assertThat(response.text()).doesNotContain(INTERNAL).doesNotContain("Exception");
            assertThat(response.headers())
                    .containsEntry("Content-Type", "application/problem+json")
                    .containsEntry("Cache-Control", "no-store")
                    .containsEntry("Access-Control-Allow-Origin", "*")
                    .doesNotContainKey("ETag");
        }
    }
}
