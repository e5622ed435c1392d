package com.beetroot.gallery.dynamodb;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs that one table has unusable values, once per attribute and type, and without the value itself. */
public final class AttributeWarnings {

    private static final Logger LOG = LoggerFactory.getLogger(AttributeWarnings.class);

    private final String table;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    public AttributeWarnings(String table) {
        this.table = table;
    }

    void unusable(String attribute, String type, String expected) {
        if (logged.add(attribute + ' ' + type)) {
            LOG.warn(
                    "In the table {}, a value of the attribute {} is of type {} and counts as missing: it must be {}."
                            + " Further such values are not logged.",
                    table,
                    attribute,
                    type,
                    expected);
        }
    }
}
