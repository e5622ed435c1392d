package com.beetroot.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.beetroot.local.CloudFrontKey;
import com.beetroot.local.CloudFrontPolicies;
import com.beetroot.local.LocalCloudFront;
import com.beetroot.signing.SigningAllowList.Place;
import com.beetroot.signing.cloudfront.CloudFrontPolicy;
import com.beetroot.signing.cloudfront.CloudFrontSigner;
import com.beetroot.signing.cloudfront.CloudFrontUrls;
import com.beetroot.testkit.Browser;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/**
 * Checks CloudFront's URLs of the keys of {@link ConformanceTest} with an independent verification, compares them with
 * those of an independent signer, and loads them from a local CloudFront.
 */
@ExtendWith(LocalLibrary.class)
class CloudFrontConformanceTest {

    private static final CloudFrontKey RSA = CloudFrontKey.rsa("KRSA");
    private static final CloudFrontKey EC = CloudFrontKey.p256("KEC2");
    private static final CloudFrontPolicies POLICIES = new CloudFrontPolicies(
            Map.of(RSA.id(), RSA.pair().getPublic(), EC.id(), EC.pair().getPublic()));
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String BASE = "https://photos.example.org/originals";
    private static final SigningAllowList ALL = SigningAllowList.of(List.of());

    @Test
    void createsUrlsThatTheVerificationAccepts() {
        ResponseUrls prefix = signing(RSA, CloudFrontPolicy.PREFIX, BASE, ALL, NOW);
        ResponseUrls object = signing(EC, CloudFrontPolicy.OBJECT, BASE, ALL, NOW);
        List<String> keys = ConformanceTest.keys().toList();
        assertThat(keys).hasSizeGreaterThanOrEqualTo(2_000);

        for (int i = 0; i < keys.size(); i++) {
            ResponseUrls urls = i % 2 == 0 ? prefix : object;
            String key = keys.get(i);
            String url = i % 4 < 2 ? urls.url(Library.RAW, key) : urls.download(Library.RAW, key);

            assertThat(POLICIES.refusal(url, NOW)).as(url).isEmpty();
            assertThat(url).startsWith(BASE + "/" + ObjectKeys.encoded(key) + "?");
        }
    }

    /** Every place of the allow list that is one key gives canned policies of an RSA key, which can be compared. */
    @Test
    void createsTheSameUrlsAsBotocore() throws IOException, InterruptedException {
        List<String> keys = ConformanceTest.keys()
                .filter(key -> key.length() < 500)
                .limit(200)
                .toList();
        SigningAllowList places = new SigningAllowList(Stream.concat(
                        keys.stream().map(key -> new Place("exact", key, false)),
                        Stream.of(new Place(Library.RAW, "photos & more/ü", true)))
                .toList());
        ResponseUrls urls = signing(RSA, CloudFrontPolicy.PREFIX, BASE, places, NOW);
        List<String> ours = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        ObjectNode work = json.createObjectNode()
                .put("key", RSA.pem())
                .put("id", RSA.id())
                .put("end", NOW.plus(HOUR).getEpochSecond());
        ArrayNode theirs = work.putArray("urls");
        for (String key : keys) {
            String canned = urls.url("exact", key);
            String custom = urls.url(Library.RAW, "photos & more/ü" + key);
            ours.addAll(List.of(canned, custom));
            theirs.addArray().add(CloudFrontPolicies.withoutSignature(canned)).addNull();
            theirs.addArray()
                    .add(CloudFrontPolicies.withoutSignature(custom))
                    .add(BASE + "/photos%20%26%20more/%C3%BC*");
        }

        // The signer knows CloudFront's default, SHA-1, so it does not name another.
        assertThat(ours)
                .containsExactlyElementsOf(signedByBotocore(work).stream()
                        .map(url -> url + "&Hash-Algorithm=SHA256")
                        .toList());
    }

    @Test
    void createsUrlsThatOpenTheObject(Library library) throws IOException {
        List<String> storable = ConformanceTest.keys()
                .limit(400)
                .filter(key -> ConformanceTest.stores(library, key))
                .toList();
        assertThat(storable).hasSizeGreaterThanOrEqualTo(200);
        try (LocalCloudFront cloudFront = new LocalCloudFront(
                        library.parts().s3().endpoint(), List.of(Library.RAW), HOUR, Clock.fixed(NOW, ZoneOffset.UTC))
                .trust(RSA)
                .trust(EC)) {
            String base = cloudFront.address() + "/" + Library.RAW;
            List<ResponseUrls> signers = List.of(
                    signing(RSA, CloudFrontPolicy.PREFIX, base, ALL, NOW),
                    signing(EC, CloudFrontPolicy.OBJECT, base, ALL, NOW));
            for (int i = 0; i < storable.size(); i++) {
                String key = storable.get(i);

                var loaded = Browser.load(signers.get(i % 2).url(Library.RAW, key));

                assertThat(loaded.statusCode()).as(key).isEqualTo(200);
                // File names have no "//" and no trailing slash, so S3Proxy confuses such keys with others.
                if (!key.contains("//") && !key.endsWith("/")) {
                    assertThat(loaded.body()).isEqualTo(Library.content(Library.RAW, key));
                    GetObjectRequest asked = ConformanceTest.asAnImage(GetObjectRequest.builder(), key)
                            .build();
                    assertThat(loaded.headers().firstValue("Content-Type"))
                            .as(key)
                            .contains(Objects.requireNonNullElse(asked.responseContentType(), Library.CONTENT_TYPE));
                    assertThat(loaded.headers().firstValue("Content-Disposition"))
                            .as(key)
                            .isEqualTo(Optional.ofNullable(asked.responseContentDisposition()));
                }
            }
        }
    }

    private static List<String> signedByBotocore(ObjectNode work) throws IOException, InterruptedException {
        Path signed = Path.of("target", "botocore-urls.json");
        Path errors = Path.of("target", "botocore-errors.txt");
        try {
            Process python = new ProcessBuilder("python3", "src/test/python/cloudfront_urls.py")
                    .redirectOutput(signed.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try (var input = python.getOutputStream()) {
                input.write(work.toString().getBytes(StandardCharsets.UTF_8));
            } catch (IOException endedEarly) {
                // Its errors say why.
            }
            assertThat(python.waitFor(120, TimeUnit.SECONDS))
                    .as("the script ends")
                    .isTrue();
            if (python.exitValue() != 0 && Files.readString(errors).contains("No module named")) {
                skipped();
            }
            assertThat(python.exitValue()).as(Files.readString(errors)).isZero();
        } catch (IOException noPython) {
            skipped();
        }
        return List.of(new ObjectMapper().readValue(signed.toFile(), String[].class));
    }

    private static void skipped() {
        System.out.println(
                "SKIPPED: CloudFront's URLs are not compared with botocore's, because python3 does not have it"
                        + " (pip install botocore cryptography).");
        abort("botocore is not installed");
    }

    private static ResponseUrls signing(
            CloudFrontKey key, CloudFrontPolicy policy, String base, SigningAllowList signable, Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        UrlLifetime lifetime = new UrlLifetime(HOUR, Duration.ZERO);
        RenewableCredentials credentials = new RenewableCredentials(
                () -> StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")), clock);
        CloudFrontUrls urls = new CloudFrontUrls(
                Map.of(Library.RAW, base, "exact", base),
                Optional.of(key.id()),
                key.file().toUri().toString(),
                policy);
        return new UrlPresigner(
                        S3Endpoints.of(Region.EU_CENTRAL_1, Optional.empty()),
                        credentials,
                        lifetime,
                        signable,
                        clock,
                        Optional.of(CloudFrontSigner.start(
                                urls, lifetime, signable, UrlConnectionHttpClient.create(), credentials, clock)))
                .open();
    }
}
