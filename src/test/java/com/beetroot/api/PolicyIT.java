package com.beetroot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.deployment.Template;
import com.beetroot.deployment.Template.Right;
import com.beetroot.lambda.ApiHandler;
import com.beetroot.local.GatewayPayload;
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

    private static Template template(String index) {
        return new Template(Map.of(
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
            RecordedCalls.take()
                    .forEach(call -> uses.add(new Use(
                            call.action(), "arn:aws:dynamodb:eu-central-1:123456789012:table/" + call.on(), null)));
        }
        List<Right> rights = template.rights().stream()
                .filter(right -> Set.of("library", "images").contains(right.policy()))
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
