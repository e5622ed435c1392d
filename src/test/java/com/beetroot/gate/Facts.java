package com.beetroot.gate;

import com.beetroot.gate.Fact.Side;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All statements of an OpenAPI document that a program can rely on, as a flat list, so that the differences of two
 * documents can be expressed in words. Descriptions and examples are not included.
 */
final class Facts {

    static final String REQUIRED = "required";
    static final String OPTIONAL = "optional";

    private final Map<String, Fact> facts = new LinkedHashMap<>();

    private Facts() {}

    /** @throws IllegalArgumentException if the text is not an OpenAPI document */
    static Facts of(String yaml) {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        options.setResolveFully(true);
        SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(yaml, null, options);
        if (parsed.getOpenAPI() == null || !parsed.getMessages().isEmpty()) {
            throw new IllegalArgumentException("This is not an OpenAPI document:  " + parsed.getMessages());
        }
        Facts facts = new Facts();
        facts.read(parsed.getOpenAPI());
        return facts;
    }

    Map<String, Fact> all() {
        return facts;
    }

    /** Returns a subset of the facts, for comparison with a less complete document. */
    Facts only(Predicate<Fact> wanted) {
        Facts some = new Facts();
        facts.values().stream().filter(wanted).forEach(fact -> some.facts.put(fact.key(), fact));
        return some;
    }

    private void read(OpenAPI api) {
        api.getPaths()
                .forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
                    String subject = method + " " + path;
                    add(subject, "", "an operation", Side.SERVER);
                    add(subject, "operationId", operation.getOperationId(), Side.SERVER);
                    add(
                            subject,
                            "security",
                            operation.getSecurity() == null ? api.getSecurity() : operation.getSecurity(),
                            Side.SERVER);
                    parameters(subject, item, operation);
                    operation
                            .getResponses()
                            .forEach((status, response) -> response(subject + ", answer " + status, response));
                }));
    }

    private void parameters(String operation, PathItem item, Operation of) {
        Stream.of(item.getParameters(), of.getParameters())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .forEach(parameter -> {
                    String subject = operation + ", " + parameter.getIn() + " parameter " + parameter.getName();
                    boolean required = Boolean.TRUE.equals(parameter.getRequired());
                    add(subject, "", required ? REQUIRED : OPTIONAL, Side.CLIENT);
                    schema(subject, withoutNull(parameter), Side.CLIENT);
                });
    }

    /** Ignores nullability, which only means that Java represents an absent parameter as null: a query has no null. */
    private static Schema<?> withoutNull(Parameter parameter) {
        parameter.getSchema().setNullable(null);
        return parameter.getSchema();
    }

    private void response(String subject, ApiResponse response) {
        add(subject, "", "an answer", Side.SERVER);
        if (response.getHeaders() != null) {
            response.getHeaders().forEach((name, header) -> header(subject + ", header " + name, header));
        }
        if (response.getContent() != null) {
            response.getContent().forEach((type, content) -> {
                add(subject + ", " + type, "", "a content type", Side.SERVER);
                schema(subject + ", " + type, content.getSchema(), Side.SERVER);
            });
        }
    }

    private void header(String subject, Header header) {
        add(subject, "", Boolean.TRUE.equals(header.getRequired()) ? REQUIRED : OPTIONAL, Side.SERVER);
        schema(subject, header.getSchema(), Side.SERVER);
    }

    private void schema(String subject, Schema<?> schema, Side side) {
        add(subject, "type", schema.getType(), side);
        add(subject, "format", schema.getFormat(), side);
        add(subject, "nullable", Boolean.TRUE.equals(schema.getNullable()) ? "true" : null, side);
        add(subject, "minimum", schema.getMinimum(), side);
        add(subject, "maximum", schema.getMaximum(), side);
        add(subject, "exclusiveMinimum", schema.getExclusiveMinimum(), side);
        add(subject, "exclusiveMaximum", schema.getExclusiveMaximum(), side);
        add(subject, "minLength", schema.getMinLength(), side);
        add(subject, "maxLength", schema.getMaxLength(), side);
        add(subject, "minItems", schema.getMinItems(), side);
        add(subject, "maxItems", schema.getMaxItems(), side);
        add(subject, "pattern", schema.getPattern(), side);
        add(subject, "enum", schema.getEnum(), side);
        add(subject, "default", schema.getDefault(), side);
        if (schema.getItems() != null) {
            schema(subject + "[]", schema.getItems(), side);
        }
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, member) -> {
                String of = subject + (subject.contains(", member ") ? "." : ", member ") + name;
                add(
                        of,
                        "",
                        schema.getRequired() != null && schema.getRequired().contains(name) ? REQUIRED : OPTIONAL,
                        side);
                schema(of, member, side);
            });
        }
    }

    private void add(String subject, String facet, Object value, Side side) {
        if (value != null) {
            Fact fact = new Fact(subject, facet, value.toString(), side);
            facts.put(fact.key(), fact);
        }
    }

    /** Returns the keys of both, sorted. */
    Set<String> keysWith(Facts other) {
        TreeSet<String> keys = new TreeSet<>(facts.keySet());
        keys.addAll(other.facts.keySet());
        return keys;
    }
}
