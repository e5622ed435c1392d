package com.beetroot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.beetroot.library.Browser;
import com.beetroot.library.Library;
import com.beetroot.library.LocalLibrary;
import com.beetroot.library.Payload;
import com.beetroot.library.RuntimeApi;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The jar as Lambda runs it: in a process of its own under the real runtime interface client. */
@ExtendWith(LocalLibrary.class)
class PackagedJarIT {

    private static final Path JAR = Path.of("target", "beetroot-api.jar").toAbsolutePath();

    private static Library library;

    @BeforeAll
    static void start(Library own) {
        library = own.person("anna", 1, "faces-thumbs/jar.jpg").object(Library.THUMBS, "faces-thumbs/jar.jpg");
    }

    @Test
    void answersBothPayloads() throws Exception {
        try (RuntimeApi runtimeApi = new RuntimeApi()) {
            Process lambda = start(runtimeApi, library.settings());
            try {
                for (Payload payload : Payload.values()) {
                    String event = payload.event("GET", "/persons", "", Map.of()).toString();
                    RuntimeApi.Outcome outcome = runtimeApi.invoke(event);

                    assertThat(outcome.kind()).as(outcome.body()).isEqualTo("response");
                    Answer answer = Answer.to(event, outcome.body().getBytes(StandardCharsets.UTF_8));
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(Browser.load(answer.json().at("/persons/0/repThumbURL").asText()).statusCode()).isEqualTo(200);
                }
            } finally {
                lambda.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void saysWhichSettingIsMissing() throws Exception {
        Map<String, String> settings = library.settings();
        settings.remove("THUMBS_BUCKET");
        try (RuntimeApi runtimeApi = new RuntimeApi()) {
            Process lambda = start(runtimeApi, settings);
            try {
                RuntimeApi.Outcome outcome = runtimeApi.next();

                assertThat(outcome.kind()).isEqualTo("init");
                assertThat(new ObjectMapper().readTree(outcome.body()).toString()).contains("The environment variable THUMBS_BUCKET is not set");
            } finally {
                lambda.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void holdsNothingOfTheLocalGallery() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()).filter(name ->
                name.startsWith("com/beetroot/local") || name.contains("dynamodbv2/local") || name.contains("s3proxy")
                    || name.startsWith("org/eclipse/jetty") || name.startsWith("com/fasterxml/jackson/databind/")
                    || name.startsWith("io/netty") || name.startsWith("gallery/"))).isEmpty();
        }
    }

    private static Process start(RuntimeApi runtimeApi, Map<String, String> settings) throws IOException {
        ProcessBuilder lambda = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", JAR + File.pathSeparator + runtimeClient(),
            AWSLambda.class.getName(), "com.beetroot.api.ApiFunction::handleRequest");
        Map<String, String> environment = new HashMap<>(settings);
        environment.putAll(library.parts().environment());
        environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi.address());
        lambda.environment().clear();
        lambda.environment().putAll(environment);
        return lambda.redirectErrorStream(true).redirectOutput(new File("target", "packaged-jar.log")).start();
    }

    /** The runtime interface client's own jars, which the managed runtime brings along. */
    private static String runtimeClient() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> path.contains("aws-lambda-java-runtime-interface-client") || path.contains("aws-lambda-java-serialization"))
            .collect(Collectors.joining(File.pathSeparator));
    }
}
