package com.beetroot.gate;

import com.beetroot.local.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;

/**
 * The released contract, the approved breaking changes, and the current contract. openapi-diff checks in addition to
 * {@link Change}: it covers parts of OpenAPI that this contract does not use yet, but misses numeric limits, nulls and
 * defaults, and new required members.
 *
 * @param approved the sentences of breaking changes, each with its reason
 */
record Release(String released, Map<String, String> approved, String present) {

    private static final Path FOLDER = Path.of("src", "contract");

    static Release read() {
        String present = text(Contract.FILE);
        String major = present.lines()
                .filter(line -> line.startsWith("  version:"))
                .findFirst()
                .orElseThrow()
                .replaceAll("[^0-9.]", "")
                .split("\\.")[0];
        Path baseline = FOLDER.resolve("openapi-" + major + ".yaml");
        if (!Files.exists(baseline)) {
            throw new IllegalStateException("openapi.yaml has the major version " + major + ", and " + baseline
                    + " does not exist: release it, see src/docs/contract.md.");
        }
        return new Release(text(baseline), approvals(text(FOLDER.resolve("openapi-changes-approved"))), present);
    }

    /**
     * Each line holds the sentence of a change, {@code " # "} and the reason; other lines that begin with # are
     * comments.
     */
    static Map<String, String> approvals(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" # ", 2))
                .peek(parts -> {
                    if (parts.length < 2 || parts[1].isBlank()) {
                        throw new IllegalStateException("openapi-changes-approved: \"" + parts[0]
                                + "\" has no reason: write it behind \" # \".");
                    }
                })
                .collect(Collectors.toMap(
                        parts -> parts[0].strip(), parts -> parts[1].strip(), (a, b) -> b, LinkedHashMap::new));
    }

    List<Change> changes() {
        return Change.between(Facts.of(released), Facts.of(present));
    }

    /** Returns why the gate is closed, in sentences; empty if it is open. */
    List<String> objections() {
        List<Change> changes = changes();
        List<String> objections = new ArrayList<>();
        changes.stream()
                .filter(change -> change.breaking() && !approved.containsKey(change.sentence()))
                .forEach(change -> objections.add("Breaking and not approved: " + change.sentence()));
        approved.keySet().stream()
                .filter(sentence ->
                        changes.stream().noneMatch(change -> change.sentence().equals(sentence)))
                .forEach(sentence -> objections.add("Approved, but not changed: " + sentence));
        ChangedOpenApi diff = OpenApiCompare.fromContents(released, present);
        if (diff.isIncompatible() && changes.stream().noneMatch(Change::breaking)) {
            objections.add("openapi-diff finds a breaking change that Facts does not cover: extend Facts, so that it "
                    + "can be approved.");
        }
        return objections;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
