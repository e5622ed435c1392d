package com.beetroot.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** Compares the dashboard with the metrics that the function writes and the routes of the contract. */
class DashboardTest {

    private static final Pattern METRIC = Pattern.compile("\\{\"Name\":\"(\\w+)\",\"Unit\":\"\\w+\"}");

    private static JsonNode dashboard(String runtime) throws IOException {
        Template template = new Template(Map.of(
                "Access",
                "open",
                "AllowedOrigins",
                "*",
                "ThumbsBucket",
                "t-1",
                "RawBucket",
                "r-1",
                "Runtime",
                runtime));
        return new ObjectMapper()
                .readTree((String) template.properties("LibraryDashboard", "AWS::CloudWatch::Dashboard")
                        .get("DashboardBody"));
    }

    /**
     * Returns each metric as namespace, name and dimensions. CloudWatch reads "..." as a repeat of the previous metric.
     */
    private static List<List<String>> metrics(JsonNode dashboard) {
        List<List<String>> metrics = new ArrayList<>();
        for (JsonNode widget : dashboard.get("widgets")) {
            for (JsonNode metric : widget.at("/properties/metrics")) {
                List<String> words = new ArrayList<>();
                metric.forEach(word -> {
                    if (word.isTextual()) {
                        words.add(word.asText());
                    }
                });
                metrics.add(words.equals(List.of("...")) ? metrics.getLast() : words);
            }
        }
        return metrics;
    }

    @ParameterizedTest
    @CsvSource({"provided.al2023, PackageFunction", "java25, JarFunction"})
    void showsEveryMetricOfTheFunction(String runtime, String function) throws IOException {
        List<List<String>> shown = metrics(dashboard(runtime)).stream()
                .filter(metric -> metric.getFirst().equals("Beetroot"))
                .toList();

        assertThat(shown).allSatisfy(metric -> assertThat(metric).containsSequence("FunctionName", function));
        assertThat(shown.stream().map(metric -> metric.get(1)).collect(Collectors.toSet()))
                .isEqualTo(written());
    }

    /** Returns the metric names from the source of the log lines, where one JSON constant contains them. */
    private static Set<String> written() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            Path log = sources.filter(source -> source.endsWith("RequestLog.java"))
                    .findFirst()
                    .orElseThrow();
            return METRIC.matcher(Files.readString(log))
                    .results()
                    .map(metric -> metric.group(1))
                    .collect(Collectors.toSet());
        }
    }

    @ParameterizedTest
    @CsvSource({"provided.al2023", "java25"})
    void showsTheLatencyOfEveryRoute(String runtime) throws IOException {
        Map<String, ?> contract = new Yaml().load(Files.readString(Path.of("openapi.yaml")));

        assertThat(metrics(dashboard(runtime)).stream()
                        .filter(metric -> metric.contains("Route"))
                        .map(List::getLast)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Template.<Object>map(contract.get("paths")).keySet());
    }

    @ParameterizedTest
    @CsvSource({"provided.al2023", "java25"})
    void showsEveryAlarm(String runtime) throws IOException {
        Template template = new Template(Map.of(
                "Access",
                "open",
                "AllowedOrigins",
                "*",
                "ThumbsBucket",
                "t-1",
                "RawBucket",
                "r-1",
                "Runtime",
                runtime));
        List<String> shown = new ArrayList<>();
        dashboard(runtime).at("/widgets/0/properties/alarms").forEach(alarm -> shown.add(alarm.asText()));

        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(template.resources().entrySet().stream()
                        .filter(resource -> resource.getValue().get("Type").equals("AWS::CloudWatch::Alarm"))
                        .map(alarm -> alarm.getKey() + ".Arn")
                        .toList());
    }
}
