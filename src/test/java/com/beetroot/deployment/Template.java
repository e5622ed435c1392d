package com.beetroot.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A template the way CloudFormation reads it for given parameters: conditions evaluated, references replaced. */
public final class Template {

    private static final Object NO_VALUE = new Object();
    private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]+)}");
    private static final Map<String, String> PSEUDO_PARAMETERS = Map.of(
            "AWS::Partition",
            "aws",
            "AWS::Region",
            "eu-central-1",
            "AWS::AccountId",
            "123456789012",
            "AWS::StackName",
            "beetroot",
            "AWS::StackId",
            "arn:aws:cloudformation:eu-central-1:123456789012:stack/beetroot/0a1b2c3d-0000-0000-0000-000000000000",
            "AWS::URLSuffix",
            "amazonaws.com");

    private final Map<String, Object> document;
    private final Map<String, Object> values = new HashMap<>(PSEUDO_PARAMETERS);

    /**
     * Returns the parameters of a small open deployment.
     *
     * @param others further names, each followed by its value
     */
    public static Map<String, String> openWith(String... others) {
        Map<String, String> parameters = new HashMap<>(
                Map.of("Access", "open", "AllowedOrigins", "*", "ThumbsBucket", "thumbs", "RawBucket", "raw"));
        for (int i = 0; i < others.length; i += 2) {
            parameters.put(others[i], others[i + 1]);
        }
        return parameters;
    }

    /**
     * Reads {@code template.yaml}.
     *
     * @param parameters all parameters without a default, and any others
     */
    public Template(Map<String, String> parameters) {
        this(read(Path.of("template.yaml")), parameters);
    }

    /** @param document a template with the long forms of intrinsic functions, such as {@code Fn::Sub} */
    Template(Map<String, Object> document, Map<String, String> parameters) {
        this.document = document;
        parameters()
                .forEach((name, parameter) -> values.put(
                        name,
                        parameters.containsKey(name)
                                ? parameters.get(name)
                                : Objects.toString(
                                        Objects.requireNonNull(parameter.get("Default"), name + " has no default"))));
        values.put("AWS::NoValue", NO_VALUE);
    }

    /** Reads a template, with intrinsic functions in their long forms. */
    static Map<String, Object> read(Path file) {
        try {
            return new Yaml(new WithIntrinsics()).load(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Object> document() {
        return document;
    }

    /** Returns the declared parameters by name. */
    public Map<String, Map<String, ?>> parameters() {
        return map(document.getOrDefault("Parameters", Map.of()));
    }

    /** Returns why a value violates its parameter's constraints; null if CloudFormation accepts it. */
    String complaint(String name, String value) {
        Map<String, ?> parameter = parameters().get(name);
        if (parameter == null) {
            return name + " is no parameter";
        }
        boolean allowed = !(parameter.get("AllowedValues") instanceof List<?> values)
                || values.stream().map(Object::toString).anyMatch(value::equals);
        boolean matches =
                !(parameter.get("AllowedPattern") instanceof String pattern) || value.matches("(?:" + pattern + ")");
        boolean inRange = !parameter.get("Type").equals("Number")
                || within(value, parameter.get("MinValue"), parameter.get("MaxValue"));
        return allowed && matches && inRange ? null : name + " is " + value + ", which the template does not allow";
    }

    private static boolean within(String value, Object least, Object most) {
        long number = Long.parseLong(value);
        return (least == null || number >= ((Number) least).longValue())
                && (most == null || number <= ((Number) most).longValue());
    }

    /** Returns CloudFormation's messages for parameters that conflict. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (Map<String, ?> rule :
                Template.<Map<String, ?>>map(document.get("Rules")).values()) {
            if ((boolean) resolved(rule.get("RuleCondition"))) {
                Template.<Map<String, ?>>list(rule.get("Assertions")).stream()
                        .filter(assertion -> !(boolean) resolved(assertion.get("Assert")))
                        .forEach(assertion -> complaints.add((String) assertion.get("AssertDescription")));
            }
        }
        return complaints;
    }

    /** Returns the created resources by logical name, with type, properties and policies. */
    public Map<String, Map<String, ?>> resources() {
        Map<String, Map<String, ?>> resources = new LinkedHashMap<>();
        Template.<Map<String, ?>>map(document.get("Resources")).forEach((name, resource) -> {
            if (!resource.containsKey("Condition") || holds((String) resource.get("Condition"))) {
                resources.put(name, map(resolved(resource)));
            }
        });
        return resources;
    }

    /** Returns the properties of all resources of a type. */
    public List<Map<String, ?>> properties(String type) {
        return resources().values().stream()
                .filter(resource -> resource.get("Type").equals(type))
                .map(resource -> Template.<Object>map(resource.get("Properties")))
                .<Map<String, ?>>map(properties -> properties)
                .toList();
    }

    /** Returns the properties of the resource with the name and type. */
    Map<String, ?> properties(String name, String type) {
        Map<String, ?> resource = Objects.requireNonNull(resources().get(name), name + " is not created");
        if (!resource.get("Type").equals(type)) {
            throw new IllegalStateException(name + " is of type " + resource.get("Type"));
        }
        return map(resource.get("Properties"));
    }

    /** Returns the created outputs by name. */
    Map<String, Object> outputs() {
        Map<String, Object> outputs = new LinkedHashMap<>();
        Template.<Map<String, ?>>map(document.get("Outputs")).forEach((name, output) -> {
            if (!output.containsKey("Condition") || holds((String) output.get("Condition"))) {
                outputs.put(name, resolved(output.get("Value")));
            }
        });
        return outputs;
    }

    /** Returns the properties that all functions share. */
    public Map<String, ?> function() {
        return map(resolved(Template.<Object>map(document.get("Globals")).get("Function")));
    }

    /** Returns the function's environment variables. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        Template.<Object>map(Template.<Object>map(function().get("Environment")).get("Variables"))
                .forEach((name, value) -> environment.put(name, value.toString()));
        return environment;
    }

    /**
     * One permission of the role.
     *
     * @param prefix the pattern for {@code s3:prefix}; null if there is no such condition
     */
    public record Right(String policy, String action, String resource, String prefix) {

        /** Returns whether this allows the action on the resource, with a key if the resource is a bucket. */
        public boolean allows(String action, String resource, String key) {
            return this.action.equals(action)
                    && like(this.resource, resource)
                    && (prefix == null || key != null && like(prefix, key));
        }

        private static boolean like(String pattern, String text) {
            return text.matches(Arrays.stream(pattern.split("\\*", -1))
                    .map(Pattern::quote)
                    .reduce((a, b) -> a + ".*" + b)
                    .orElseThrow());
        }
    }

    /** Returns every permission of the function's role. */
    public List<Right> rights() {
        List<Right> rights = new ArrayList<>();
        for (Object policy :
                Template.<Object>list(properties("Role", "AWS::IAM::Role").get("Policies"))) {
            Map<String, ?> inline = map(policy);
            for (Map<String, ?> statement : Template.<Map<String, ?>>list(
                    Template.<Object>map(inline.get("PolicyDocument")).get("Statement"))) {
                String prefix = statement.get("Condition") instanceof Map<?, ?> condition
                                && condition.get("StringLike") instanceof Map<?, ?> like
                        ? (String) like.get("s3:prefix")
                        : null;
                for (Object action : oneOrMore(statement.get("Action"))) {
                    oneOrMore(statement.get("Resource"))
                            .forEach(resource -> rights.add(new Right(
                                    (String) inline.get("PolicyName"), (String) action, (String) resource, prefix)));
                }
            }
        }
        return rights;
    }

    private static List<?> oneOrMore(Object value) {
        return value instanceof List<?> list ? list : List.of(value);
    }

    private boolean holds(String condition) {
        return (boolean) resolved(map(document.get("Conditions")).get(condition));
    }

    Object resolved(Object node) {
        if (node instanceof List<?> list) {
            return list.stream()
                    .map(this::resolved)
                    .filter(item -> item != NO_VALUE)
                    .toList();
        }
        if (!(node instanceof Map<?, ?> map)) {
            return node;
        }
        if (map.size() == 1) {
            Object argument = map.values().iterator().next();
            switch ((String) map.keySet().iterator().next()) {
                case "Ref" -> {
                    return values.getOrDefault(argument, argument);
                }
                case "Fn::GetAtt" -> {
                    return argument instanceof List<?> parts ? parts.get(0) + "." + parts.get(1) : argument;
                }
                case "Fn::Sub" -> {
                    return argument instanceof List<?> parts
                            ? substituted((String) parts.get(0), map(resolved(parts.get(1))))
                            : substituted((String) argument, Map.of());
                }
                case "Fn::FindInMap" -> {
                    List<?> keys = (List<?>) resolved(argument);
                    return map(map(map(document.get("Mappings")).get(keys.get(0)))
                                    .get(keys.get(1)))
                            .get(keys.get(2));
                }
                case "Fn::Select" -> {
                    return ((List<?>) resolved(list(argument).get(1)))
                            .get(Integer.parseInt(list(argument).getFirst().toString()));
                }
                case "Fn::Join" -> {
                    return ((List<?>) resolved(list(argument).get(1)))
                            .stream().map(Object::toString).collect(Collectors.joining((String)
                                    list(argument).getFirst()));
                }
                case "Fn::And" -> {
                    return list(argument).stream().allMatch(part -> (boolean) resolved(part));
                }
                case "Fn::Or" -> {
                    return list(argument).stream().anyMatch(part -> (boolean) resolved(part));
                }
                case "Fn::Equals" -> {
                    return resolved(list(argument).get(0))
                            .equals(resolved(list(argument).get(1)));
                }
                case "Fn::Not" -> {
                    return !(boolean) resolved(list(argument).getFirst());
                }
                case "Fn::If" -> {
                    return resolved(
                            list(argument).get(holds((String) list(argument).getFirst()) ? 1 : 2));
                }
                case "Fn::Split" -> {
                    return List.of(((String) resolved(list(argument).get(1)))
                            .split(Pattern.quote((String) list(argument).getFirst()), -1));
                }
                case "Fn::Condition", "Condition" -> {
                    if (map(document.get("Conditions")).containsKey(argument)) {
                        return holds((String) argument);
                    }
                }
                default -> {}
            }
        }
        Map<String, Object> resolved = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            Object result = resolved(value);
            if (result != NO_VALUE) {
                resolved.put((String) name, result);
            }
        });
        return resolved;
    }

    private String substituted(String text, Map<String, Object> own) {
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(
                        own.getOrDefault(place.group(1), values.getOrDefault(place.group(1), place.group(1)))
                                .toString()));
    }

    @SuppressWarnings("unchecked")
    static <T> Map<String, T> map(Object node) {
        return (Map<String, T>) node;
    }

    @SuppressWarnings("unchecked")
    static <T> List<T> list(Object node) {
        return (List<T>) node;
    }

    /** Converts {@code !Sub x} to CloudFormation's long form, {@code Fn::Sub: x}. */
    private static final class WithIntrinsics extends SafeConstructor {

        WithIntrinsics() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    String name = node.getTag().getValue().substring(1);
                    return Map.of(
                            name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name,
                            switch (node) {
                                case ScalarNode scalar -> scalar.getValue();
                                case SequenceNode sequence -> constructSequence(sequence);
                                case MappingNode mapping -> constructMapping(mapping);
                                default -> throw new IllegalArgumentException(name);
                            });
                }
            });
        }
    }
}
