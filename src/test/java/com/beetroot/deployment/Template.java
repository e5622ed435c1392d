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
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** {@code template.yaml} as CloudFormation reads it with some parameters: conditions decided, references replaced. */
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
            "AWS::URLSuffix",
            "amazonaws.com");

    private final Map<String, Object> document;
    private final Map<String, Object> values = new HashMap<>(PSEUDO_PARAMETERS);

    /** @param parameters those without a default, and others at will */
    public Template(Map<String, String> parameters) {
        try {
            document = new Yaml(new WithIntrinsics()).load(Files.readString(Path.of("template.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        parameters()
                .forEach((name, parameter) -> values.put(
                        name,
                        parameters.containsKey(name)
                                ? parameters.get(name)
                                : Objects.toString(
                                        Objects.requireNonNull(parameter.get("Default"), name + " has no default"))));
        values.put("AWS::NoValue", NO_VALUE);
    }

    /** The declared parameters by name. */
    public Map<String, Map<String, ?>> parameters() {
        return map(document.get("Parameters"));
    }

    /** What CloudFormation says of parameters that do not go together. */
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

    /** The resources that are made, by logical name, with type and properties. */
    public Map<String, Map<String, ?>> resources() {
        Map<String, Map<String, ?>> resources = new LinkedHashMap<>();
        Template.<Map<String, ?>>map(document.get("Resources")).forEach((name, resource) -> {
            if (!resource.containsKey("Condition") || holds((String) resource.get("Condition"))) {
                resources.put(name, map(resolved(resource)));
            }
        });
        return resources;
    }

    /** The properties of the resources of a type. */
    public List<Map<String, ?>> properties(String type) {
        return resources().values().stream()
                .filter(resource -> resource.get("Type").equals(type))
                .map(resource -> Template.<Object>map(resource.get("Properties")))
                .<Map<String, ?>>map(properties -> properties)
                .toList();
    }

    /** What all functions have in common. */
    public Map<String, ?> function() {
        return map(resolved(Template.<Object>map(document.get("Globals")).get("Function")));
    }

    /** The variables that the function starts with. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        Template.<Object>map(Template.<Object>map(function().get("Environment")).get("Variables"))
                .forEach((name, value) -> environment.put(name, value.toString()));
        return environment;
    }

    /**
     * One right of the role.
     *
     * @param prefix what {@code s3:prefix} must be like, null where there is no such condition
     */
    public record Right(String policy, String action, String resource, String prefix) {

        /** Whether this allows the action on the resource, with a key where the resource is a bucket. */
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

    /** Every right of the role. */
    public List<Right> rights() {
        List<Right> rights = new ArrayList<>();
        for (Object policy :
                Template.<Object>list(properties("AWS::IAM::Role").getFirst().get("Policies"))) {
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

    private Object resolved(Object node) {
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
                    return argument;
                }
                case "Fn::Sub" -> {
                    return substituted((String) argument);
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
                            .split((String) list(argument).getFirst()));
                }
                case "Fn::Condition" -> {
                    return holds((String) argument);
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

    private String substituted(String text) {
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(
                        values.getOrDefault(place.group(1), place.group(1)).toString()));
    }

    @SuppressWarnings("unchecked")
    private static <T> Map<String, T> map(Object node) {
        return (Map<String, T>) node;
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> list(Object node) {
        return (List<T>) node;
    }

    /** Reads {@code !Sub x} as CloudFormation's long form, {@code Fn::Sub: x}. */
    private static final class WithIntrinsics extends SafeConstructor {

        WithIntrinsics() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    String name = node.getTag().getValue().substring(1);
                    return Map.of(
                            name.equals("Ref") ? name : "Fn::" + name,
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
