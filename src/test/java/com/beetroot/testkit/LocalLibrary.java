package com.beetroot.testkit;

import com.beetroot.gallery.dynamodb.Tables;
import com.beetroot.local.LocalAws;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Provides each test class with its own, initially empty {@link Library}, on local servers that start once for all
 * classes and stop after the last.
 */
public final class LocalLibrary implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Library.class;
    }

    @Override
    public Library resolveParameter(ParameterContext parameter, ExtensionContext context) {
        LocalAws parts = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(LocalAws.class, key -> started(), LocalAws.class);
        String owner = context.getRequiredTestClass().getSimpleName();
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(
                        owner,
                        key -> new Library(
                                parts, new Tables(owner + "-Persons", owner + "-Occurrences", owner + "-Photos")),
                        Library.class);
    }

    private static LocalAws started() {
        LocalAws parts = LocalAws.start();
        parts.installSystemProperties();
        return parts;
    }
}
