package com.beetroot.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the deployment and operation pages against the template, the faults in the code, and the AWS CLI. */
class DeploymentDocsTest {

    private static final Path PAGES = Path.of("src", "docs");
    private static final Template TEMPLATE = new Template(Template.openWith("DomainName", "api.example.org"));

    private static String page(String name) throws IOException {
        return Files.readString(PAGES.resolve(name));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the names of the sections ({@code ### Name}) in a chapter. */
    private static Set<String> sections(String page, String chapter) {
        String[] parts = page.split("(?m)^## ");
        return found(
                "^### `?([\\w-]+)`?$",
                Stream.of(parts)
                        .filter(part -> part.startsWith(chapter + "\n"))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void hasASectionForEachAlarm() throws IOException {
        assertThat(sections(page("operation.md"), "Alarms"))
                .containsExactlyInAnyOrderElementsOf(TEMPLATE.resources().entrySet().stream()
                        .filter(resource -> resource.getValue().get("Type").equals("AWS::CloudWatch::Alarm"))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    @Test
    void hasASectionForEachFault() throws IOException {
        Path faults = Path.of("src", "main", "java", "com", "beetroot", "api", "Fault.java");
        Set<String> codes = found("^ +[A-Z_]+\\(\"([a-z-]+)\", \"[A-Z]+\"\\)", Files.readString(faults));

        assertThat(codes).contains("misconfigured", "unexpected");
        assertThat(sections(page("operation.md"), "Faults")).isEqualTo(codes);
        assertThat(found("^\\| `([a-z-]+)` \\| (?!answer)", page("operation.md")))
                .isEqualTo(codes);
    }

    @Test
    void namesEveryParameter() throws IOException {
        Set<String> named = found("`([A-Z]\\w+)`", page("deploying.md"));
        // The page mentions these as a range, 1 to 4.
        Set<String> inRanges = Set.of("MoreBucket2", "MoreBucket3", "MorePrefix2", "MorePrefix3");

        assertThat(TEMPLATE.parameters().keySet().stream().filter(name -> !inRanges.contains(name)))
                .isSubsetOf(named);
    }

    @Test
    void namesOnlyOutputsThatExist() throws IOException {
        for (String name : List.of("deploying.md", "migration.md", "operation.md")) {
            Set<String> outputs = found("outputs? `(\\w+)`", page(name));
            outputs.remove("PageBucketName");
            assertThat(outputs).as(name).isSubsetOf(TEMPLATE.outputs().keySet());
        }
        assertThat(Template.<Object>map(
                        Template.read(PAGES.resolve("single-origin.yaml")).get("Outputs")))
                .containsKey("PageBucketName");
    }

    /** Uses the CLI's own parser and AWS's published service models, without a request to AWS. */
    @Test
    void showsCommandsThatTheAwsCliAccepts() throws IOException, InterruptedException {
        Path findings = Path.of("target", "aws-commands.txt");
        Process check = new ProcessBuilder("python3", "src/test/python/aws_commands.py", PAGES.toString())
                .redirectErrorStream(true)
                .redirectOutput(findings.toFile())
                .start();
        assertThat(check.waitFor(120, TimeUnit.SECONDS)).as("the check ends").isTrue();
        String found = Files.readString(findings);
        if (found.contains("No module named 'awscli'")) {
            System.out.println(
                    "SKIPPED: the aws commands of src/docs are not checked, because python3 does not have the"
                            + " AWS CLI (pip install awscli).");
            abort("awscli is not installed");
        }
        assertThat(check.exitValue()).as(found).isZero();
        assertThat(found).contains("aws lambda update-alias", "aws apigatewayv2 update-route");
    }
}
