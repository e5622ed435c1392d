package com.beetroot.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads the cases of {@code samconfig.example.toml} the way {@code sam deploy} does, and checks them against the
 * template.
 */
class SamConfigTest {

    private static final Path EXAMPLE = Path.of("samconfig.example.toml");
    private static final Pattern TABLE = Pattern.compile("\\[([\\w-]+)\\.deploy\\.parameters]");
    private static final Pattern OVERRIDE = Pattern.compile("  \"(\\w+)=([^\"]*)\",");

    private static Map<String, Map<String, String>> cases() {
        Map<String, Map<String, String>> cases = new LinkedHashMap<>();
        Map<String, String> current = null;
        try {
            for (String line : Files.readAllLines(EXAMPLE)) {
                Matcher table = TABLE.matcher(line);
                Matcher override = OVERRIDE.matcher(line);
                if (table.matches()) {
                    current = new HashMap<>();
                    cases.put(table.group(1), current);
                } else if (override.matches()) {
                    current.put(override.group(1), override.group(2));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    static Stream<String> names() {
        return cases().keySet().stream();
    }

    @Test
    void hasTheUsualCases() {
        assertThat(cases()).containsOnlyKeys("default", "trial", "one-origin");
    }

    @ParameterizedTest
    @MethodSource("names")
    void isAcceptedByTheTemplate(String name) {
        Map<String, String> parameters = cases().get(name);
        Template template = new Template(parameters);

        assertThat(parameters)
                .isNotEmpty()
                .allSatisfy((parameter, value) ->
                        assertThat(template.complaint(parameter, value)).isNull());
        assertThat(template.complaints()).isEmpty();
        assertThat(parameters)
                .as("the parameter that publishes a changed setting")
                .containsKey("Release");
    }
}
