package com.beetroot.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.testkit.Browser;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Compares our URLs with those of an independent presigner ({@link S3Presigner}) for the same instant, and loads them
 * from a server that verifies signatures. The keys are generated from a seed, so that failures are reproducible.
 */
@ExtendWith(LocalLibrary.class)
class ConformanceTest {

    private static final long SEED = 4;
    private static final int KEYS = 3_000;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String CACHE_CONTROL = "private, max-age=3600, immutable";
    private static final DateTimeFormatter AMZ_DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    /** The parts of generated keys: text that must be encoded, text that must not, and common sources of errors. */
    private static final List<String> PIECES = List.of(
            ("  + % & = # ? ~ ! ' ( ) * : ; , @ $ [ ] { } \\ \" < > | ^ ` - _ . %2F %20 %25 %00 // / a Z 0 .jpg "
                            + ".PNG .svg .html photo "
                            + "\u0001 \u0009 \n \r \u001f \u007f \u0085 e\u0301 é ß ñ 日本 \u202e \u200d \u00a0 "
                            + "\ufeff \uD83D\uDC36 \uD834\uDD1E \uDBFF\uDFFD "
                            + "\uD83D\uDC69\u200D\uD83D\uDC67 ../ ./ ..")
                    .split(" "));

    private record Case(Region region, String bucket, Optional<URI> override, AwsCredentials credentials) {}

    /** Returns the keys that every signer must handle. */
    static Stream<String> keys() {
        SplittableRandom random = new SplittableRandom(SEED);
        Stream<String> longest = Stream.of(
                "k".repeat(1_024), "ü".repeat(512), "\uD83D\uDC36".repeat(256), "%".repeat(1_024), "a/".repeat(512));
        return Stream.concat(
                longest,
                Stream.generate(() -> key(random))
                        .filter(ObjectKeys::isLoadable)
                        .distinct()
                        .limit(KEYS));
    }

    private static String key(SplittableRandom random) {
        StringBuilder key = new StringBuilder();
        int pieces = random.nextInt(1, 12);
        for (int i = 0; i < pieces; i++) {
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            key.append(piece.isEmpty() ? " " : piece);
        }
        return key.toString();
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (AwsCredentials credentials : List.of(
                AwsBasicCredentials.create("AKIDEXAMPLE", "secret/with+odd=chars"),
                AwsSessionCredentials.create(
                        "ASIAEXAMPLE", "secret/with+odd=chars", "token/with+odd=chars".repeat(50)))) {
            for (String bucket : List.of("plain-bucket", "dotted.bucket.name", "UpperCase_Bucket")) {
                for (Region region :
                        List.of(Region.US_EAST_1, Region.EU_CENTRAL_1, Region.US_GOV_WEST_1, Region.CN_NORTH_1)) {
                    cases.add(new Case(region, bucket, Optional.empty(), credentials));
                }
                cases.add(new Case(
                        Region.EU_CENTRAL_1, bucket, Optional.of(URI.create("http://127.0.0.1:9000")), credentials));
            }
        }
        return cases;
    }

    @Test
    void createsTheSameUrlsAsTheSdk() {
        List<Case> cases = cases();
        List<S3Presigner> theirs =
                cases.stream().map(ConformanceTest::presigner).toList();
        List<String> keys = keys().toList();
        assertThat(keys).hasSizeGreaterThanOrEqualTo(2_000);

        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            Case each = cases.get(i % cases.size());
            URI expected = URI.create(theirs.get(i % cases.size())
                    .presignGetObject(get -> get.signatureDuration(HOUR)
                            .getObjectRequest(object -> asAnImage(
                                    object.bucket(each.bucket()).key(key).responseCacheControl(CACHE_CONTROL), key)))
                    .url()
                    .toString());
            // The SDK's presigner takes no clock, so ours uses the date in the SDK's URL.
            Instant at = LocalDateTime.parse(parameters(expected).get("X-Amz-Date"), AMZ_DATE)
                    .toInstant(ZoneOffset.UTC);

            URI url = URI.create(signer(each, at).open().url(each.bucket(), key));

            assertThat(url.getRawAuthority()).as(each.toString()).isEqualTo(expected.getRawAuthority());
            assertThat(url.getRawPath()).as(each.toString()).isEqualTo(expected.getRawPath());
            assertThat(parameters(url)).as(each + " " + key).isEqualTo(parameters(expected));
        }
        theirs.forEach(S3Presigner::close);
    }

    @Test
    void createsUrlsThatAServerAccepts(Library library) {
        Case here = new Case(
                Region.EU_CENTRAL_1,
                Library.RAW,
                Optional.of(library.parts().s3().endpoint()),
                DefaultCredentialsProvider.builder().build().resolveCredentials());
        ResponseUrls signing = signer(here, Instant.now()).open();
        // S3Proxy stores objects as files, so it cannot store a key that is not a valid file name.
        List<String> storable = keys().filter(key -> stores(library, key)).toList();
        assertThat(storable).hasSizeGreaterThanOrEqualTo(2_000);

        for (String key : storable) {
            var loaded = Browser.load(signing.url(Library.RAW, key));

            assertThat(loaded.statusCode()).as(key).isEqualTo(200);
            // File names have no "//" and no trailing slash, so S3Proxy confuses such keys with others.
            if (!key.contains("//") && !key.endsWith("/")) {
                assertThat(loaded.body()).isEqualTo(Library.content(Library.RAW, key));
                GetObjectRequest asked =
                        asAnImage(GetObjectRequest.builder(), key).build();
                assertThat(loaded.headers().firstValue("Content-Type"))
                        .as(key)
                        .contains(Objects.requireNonNullElse(asked.responseContentType(), Library.CONTENT_TYPE));
                assertThat(loaded.headers().firstValue("Content-Disposition"))
                        .as(key)
                        .isEqualTo(Optional.ofNullable(asked.responseContentDisposition()));
            }
            assertThat(loaded.headers().firstValue("Cache-Control")).contains(CACHE_CONTROL);
        }
    }

    /** Adds the response headers that the URL of a key must request, by its extension. */
    static GetObjectRequest.Builder asAnImage(GetObjectRequest.Builder object, String key) {
        if (key.endsWith(".jpg")) {
            object.responseContentType("image/jpeg").responseContentDisposition("inline");
        } else if (key.endsWith(".PNG")) {
            object.responseContentType("image/png").responseContentDisposition("inline");
        } else if (key.endsWith(".svg")) {
            object.responseContentType("image/svg+xml").responseContentDisposition("attachment");
        }
        return object;
    }

    static boolean stores(Library library, String key) {
        try {
            library.object(Library.RAW, key);
            return true;
        } catch (RuntimeException refused) {
            return false;
        }
    }

    private static S3Presigner presigner(Case each) {
        // Set explicitly, because the SDK by default signs the global host for us-east-1, and because other tests set
        // an endpoint for the process.
        URI endpoint = each.override()
                .orElseGet(() -> URI.create("https://s3." + each.region().id() + "."
                        + each.region().metadata().partition().dnsSuffix()));
        return S3Presigner.builder()
                .region(each.region())
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(each.credentials()))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(each.override().isPresent())
                        .build())
                .build();
    }

    private static UrlPresigner signer(Case each, Instant at) {
        Clock clock = Clock.fixed(at, ZoneOffset.UTC);
        return new UrlPresigner(
                S3Endpoints.of(each.region(), each.override()),
                new RenewableCredentials(() -> StaticCredentialsProvider.create(each.credentials()), clock),
                new UrlLifetime(HOUR, Duration.ZERO),
                SigningAllowList.of(List.of()),
                clock);
    }

    private static Map<String, String> parameters(URI uri) {
        Map<String, String> parameters = new TreeMap<>();
        Arrays.stream(uri.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> parameters.put(pair[0], pair[1]));
        return parameters;
    }
}
