package com.beetroot.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs {@code bootstrap} with fake {@code java} and {@code uname} commands. */
class BootstrapTest {

    @TempDir
    private Path root;

    private record Run(int status, String output) {}

    @BeforeEach
    void unpack() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "SKIPPED: there is no /bin/sh");
        Files.copy(Path.of("src", "packaging", "bootstrap"), root.resolve("bootstrap"));
        program("runtime/bin/java", "echo started \"$@\"");
    }

    private void program(String path, String script) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run start(String built, String uname) throws IOException, InterruptedException {
        Files.writeString(root.resolve("architecture"), built + "\n");
        program("fakes/uname", uname);
        ProcessBuilder bootstrap =
                new ProcessBuilder("/bin/sh", root.resolve("bootstrap").toString());
        bootstrap.environment().put("LAMBDA_TASK_ROOT", root.toString());
        bootstrap.environment().put("AWS_LAMBDA_FUNCTION_NAME", "beetroot");
        bootstrap.environment().put("_HANDLER", "handler");
        bootstrap.environment().merge("PATH", root.resolve("fakes") + ":", (path, fakes) -> fakes + path);
        Process process = bootstrap.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), output);
    }

    @ParameterizedTest
    @CsvSource({"x86_64, echo x86_64", "arm64, echo aarch64", "x86_64, exit 127"})
    void startsJavaOnTheMatchingProcessor(String built, String uname) throws Exception {
        Run run = start(built, uname);

        assertThat(run.status()).isZero();
        assertThat(run.output()).startsWith("started ").endsWith(" handler\n");
    }

    @ParameterizedTest
    @CsvSource({
        "x86_64, aarch64, 'The package was built for x86_64, but the function runs on arm64: "
                + "deploy it with Architecture=x86_64, or build it on a machine of arm64.'",
        "arm64, x86_64, 'The package was built for arm64, but the function runs on x86_64: "
                + "deploy it with Architecture=arm64, or build it on a machine of x86_64.'"
    })
    void reportsAWrongProcessorBeforeJavaStarts(String built, String processor, String message) throws Exception {
        Run run = start(built, "echo " + processor);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).as("one line").doesNotContain("started").containsOnlyOnce("\n");
        JsonNode line = new ObjectMapper().readTree(run.output());
        assertThat(line.get("message").asText()).isEqualTo(message);
        assertThat(line.get("level").asText()).isEqualTo("ERROR");
        assertThat(line.get("fault").asText()).isEqualTo("misconfigured");
    }

    /** Checks the metric, so that the error is not only in the log. */
    @Test
    void raisesTheAlarmForAMisconfiguration() throws Exception {
        JsonNode line =
                new ObjectMapper().readTree(start("x86_64", "echo aarch64").output());
        Template template = new Template(Template.openWith());
        Map<String, ?> alarm = template.properties("MisconfiguredAlarm", "AWS::CloudWatch::Alarm");
        JsonNode metrics = line.at("/_aws/CloudWatchMetrics/0");

        assertThat(metrics.get("Namespace").asText()).isEqualTo(alarm.get("Namespace"));
        assertThat(metrics.at("/Metrics/0/Name").asText()).isEqualTo(alarm.get("MetricName"));
        assertThat(metrics.at("/Dimensions/0/0").asText()).isEqualTo("FunctionName");
        assertThat(line.get("FunctionName").asText()).isEqualTo("beetroot");
        assertThat(line.get("Misconfigured").asInt()).isEqualTo(1);
        assertThat(line.at("/_aws/Timestamp").asLong()).isGreaterThan(1_700_000_000_000L);
        assertThat(line.get("timestamp").asText()).matches("\\d{4}-\\d{2}-\\d{2}T[\\d:]{8}\\.000Z");
    }
}
