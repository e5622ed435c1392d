package com.beetroot.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Applies the gate against breaking changes of {@code openapi.yaml}, and tests that it closes for each kind of change.
 */
class ReleaseTest {

    private static final Release RELEASE = Release.read();

    @Test
    void hasNoUnapprovedBreakingChanges() {
        RELEASE.changes()
                .forEach(change -> System.out.println("openapi.yaml since its release: "
                        + (change.breaking() ? "BREAKING " : "") + change.sentence()));

        assertThat(RELEASE.objections()).as("""
            openapi.yaml compared with the last release in src/contract. Revert the change, or approve it in \
            src/contract/openapi-changes-approved with its sentence, " # " and the reason. \
            src/docs/contract.md explains this.""").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        required: [personId, photoCount, repThumbKey, repThumbURL] | required: [personId, photoCount, repThumbKey] | \
        member persons[].repThumbURL was required and is optional
        repThumbURL:          | thumbURL:             | member persons[].repThumbURL is gone
        maximum: 100,         | maximum: 50,          | GET /persons, query parameter limit: maximum was 100 and is 50
        minimum: 1, maximum: 200, | minimum: 2, maximum: 200, | GET /persons/{personId}/photos, query parameter \
        limit: minimum was 1 and is 2
        minLength: 1, maxLength: 1024 | minLength: 1, maxLength: 512 | query parameter cursor: maxLength was 1024 \
        and is 512
        minLength: 1, maxLength: 1024 | minLength: 1, maxLength: 1024, pattern: '^A' | query parameter cursor: \
        pattern is new
        maxItems: 100         | maxItems: 1000        | member persons: maxItems was 100 and is 1000
        format: int64         | format: int32         | member persons[].photoCount: format was int64 and is int32
        type: boolean         | type: string          | member ok: type was boolean and is string
        default: 100          | default: 10           | GET /persons, query parameter limit: default was 100 and is 10
        /persons/{personId}:  | /people/{personId}:   | GET /persons/{personId} is gone
        operationId: getPerson | operationId: person  | GET /persons/{personId}: operationId was getPerson and is person
        security: []          | security: [{ token: [] }] | OPTIONS /persons: security was
        application/json:     | application/hal+json: | GET /persons, answer 200, application/json is gone
        '304':                | '307':                | GET /persons, answer 304 is gone
        name: cursor          | name: page            | query parameter cursor is gone
        """)
    void closesForABreakingChange(String was, String is, String sentence) {
        Release broken = with(is(was, is));

        assertThat(broken.objections())
                .anyMatch(objection ->
                        objection.startsWith("Breaking and not approved: ") && objection.contains(sentence));
    }

    @Test
    void closesForANewRequiredMember() {
        Release broken = with(is("required: [personId, photoCount, ", "required: [personId, nickname, photoCount, ")
                .replace("        photoCount:\n", "        nickname: { type: string }\n        photoCount:\n"));

        assertThat(broken.objections())
                .containsExactly(
                        "Breaking and not approved: GET /persons, answer 200, application/json, member "
                                + "persons[].nickname is new: required",
                        "Breaking and not approved: GET /persons/{personId}, answer 200, application/json, "
                                + "member person.nickname is new: required");
    }

    @Test
    void closesForANewlyNullableMember() {
        Release broken = with(RELEASE.released()
                .replace(
                        "        personId:\n          type: string\n",
                        "        personId:\n          type: string\n          nullable: true\n"));

        assertThat(broken.objections())
                .contains("Breaking and not approved: GET /persons, answer 200, application/json, member "
                        + "persons[].personId: nullable is new: true");
    }

    @Test
    void closesForARemovedOperation() {
        Release broken = with(RELEASE.released()
                .replaceAll("(?s)  /persons/\\{personId}:\n.*?(?=  /persons/\\{personId}/photos:\n)", ""));

        assertThat(broken.objections())
                .containsExactly(
                        "Breaking and not approved: GET /persons/{personId} is gone: an operation",
                        "Breaking and not approved: OPTIONS /persons/{personId} is gone: an operation");
    }

    @Test
    void closesForANewRequiredParameter() {
        String parameter = "- $ref: '#/components/parameters/Cursor'";
        Release broken = with(RELEASE.released()
                .replace(
                        parameter,
                        parameter
                                + "\n        - { name: tenant, in: query, required: true, schema: { type: string } }"));

        assertThat(broken.objections())
                .contains("Breaking and not approved: GET /persons, query parameter tenant is new: required");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        maximum: 100,         | maximum: 1000,        | GET /persons, query parameter limit: maximum was 100 and is 1000
        maxItems: 100         | maxItems: 50          | GET /persons, answer 200, application/json, member persons: \
        maxItems was 100 and is 50
        - name: limit         | - { name: q, in: query, schema: { type: string } }\\n        - name: limit | GET \
        /persons, query parameter q is new: optional
        '503': { $ref:        | '429': { description: Slow down. }\\n        '503': { $ref: | GET /persons, answer \
        429 is new: an answer
        `        photoCount:\\n` | `        nickname: { type: string }\\n        photoCount:\\n` | GET /persons, \
        answer 200, application/json, member persons[].nickname is new: optional
        """)
    void opensForAnAdditiveChangeAndReportsIt(String was, String is, String sentence) {
        Release more = with(is(was.replace("\\n", "\n"), is.replace("\\n", "\n")));

        assertThat(more.objections()).isEmpty();
        assertThat(more.changes()).contains(new Change(false, sentence));
    }

    @Test
    void opensOnlyForChangesApprovedWithAReason() {
        String sentence = "GET /persons, query parameter limit: maximum was 100 and is 50";
        String present = is("maximum: 100,", "maximum: 50,");

        assertThat(new Release(
                                RELEASE.released(),
                                Release.approvals("# why\n" + sentence + " # nobody requests more"),
                                present)
                        .objections())
                .isEmpty();
        assertThat(new Release(RELEASE.released(), Map.of(sentence, "r"), RELEASE.released()).objections())
                .containsExactly("Approved, but not changed: " + sentence);
        assertThatThrownBy(() -> Release.approvals(sentence)).hasMessageContaining("has no reason");
    }

    private static Release with(String present) {
        return new Release(RELEASE.released(), Map.of(), present);
    }

    private static String is(String was, String is) {
        assertThat(RELEASE.released()).contains(was);
        return RELEASE.released().replace(was, is);
    }
}
