package com.beetroot.gallery;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns about values of one table that cannot be used: once per attribute and type, and never with the value. */
final class AttributeWarnings {

    private static final Logger LOG = LoggerFactory.getLogger(AttributeWarnings.class);

    private final String table;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    AttributeWarnings(String table) {
        this.table = table;
    }

    void unusable(String attribute, String type, String expected) {
        if (logged.add(attribute + ' ' + type)) {
            LOG.warn(
                    "In the table {}, a value of the attribute {} is of type {} and counts as missing: it must be {}."
                            + " Further ones are not logged.",
                    table,
                    attribute,
                    type,
                    expected);
        }
    }
}
