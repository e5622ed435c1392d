package com.beetroot.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Transforms {@code template.yaml} into the CloudFormation template that AWS SAM creates from it, with AWS's
 * {@code aws-sam-translator} if Python has it, otherwise with this class's own version of the transform.
 */
final class SamTransform {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCRIPT = Path.of("src", "test", "python", "sam_transform.py");

    private SamTransform() {}

    /**
     * One deployment.
     *
     * @param code the name of the uploaded zip or jar; different content has a different name
     */
    record Deployment(String code, Map<String, String> parameters) {}

    /**
     * Returns the template that {@code aws-sam-translator} creates for each deployment; null if it is not installed.
     */
    static List<Template> byTranslator(List<Deployment> deployments) {
        try {
            List<Map<String, String>> input = deployments.stream()
                    .map(deployment -> {
                        Map<String, String> parameters = withDefaults(deployment.parameters());
                        parameters.put("code", deployment.code());
                        return parameters;
                    })
                    .toList();
            Path output = Files.createTempFile("sam", ".json");
            try {
                Process python = new ProcessBuilder("python3", SCRIPT.toString())
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                try (var parameters = python.getOutputStream()) {
                    parameters.write(JSON.writeValueAsString(input).getBytes(UTF_8));
                }
                if (!python.waitFor(120, TimeUnit.SECONDS) || python.exitValue() != 0) {
                    python.destroyForcibly();
                    return null;
                }
                List<Map<String, Object>> documents =
                        JSON.readValue(Files.readString(output), new TypeReference<List<Map<String, Object>>>() {});
                List<Template> templates = new ArrayList<>();
                for (int i = 0; i < documents.size(); i++) {
                    templates.add(
                            new Template(documents.get(i), deployments.get(i).parameters()));
                }
                return templates;
            } finally {
                Files.delete(output);
            }
        } catch (IOException notInstalled) {
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static Map<String, String> withDefaults(Map<String, String> given) {
        Map<String, String> all = new HashMap<>();
        new Template(given)
                .parameters()
                .forEach((name, parameter) ->
                        all.put(name, given.getOrDefault(name, Objects.toString(parameter.get("Default")))));
        return all;
    }

    /**
     * Applies the part of the transform that this template uses: a function becomes a function, a version and an alias.
     */
    static Template own(Deployment deployment) {
        Map<String, Object> document = new LinkedHashMap<>(Template.read(Path.of("template.yaml")));
        Template template = new Template(deployment.parameters());
        Map<String, Object> common =
                Template.map(Template.map(document.remove("Globals")).get("Function"));
        Map<String, Object> resources = new LinkedHashMap<>();
        Template.<Map<String, Object>>map(document.get("Resources")).forEach((name, resource) -> {
            if (resource.get("Type").equals("AWS::Serverless::Function")) {
                addFunction(resources, name, resource, common, deployment, template);
            } else {
                resources.put(name, resource);
            }
        });
        document.put("Resources", withAliases(resources));
        return new Template(document, deployment.parameters());
    }

    private static void addFunction(
            Map<String, Object> resources,
            String name,
            Map<String, Object> resource,
            Map<String, Object> common,
            Deployment deployment,
            Template template) {
        Map<String, Object> properties = new LinkedHashMap<>(common);
        properties.putAll(Template.map(resource.get("Properties")));
        properties.remove("CodeUri");
        String alias = (String) properties.remove("AutoPublishAlias");
        Object description = properties.remove("VersionDescription");
        Map<String, Object> preference = Template.map(properties.remove("DeploymentPreference"));
        properties.put("Code", Map.of("S3Bucket", "uploads", "S3Key", deployment.code()));
        properties.put("TracingConfig", Map.of("Mode", properties.remove("Tracing")));
        resources.put(name, like(resource, "AWS::Lambda::Function", properties));

        String version = name + "Version"
                + Integer.toHexString(
                        Objects.hash(deployment.code(), common.get("Environment"), properties.get("SnapStart")));
        Map<String, Object> published = like(
                resource,
                "AWS::Lambda::Version",
                Map.of("FunctionName", Map.of("Ref", name), "Description", description));
        published.put("DeletionPolicy", "Retain");
        resources.put(version, published);

        Map<String, Object> named = like(
                resource,
                "AWS::Lambda::Alias",
                Map.of(
                        "Name",
                        alias,
                        "FunctionName",
                        Map.of("Ref", name),
                        "FunctionVersion",
                        Map.of("Fn::GetAtt", List.of(version, "Version"))));
        resources.put(name + "Alias" + alias, named);
        if ((boolean) template.resolved(preference.get("Enabled"))) {
            named.put(
                    "UpdatePolicy",
                    Map.of(
                            "CodeDeployLambdaAliasUpdate",
                            Map.of("DeploymentGroupName", Map.of("Ref", name + "DeploymentGroup"))));
            resources.put(
                    name + "DeploymentGroup",
                    like(
                            resource,
                            "AWS::CodeDeploy::DeploymentGroup",
                            Map.of(
                                    "DeploymentConfigName",
                                    "CodeDeployDefault.Lambda" + template.resolved(preference.get("Type")),
                                    "AlarmConfiguration",
                                    Map.of(
                                            "Enabled",
                                            true,
                                            "Alarms",
                                            Template.list(preference.get("Alarms")).stream()
                                                    .map(alarm -> Map.of("Name", alarm))
                                                    .toList()))));
        }
    }

    private static Map<String, Object> like(Map<String, Object> resource, String type, Map<String, Object> properties) {
        Map<String, Object> created = new LinkedHashMap<>(resource);
        created.put("Type", type);
        created.put("Properties", properties);
        return created;
    }

    /**
     * Replaces {@code !Ref PackageFunction.Alias}, which only SAM supports, with the alias's logical name for
     * CloudFormation.
     */
    private static Object withAliases(Object node) {
        if (node instanceof List<?> list) {
            return list.stream().map(SamTransform::withAliases).toList();
        }
        if (!(node instanceof Map<?, ?> map)) {
            return node;
        }
        Map<Object, Object> replaced = new LinkedHashMap<>();
        map.forEach((name, value) -> replaced.put(
                name,
                name.equals("Ref") && value instanceof String text && text.endsWith(".Alias")
                        ? text.replace(".Alias", "Aliaslive")
                        : withAliases(value)));
        return replaced;
    }
}
