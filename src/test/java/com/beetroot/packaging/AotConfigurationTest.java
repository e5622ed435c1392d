package com.beetroot.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks the class names in Micronaut AOT's configuration. It ignores unknown names, so an upgrade that renames an
 * excluded class would bring it back unnoticed.
 */
class AotConfigurationTest {

    @ParameterizedTest
    @ValueSource(strings = {"service.types", "serviceloading.rejected.impls"})
    void namesClassesThatExist(String property) throws IOException {
        Properties configuration = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("aot-jar.properties"))) {
            configuration.load(file);
        }

        assertThat(configuration.getProperty(property).split(","))
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .filteredOn(name -> !exists(name))
                .as("names of " + property + " without a class")
                .isEmpty();
    }

    private static boolean exists(String name) {
        return AotConfigurationTest.class.getResource("/" + name.strip().replace('.', '/') + ".class") != null;
    }
}
