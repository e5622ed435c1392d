package com.beetroot.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.beetroot.local.LambdaRuntimeApi;
import com.beetroot.local.SampleLibrary;
import com.beetroot.previews.PreviewsHandler;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Tests the function that makes previews as Lambda runs it: unpacked, in its own process, by the runtime's client. */
@ExtendWith(LocalLibrary.class)
class PreviewsPackageIT {

    private static final Path JAR = Path.of("target", "beetroot-previews.jar");

    @TempDir
    private static Path root;

    @Test
    void makesAPreview(Library library) throws Exception {
        unpack();
        library.parts().s3().createBucket(SampleLibrary.PREVIEWS_BUCKET);
        library.parts().s3().put(Library.RAW, "package/a.png", "image/png", png());
        Map<String, String> environment = new HashMap<>(library.parts().environment());
        environment.put("PREVIEWS", SampleLibrary.PREVIEWS_BUCKET + "/previews/");
        environment.put("PHOTOS", Library.RAW + "/package/");
        try (LambdaRuntimeApi runtimeApi = new LambdaRuntimeApi();
                S3Client s3 = S3Client.builder().forcePathStyle(true).build()) {
            environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi.address());
            Process lambda = start(environment);
            try {
                LambdaRuntimeApi.Outcome outcome = runtimeApi.invoke("""
                    {"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":{"name":"%s"},\
                    "object":{"key":"package/a.png"}}}""".formatted(Library.RAW));

                assertThat(outcome.kind()).as(outcome.body()).isEqualTo("response");
            } finally {
                lambda.destroyForcibly().waitFor();
            }
            BufferedImage preview = ImageIO.read(new ByteArrayInputStream(s3.getObjectAsBytes(
                            get -> get.bucket(SampleLibrary.PREVIEWS_BUCKET).key("previews/package/a.png.jpg"))
                    .asByteArray()));
            assertThat(preview.getWidth()).isEqualTo(1_024);
        }
    }

    @Test
    void containsNothingOfTheApiOrTheTests() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> own = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .toList();

            assertThat(own)
                    .contains("com/beetroot/config/PreviewLocation.class")
                    .filteredOn(name -> !name.equals("com/beetroot/config/PreviewLocation.class"))
                    .allMatch(name -> name.startsWith("com/beetroot/previews/"))
                    .noneMatch(name -> name.contains("Test"));
        }
    }

    /** Unpacks the jar into a folder, as Lambda does. */
    private static void unpack() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (var entry : jar.stream().filter(each -> !each.isDirectory()).toList()) {
                Path file = root.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                try (InputStream content = jar.getInputStream(entry)) {
                    Files.copy(content, file);
                }
            }
        }
    }

    private static Process start(Map<String, String> environment) throws IOException {
        String client = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.contains("aws-lambda-java-runtime-interface-client")
                        || path.contains("aws-lambda-java-serialization"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(
                "-cp",
                root + File.pathSeparator + root.resolve("lib") + "/*" + File.pathSeparator + client,
                AWSLambda.class.getName(),
                PreviewsHandler.class.getName()));
        ProcessBuilder lambda = new ProcessBuilder(command);
        lambda.environment().clear();
        lambda.environment().putAll(environment);
        return lambda.redirectErrorStream(true)
                .redirectOutput(new File("target", "previews-package.log"))
                .start();
    }

    private static byte[] png() throws IOException {
        BufferedImage image = new BufferedImage(1_500, 1_000, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, Color.RED.getRGB());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
