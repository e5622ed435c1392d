package com.beetroot.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.local.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that the controllers, as read by micronaut-openapi, agree with {@code openapi.yaml}: paths, operations,
 * parameters and their limits, and the schemas of successful responses. The other statuses come from filters and
 * handlers, from which no document can be derived; {@code GeneratedRequestsTest} checks that exactly those statuses
 * occur.
 */
class DerivedContractTest {

    @Test
    void agreesWithTheContract(@TempDir Path folder) throws IOException, InterruptedException {
        assertThat(differences(DerivedContract.of(DerivedContract.sources(), folder)))
                .as("differences between the controllers and openapi.yaml")
                .isEmpty();
    }

    @Test
    void detectsDriftingControllers(@TempDir Path folder) throws IOException, InterruptedException {
        Map<String, String> sources = DerivedContract.sources();
        drift(
                sources,
                "com/beetroot/api/PersonsController.java",
                "    @Override\n    public PersonAnswer getPerson(",
                "    @io.micronaut.http.annotation.Get(\"/albums\")\n    public String albums() {\n        "
                        + "return \"\";\n    }\n\n    @Override\n    public PersonAnswer getPerson(");
        drift(sources, "com/beetroot/contract/AbstractPersonsController.java", "@Max(100)", "@Max(500)");
        drift(
                sources,
                "com/beetroot/contract/AbstractPersonsController.java",
                "defaultValue = \"200\"",
                "defaultValue = \"20\"");
        drift(
                sources,
                "com/beetroot/contract/AbstractPersonsController.java",
                "max = 1024) String cursor",
                "max = 512) String cursor");
        drift(
                sources,
                "com/beetroot/contract/AbstractPersonsController.java",
                "@Get(\"/persons/{personId}\")",
                "@Get(\"/people/{personId}\")");
        drift(
                sources,
                "com/beetroot/contract/Person.java",
                "@JsonProperty(\"repThumbURL\")",
                "@JsonProperty(\"thumbURL\")");
        drift(
                sources,
                "com/beetroot/contract/Photo.java",
                "@NotNull\n    @Size(min=1)\n    String photoId",
                "@NotNull\n    Long photoId");

        assertThat(differences(DerivedContract.of(sources, folder)))
                .contains(
                        "GET /albums: an operation in the controllers, not in openapi.yaml",
                        "GET /persons, query parameter limit: maximum: 500 in the controllers, 100 in openapi.yaml",
                        "GET /persons/{personId}/photos, query parameter limit: default: 20 in the "
                                + "controllers, 200 in openapi.yaml",
                        "GET /persons, query parameter cursor: maxLength: 512 in the controllers, 1024 in openapi.yaml",
                        "GET /persons/{personId}: not in the controllers, an operation in openapi.yaml",
                        "GET /people/{personId}: an operation in the controllers, not in openapi.yaml",
                        "GET /persons, answer 200, application/json, member persons[].repThumbURL: not in the "
                                + "controllers, required in openapi.yaml",
                        "GET /persons/{personId}/photos, answer 200, application/json, member "
                                + "photos[].photoId: type: integer in the controllers, string in openapi.yaml",
                        "GET /persons/{personId}/photos, answer 200, application/json, member "
                                + "photos[].photoId: minLength: not in the controllers, 1 in openapi.yaml");
    }

    private static void drift(Map<String, String> sources, String file, String from, String to) {
        assertThat(sources.get(file)).contains(from);
        sources.put(file, sources.get(file).replace(from, to));
    }

    private static List<String> differences(String derived) throws IOException {
        Facts code = derivable(Facts.of(derived));
        Facts contract = derivable(Facts.of(Files.readString(Contract.FILE)));
        List<String> differences = new ArrayList<>();
        for (String key : code.keysWith(contract)) {
            String inCode = value(code, key);
            String inContract = value(contract, key);
            if (!inCode.equals(inContract)) {
                differences.add(key + ": " + inCode + " in the controllers, " + inContract + " in openapi.yaml");
            }
        }
        return differences;
    }

    private static String value(Facts facts, String key) {
        return facts.all().containsKey(key) ? facts.all().get(key).value() : "not";
    }

    /**
     * Returns the facts that can be derived. Filters create the OPTIONS responses, the other statuses and the headers,
     * and API Gateway checks tokens.
     */
    private static Facts derivable(Facts facts) {
        return facts.only(fact -> !fact.subject().startsWith("OPTIONS ")
                && !fact.facet().equals("security")
                && !fact.subject().contains(", header ")
                && (!fact.subject().contains(", answer ") || fact.subject().contains(", answer 200")));
    }
}
