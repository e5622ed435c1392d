package com.beetroot.api;

import static com.beetroot.testkit.Library.number;
import static com.beetroot.testkit.Library.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.lambda.gateway.GatewayAdapter;
import com.beetroot.local.GatewayPayload;
import com.beetroot.testkit.ContextHandler;
import com.beetroot.testkit.FunctionContextBuilder;
import com.beetroot.testkit.Gateway;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tests the responses for complete, incomplete and odd items (DESIGN, section 2). */
@MicronautTest(contextBuilder = FunctionContextBuilder.class, startApplication = false)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LocalLibrary.class)
class GalleryRulesTest implements TestPropertyProvider {

    private final Library library;

    @Inject
    GatewayAdapter adapter;

    private Gateway gateway;

    GalleryRulesTest(Library own) {
        library = own;
    }

    @Override
    public Map<String, String> getProperties() {
        return library.settings();
    }

    @BeforeAll
    void connect() {
        gateway = new Gateway(new ContextHandler(adapter), GatewayPayload.FUNCTION_URL);
    }

    @Test
    void returnsNullForMissingAndEmptyThumbnails() {
        library.person(Map.of("personId", text("bare")));
        library.person("empty", 1, "");

        for (String personId : List.of("bare", "empty")) {
            JsonNode person = person(personId);
            assertThat(person.has("repThumbKey") && person.has("repThumbURL")).isTrue();
            assertThat(person.get("repThumbKey").isNull()).isTrue();
            assertThat(person.get("repThumbURL").isNull()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"2.0, 2", "1E+2, 100", "0, 0", "9007199254740991, 9007199254740991", "-3, 0", "1E+30, 9007199254740991"
    })
    void returnsCountsAsWholeNumbers(String stored, long answered) {
        library.person(Map.of("personId", text("counted"), "photoCount", number(stored)));

        JsonNode count = person("counted").get("photoCount");

        assertThat(count.isIntegralNumber()).isTrue();
        assertThat(count.longValue()).isEqualTo(answered);
    }

    @Test
    void returnsZeroForAMissingCount() {
        library.person(Map.of("personId", text("uncounted")));
        library.person(Map.of("personId", text("miscounted"), "photoCount", text("many")));

        assertThat(person("uncounted").get("photoCount").isIntegralNumber()).isTrue();
        assertThat(person("uncounted").get("photoCount").longValue()).isZero();
        assertThat(person("miscounted").get("photoCount").longValue()).isZero();
    }

    @Test
    void returnsNoOtherAttributesOfAnItem() {
        library.person(Map.of("personId", text("private"), "embedding", text("0.1,0.2"), "notes", text("secret")));
        library.occurrence("private", Map.of("photoId", "p", "photoBucket", "b", "photoKey", "k", "confidence", "0.9"));

        assertThat(person("private").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("personId", "photoCount", "repThumbKey", "repThumbURL");
        assertThat(photos("private").getFirst().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "photoId",
                        "photoBucket",
                        "photoKey",
                        "photoURL",
                        "previewKey",
                        "previewURL",
                        "thumbKey",
                        "thumbURL");
        JsonNode page = gateway.get("/persons/private/photos").json();
        assertThat(page.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("personId", "photos", "nextCursor", "expiresAt");
        assertThat(gateway.get("/persons").json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("persons", "nextCursor", "expiresAt");
    }

    @Test
    void sortsPeopleByCountAndThenById() {
        library.person("tie-b", 900, "k")
                .person("tie-a", 900, "k")
                .person("first", 901, "k")
                .person("third", 899, "k");

        List<String> order = new ArrayList<>();
        for (String next = ""; next != null; ) {
            JsonNode answer = gateway.get("/persons?limit=1" + next).json();
            order.add(answer.at("/persons/0/personId").asText());
            next = answer.get("nextCursor").isNull()
                    ? null
                    : "&cursor=" + answer.get("nextCursor").asText();
        }

        order.retainAll(List.of("tie-b", "tie-a", "first", "third"));
        assertThat(order).containsExactly("first", "tie-a", "tie-b", "third");
    }

    @Test
    void readsMissingLocationsAndPrefersThoseOfTheOccurrence() {
        library.photo("whole", Map.of("s3Bucket", "stored-bucket", "s3Key", "stored-key"));
        library.occurrence("looked", Map.of("photoId", "whole"))
                .occurrence("looked", Map.of("photoId", "whole", "photoBucket", "own-bucket"))
                .occurrence("looked", Map.of("photoId", "whole", "photoKey", "own-key", "photoBucket", ""))
                .occurrence("looked", Map.of("photoId", "whole", "photoBucket", "own-bucket", "photoKey", "own-key"));

        assertThat(photos("looked"))
                .extracting(photo -> photo.get("photoBucket").asText() + "/"
                        + photo.get("photoKey").asText())
                .containsExactly(
                        "stored-bucket/stored-key",
                        "own-bucket/stored-key",
                        "stored-bucket/own-key",
                        "own-bucket/own-key");
    }

    @Test
    void leavesOutOccurrencesWithoutAPhoto() {
        library.occurrence("orphans", Map.of("photoId", "nowhere"))
                .occurrence("orphans", Map.of("photoId", "nowhere", "photoBucket", "only-bucket"))
                .occurrence("orphans", Map.of("photoBucket", "b", "photoKey", "k"))
                .occurrence("orphans", Map.of("photoId", "", "photoBucket", "b", "photoKey", "k"))
                .occurrence("orphans", Map.of("photoId", "x".repeat(2_049)))
                .occurrence("orphans", Map.of("photoId", "gone-but-placed", "photoBucket", "b", "photoKey", "k"));

        assertThat(photos("orphans"))
                .extracting(photo -> photo.get("photoId").asText())
                .containsExactly("gone-but-placed");
    }

    @Test
    void listsAPhotoWithoutALocation() {
        library.photo("unplaced", Map.of()).photo("half", Map.of("s3Bucket", "half-bucket", "s3Key", ""));
        library.occurrence("homeless", Map.of("photoId", "unplaced", "thumbKey", "faces-thumbs/f.jpg"))
                .occurrence("homeless", Map.of("photoId", "half"));

        List<JsonNode> photos = photos("homeless");

        assertThat(photos)
                .hasSize(2)
                .allSatisfy(photo -> assertThat(photo.get("photoURL").isNull()).isTrue());
        assertThat(photos.getFirst().get("photoBucket").isNull()).isTrue();
        assertThat(photos.getFirst().get("thumbURL").asText()).contains("faces-thumbs/f.jpg");
        assertThat(photos.getLast().get("photoBucket").asText()).isEqualTo("half-bucket");
        assertThat(photos.getLast().get("photoKey").isNull()).isTrue();
        assertThat(photos.getLast().get("thumbURL").isNull()).isTrue();
    }

    @Test
    void returnsNoPhotosForAnUnknownPerson() {
        JsonNode page = gateway.get("/persons/nobody/photos").json();

        assertThat(page.get("personId").asText()).isEqualTo("nobody");
        assertThat(page.get("photos")).isEmpty();
        assertThat(page.get("nextCursor").isNull()).isTrue();
        assertThat(page.get("expiresAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    }

    @Test
    void findsAPersonWhoseIdMustBeEncoded() {
        for (String personId : List.of("a/b", "a+b", "a b", "100%", "ü😀", "a%2Fb", "?#&")) {
            library.person(Map.of("personId", AttributeValue.fromS(personId)));
            String encoded = java.net.URLEncoder.encode(personId, java.nio.charset.StandardCharsets.UTF_8)
                    .replace("+", "%20");
            for (GatewayPayload payload : GatewayPayload.values()) {
                if (payload == GatewayPayload.HTTP_API && personId.contains("/")) {
                    // HTTP APIs decode the slash, so this person cannot be requested through one.
                    continue;
                }
                assertThat(new Gateway(gateway.function(), payload)
                                .get("/persons/" + encoded)
                                .json()
                                .at("/person/personId")
                                .asText())
                        .as(payload + " " + personId)
                        .isEqualTo(personId);
            }
        }
    }

    private JsonNode person(String personId) {
        return gateway.get("/persons/" + personId).json().get("person");
    }

    private List<JsonNode> photos(String personId) {
        List<JsonNode> photos = new ArrayList<>();
        gateway.get("/persons/" + personId + "/photos").json().get("photos").forEach(photos::add);
        return photos;
    }
}
