package com.beetroot.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Fills in the access log's format the way API Gateway does. The gateway does not know that the format is JSON: it
 * writes a hyphen for a missing value and does not escape text, and one variable includes its own quotation marks.
 */
class AccessLogTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$context((?:\\.[A-Za-z0-9]+)+)");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MEMBERS = 11;

    /** The documented variables of HTTP APIs that contain neither free text nor personal data, with sample values. */
    private static final Map<String, String> ANSWERED = Map.ofEntries(
            Map.entry("requestTime", "27/Nov/2026:19:45:27 +0000"),
            Map.entry("requestId", "JKJaXmPLvHcESHA="),
            Map.entry("integration.requestId", "8e3bc5d2-7b68-4668-aa2c-8802b0f57140"),
            Map.entry("httpMethod", "GET"),
            Map.entry("routeKey", "$default"),
            Map.entry("status", "200"),
            Map.entry("responseLength", "8427"),
            Map.entry("responseLatency", "31"),
            Map.entry("integrationLatency", "29"),
            Map.entry("integrationStatus", "200"),
            Map.entry("error.responseType", "-"));

    private static String format() {
        Template template = new Template(Template.openWith());
        return (String) Template.map(
                        template.properties("Stage", "AWS::ApiGatewayV2::Stage").get("AccessLogSettings"))
                .get("Format");
    }

    private static JsonNode line(UnaryOperator<String> values) throws IOException {
        String line = VARIABLE.matcher(format())
                .replaceAll(variable ->
                        Matcher.quoteReplacement(values.apply(variable.group(1).substring(1))));
        assertThat(line).as("the line without remaining variables").doesNotContain("$context", "\n");
        JsonNode json = JSON.readTree(line);
        assertThat(json.size()).as(line).isEqualTo(MEMBERS);
        return json;
    }

    @Test
    void isOneLineOfJsonForAResponseOfTheFunction() throws IOException {
        JsonNode line = line(ANSWERED::get);

        assertThat(line.get("status").asText()).isEqualTo("200");
        assertThat(line.get("integrationRequestId").asText()).isEqualTo("8e3bc5d2-7b68-4668-aa2c-8802b0f57140");
    }

    @Test
    void isJsonIfEveryValueIsMissing() throws IOException {
        assertThat(line(name -> "-"))
                .allSatisfy(value -> assertThat(value.asText()).isEqualTo("-"));
    }

    @Test
    void isJsonIfTheGatewayRejectsTheRequest() throws IOException {
        Map<String, String> refusal = new HashMap<>(ANSWERED);
        for (String missing : new String[] {"integration.requestId", "integrationLatency", "integrationStatus"}) {
            refusal.put(missing, "-");
        }
        refusal.put("status", "401");
        refusal.put("error.responseType", "UNAUTHORIZED");
        // Already quoted, as documented.
        refusal.put("error.messageString", "\"Unauthorized\"");
        refusal.put("error.message", "Unauthorized");
        // The gateway's message for a token whose key it cannot read, including quotation marks.
        String text = "unable to decode \"n\" from RSA public key";
        refusal.put("authorizer.error", text);
        refusal.put("integrationErrorMessage", text);
        refusal.put("integration.error", text);

        JsonNode line = line(refusal::get);

        assertThat(line.get("error").asText()).isEqualTo("UNAUTHORIZED");
    }

    @Test
    void containsNoPersonalData() {
        assertThat(VARIABLE.matcher(format())
                        .results()
                        .map(variable -> variable.group(1).substring(1)))
                .isSubsetOf(ANSWERED.keySet());
    }
}
