package com.beetroot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks the dependencies between packages: data flows one way, from the gateway's event down to DynamoDB and the
 * signed URLs.
 */
@AnalyzeClasses(packages = "com.beetroot", importOptions = RoomsTest.OfTheFunction.class)
class RoomsTest {

    /**
     * Selects the function's own classes, without the generated contract and the classes that Micronaut's processors
     * generate.
     */
    static final class OfTheFunction implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return location.contains("/target/classes/")
                    && !location.contains("/contract/")
                    && !location.contains("/$");
        }
    }

    /** The arrows of the README's diagram. An arrow that is not listed is forbidden. */
    @ArchTest
    static final ArchRule ARROWS_GO_DOWNWARDS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("lambda")
            .definedBy("com.beetroot.lambda")
            .layer("startup")
            .definedBy("com.beetroot.lambda.startup")
            .layer("log")
            .definedBy("com.beetroot.lambda.log")
            .layer("gateway")
            .definedBy("com.beetroot.lambda.gateway")
            .layer("api")
            .definedBy("com.beetroot.api")
            .layer("aws")
            .definedBy("com.beetroot.aws")
            .layer("config")
            .definedBy("com.beetroot.config")
            .layer("gallery")
            .definedBy("com.beetroot.gallery..")
            .layer("signing")
            .definedBy("com.beetroot.signing..")
            .whereLayer("lambda")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("startup")
            .mayOnlyBeAccessedByLayers("lambda")
            .whereLayer("log")
            .mayOnlyBeAccessedByLayers("lambda")
            .whereLayer("gateway")
            .mayOnlyBeAccessedByLayers("lambda", "startup")
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("lambda", "startup", "log", "gateway")
            .whereLayer("aws")
            .mayOnlyBeAccessedByLayers("lambda", "startup")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("lambda", "startup", "log", "api", "aws")
            .whereLayer("gallery")
            .mayNotAccessAnyLayer()
            .whereLayer("signing")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("com.beetroot.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ROOMS_BELOW_KNOW_NEITHER_HTTP_NOR_LAMBDA = noClasses()
            .that()
            .resideInAnyPackage("com.beetroot.gallery..", "com.beetroot.signing..", "com.beetroot.config")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micronaut.http..", "com.amazonaws.services.lambda..", "io.micronaut.function..");

    @ArchTest
    static final ArchRule API_DOES_NOT_KNOW_LAMBDA = noClasses()
            .that()
            .resideInAPackage("com.beetroot.api")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.amazonaws.services.lambda..", "io.micronaut.function..");

    @ArchTest
    static final ArchRule ONLY_THE_GALLERY_CALLS_DYNAMO_DB = noClasses()
            .that()
            .resideOutsideOfPackage("com.beetroot.gallery..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk.services.dynamodb..");

    /** A package is one subject, with about a dozen classes. */
    @ArchTest
    static void packagesStaySmall(JavaClasses function) {
        Map<String, Integer> sizes = new TreeMap<>();
        function.stream()
                .filter(each -> each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
                .forEach(each -> sizes.merge(each.getPackageName(), 1, Integer::sum));

        assertThat(sizes)
                .isNotEmpty()
                .allSatisfy((room, size) -> assertThat(size).as(room).isLessThanOrEqualTo(14));
    }
}
