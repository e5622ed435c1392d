package com.beetroot.lambda.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.api.Fault;
import com.beetroot.api.RequestContext;
import com.beetroot.aws.AwsClients;
import com.beetroot.config.Settings;
import com.beetroot.gallery.dynamodb.ReadBudget;
import com.beetroot.lambda.FunctionContext;
import com.beetroot.local.GatewayPayload;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LocalLibrary.class)
class GatewayAdapterTest {

    @ParameterizedTest
    @ValueSource(strings = {"request", "response"})
    void returnsAProblemForAFailureOutsideTheHandlers(String phase, Library library) throws IOException {
        Map<String, String> variables = library.settings();
        variables.put("ALLOWED_ORIGINS", "https://a.example,https://b.example");
        Settings settings = Settings.from(variables);
        Clock clock = Clock.systemUTC();
        AwsClients aws = AwsClients.startingInBackground(settings, clock);
        try (ApplicationContext context = FunctionContext.configure(
                        ApplicationContext.builder(Environment.FUNCTION), settings, aws, clock, null)
                .properties(Map.of(FailingFilter.PHASE, phase))
                .start()) {
            for (GatewayPayload gateway : GatewayPayload.values()) {
                RequestContext request = new RequestContext(ReadBudget.within(Duration.ofSeconds(8)));

                GatewayResponse response = context.getBean(GatewayAdapter.class).answer(event(gateway), request);

                assertThat(response.status()).isEqualTo(500);
                assertThat(response.headers())
                        .containsEntry("Content-Type", "application/problem+json")
                        .containsEntry("Access-Control-Allow-Origin", "https://b.example")
                        .containsEntry("Cache-Control", "no-store");
                assertThat(new ObjectMapper()
                                .readTree(response.body())
                                .get("error")
                                .asText())
                        .isEqualTo("internal error");
                assertThat(request.telemetry().fault()).isNotNull();
                assertThat(request.telemetry().fault().kind()).isEqualTo(Fault.Kind.UNEXPECTED);
                assertThat(request.telemetry().fault().message()).doesNotContain("planted");
            }
        }
    }

    private static GatewayEvent event(GatewayPayload gateway) {
        String event = gateway.event("GET", "/persons", "", Map.of("Origin", List.of("https://b.example")))
                .toString();
        return GatewayEvent.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), "");
    }
}
