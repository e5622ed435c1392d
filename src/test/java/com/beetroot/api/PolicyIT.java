package com.beetroot.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.beetroot.config.ConfigurationException;
import com.beetroot.deployment.Template;
import com.beetroot.deployment.Template.Right;
import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.CloudFrontKey;
import com.beetroot.local.GatewayPayload;
import com.beetroot.local.LocalCloudFront;
import com.beetroot.local.LocalSecretsManager;
import com.beetroot.testkit.Browser;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.beetroot.testkit.RecordedCalls;
import com.beetroot.testkit.RecordedCalls.Call;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * Compares the role of {@code template.yaml} with the calls that the function makes with the template's own variables.
 * It fails for a permission that is granted but not used, or used but not granted.
 */
@ExtendWith(LocalLibrary.class)
class PolicyIT {

    private static final String INDEX = "grid";
    /** The file that the Surefire tests write before this test runs. */
    private static final Path RECORD = Path.of("target", "recorded-calls.txt");

    private static final String PREVIEWS = "beetroot-previews";

    private static final String SECRET =
            "arn:aws:secretsmanager:eu-central-1:123456789012:secret:beetroot/cloudfront-AbCdEf";

    private static final String SECRETS_ENDPOINT = "aws.endpointUrlSecretsManager";

    private static final String MISSING = "faces-thumbs/missing.jpg";

    private static Library library;
    private static String indexedPersons;

    @BeforeAll
    static void fill(Library own) {
        own.parts().s3().createBucket(PREVIEWS);
        library = own.person("anna", 3, "faces-thumbs/anna.jpg")
                .person("ben", 2, MISSING)
                .object(Library.THUMBS, "faces-thumbs/anna.jpg")
                .object(Library.RAW, "photos-raw/1.jpg")
                .object(Library.RAW, "photos-raw/2.jpg")
                .object(PREVIEWS, "previews/photos-raw/2.jpg.jpg")
                .occurrence(
                        "anna",
                        Map.of(
                                "photoId",
                                "1",
                                "photoBucket",
                                Library.RAW,
                                "photoKey",
                                "photos-raw/1.jpg",
                                "thumbKey",
                                "faces-thumbs/anna.jpg"))
                .occurrence("anna", Map.of("photoId", "2"))
                .occurrence(
                        "ben", Map.of("photoId", "3", "photoBucket", Library.RAW, "photoKey", "photos-raw/missing.jpg"))
                .photo("2", Map.of("s3Bucket", Library.RAW, "s3Key", "photos-raw/2.jpg"));
        indexedPersons = own.tables().persons() + "-" + INDEX;
        library.parts().dynamoDb().createPersonsTable(indexedPersons, INDEX, "gridShard");
        for (String person : List.of("anna", "ben")) {
            library.dynamoDb()
                    .putItem(put -> put.tableName(indexedPersons)
                            .item(Map.of(
                                    "personId",
                                    Library.text(person),
                                    "gridShard",
                                    Library.text("0"),
                                    "photoCount",
                                    Library.number("3"),
                                    "repThumbKey",
                                    Library.text(person.equals("ben") ? MISSING : "faces-thumbs/anna.jpg"))));
        }
    }

    private static Template template(String index, String... others) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "Access",
                "open",
                "AllowedOrigins",
                "*",
                "ThumbsBucket",
                Library.THUMBS,
                "RawBucket",
                Library.RAW,
                "PreviewsBucket",
                PREVIEWS,
                "PersonsTable",
                index.isEmpty() ? library.tables().persons() : indexedPersons,
                "PersonsIndex",
                index,
                "OccurrencesTable",
                library.tables().occurrences(),
                "PhotosTable",
                library.tables().photos()));
        for (int i = 0; i < others.length; i += 2) {
            parameters.put(others[i], others[i + 1]);
        }
        return new Template(parameters);
    }

    /** An action that was needed on a resource, with the key if the resource is a bucket. */
    private record Use(String action, String resource, String key) {}

    @ParameterizedTest
    @ValueSource(strings = {"", INDEX})
    void grantsExactlyWhatTheFunctionUses(String index) {
        Template template = template(index);
        Set<Use> uses = new HashSet<>();
        try (ApiHandler function = new ApiHandler(template.environment())) {
            RecordedCalls.take();
            Gateway gateway = new Gateway(function, GatewayPayload.FUNCTION_URL);
            for (JsonNode answer : List.of(
                    gateway.get("/persons").json(),
                    gateway.get("/persons/anna").json(),
                    gateway.get("/persons?limit=1&cursor="
                                    + gateway.get("/persons?limit=1")
                                            .json()
                                            .get("nextCursor")
                                            .asText())
                            .json(),
                    gateway.get("/persons/anna/photos").json(),
                    gateway.get("/persons/ben/photos").json())) {
                urls(answer).map(PolicyIT::loaded).forEach(uses::add);
            }
            RecordedCalls.take().forEach(call -> uses.add(use(call)));
        }
        assertExactlyGranted(template, uses);
    }

    /** CloudFront reads all buckets, by their own policies. */
    @Test
    void grantsNoReadOfTheBucketsThatCloudFrontServes() throws IOException {
        CloudFrontKey key = CloudFrontKey.rsa("K1RSA");
        Template template = template(
                "",
                "CloudFront",
                "images",
                "CloudFrontPublicKey",
                Base64.getMimeEncoder(64, new byte[] {','})
                        .encodeToString(key.pair().getPublic().getEncoded()),
                "CloudFrontKeySecret",
                SECRET,
                "ImageUrls",
                "cloudfront-only");
        Map<String, String> account = library.parts().environment();
        Set<Use> uses = new HashSet<>();
        try (LocalSecretsManager secrets = new LocalSecretsManager(AwsBasicCredentials.create(
                        account.get("AWS_ACCESS_KEY_ID"), account.get("AWS_SECRET_ACCESS_KEY")));
                LocalCloudFront cloudFront = new LocalCloudFront(
                                library.parts().s3().endpoint(),
                                List.of(Library.THUMBS, Library.RAW, PREVIEWS),
                                Duration.ofHours(1),
                                Clock.systemUTC())
                        .trust(key)) {
            System.setProperty(SECRETS_ENDPOINT, secrets.endpoint().toString());
            Map<String, String> environment = new HashMap<>(template.environment());
            // The template's distribution and its key group are not on this machine.
            environment.put("CLOUDFRONT_URLS", cloudFront.settings(key).get("CLOUDFRONT_URLS"));
            environment.put("CLOUDFRONT_KEY_PAIR_ID", key.id());
            secrets.put(SECRET, key.pem());
            secrets.fail("AccessDeniedException");
            assertThatThrownBy(() -> new ApiHandler(environment))
                    .as("without the permission to read the secret")
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("secretsmanager:GetSecretValue");
            secrets.fail("");
            RecordedCalls.take();
            try (ApiHandler function = new ApiHandler(environment)) {
                Gateway gateway = new Gateway(function, GatewayPayload.FUNCTION_URL);
                List<String> urls = Stream.of(
                                gateway.get("/persons").json(),
                                gateway.get("/persons/anna").json(),
                                gateway.get("/persons/anna/photos").json())
                        .flatMap(PolicyIT::urls)
                        .toList();
                // Before the local CloudFront reads the images: in the packed jar, its SDK is the function's.
                RecordedCalls.take().forEach(call -> uses.add(use(call)));
                assertThat(urls).hasSizeGreaterThanOrEqualTo(6).allSatisfy(url -> {
                    assertThat(url).startsWith(cloudFront.address() + "/");
                    assertThat(Browser.load(url).statusCode()).as(url).isIn(200, 404);
                });
                assertThat(urls)
                        .anySatisfy(url ->
                                assertThat(Browser.load(url).statusCode()).isEqualTo(200));
            }
        } finally {
            System.clearProperty(SECRETS_ENDPOINT);
        }
        assertThat(uses).contains(new Use("secretsmanager:GetSecretValue", SECRET, null));
        assertThat(template.rights())
                .noneMatch(right -> right.action().startsWith("s3:"))
                .filteredOn(right -> right.policy().equals("key"))
                .hasSize(1);
        assertExactlyGranted(template, uses);
    }

    private static Use use(Call call) {
        return new Use(
                call.action(),
                call.action().startsWith("dynamodb:")
                        ? "arn:aws:dynamodb:eu-central-1:123456789012:table/" + call.on()
                        : call.on(),
                null);
    }

    private static void assertExactlyGranted(Template template, Set<Use> uses) {
        List<Right> rights = template.rights().stream()
                .filter(right -> Set.of("library", "images", "key").contains(right.policy()))
                .toList();

        assertThat(uses)
                .as("used but not granted")
                .allSatisfy(use ->
                        assertThat(rights).anyMatch(right -> right.allows(use.action(), use.resource(), use.key())));
        assertThat(rights)
                .as("granted but not used")
                .allSatisfy(right ->
                        assertThat(uses).anyMatch(use -> right.allows(use.action(), use.resource(), use.key())));
    }

    private static Stream<String> urls(JsonNode answer) {
        return Stream.of("repThumbURL", "photoURL", "previewURL", "thumbURL")
                .flatMap(name -> answer.findValues(name).stream())
                .filter(url -> !url.isNull())
                .map(JsonNode::asText);
    }

    /** Loads the URL and returns the permission that S3 checks for it. */
    private static Use loaded(String url) {
        String[] place = URI.create(url).getPath().substring(1).split("/", 2);
        int status = Browser.load(url).statusCode();
        assertThat(status).as(url).isIn(200, 404);
        return status == 200
                ? new Use("s3:GetObject", "arn:aws:s3:::" + place[0] + '/' + place[1], null)
                // S3 returns 404 for a missing object only to callers that may list the bucket; to others it returns
                // 403.
                : new Use("s3:ListBucket", "arn:aws:s3:::" + place[0], place[1]);
    }

    /** Includes the calls that other tests cause on their own libraries. */
    @Test
    void grantsTheCallsOfAllTests() throws IOException {
        assertThat(RECORD).as("recorded by earlier tests: run ./mvnw verify").exists();
        Set<Call> called = RecordedCalls.of(RECORD).stream()
                .filter(call -> call.action().startsWith("dynamodb:"))
                .map(PolicyIT::onTheTemplatesTable)
                .collect(Collectors.toSet());
        // Used only with the old function's role, which lacks BatchGetItem. This role has it and does not need GetItem.
        Call fallback = new Call("dynamodb:GetItem", "Photos");

        Set<Call> granted = Stream.of("", INDEX)
                .flatMap(index -> new Template(Template.openWith("PersonsIndex", index)).rights().stream())
                .filter(right -> right.action().startsWith("dynamodb:"))
                .map(right -> new Call(
                        right.action(),
                        right.resource().substring(right.resource().indexOf("table/") + "table/".length())))
                .collect(Collectors.toSet());

        assertThat(called).contains(fallback);
        assertThat(granted).doesNotContain(fallback);
        called.remove(fallback);
        assertThat(granted).containsExactlyInAnyOrderElementsOf(called);
    }

    /** Every test's library has its own tables, whose names end with the template's table names. */
    private static Call onTheTemplatesTable(Call call) {
        String[] parts = call.on().split("/index/", 2);
        String table = Stream.of("Persons", "Occurrences", "Photos")
                .filter(parts[0]::endsWith)
                .findFirst()
                .orElse(parts[0]);
        return new Call(call.action(), parts.length == 1 ? table : table + "/index/" + INDEX);
    }
}
