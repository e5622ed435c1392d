package com.beetroot.gate;

import com.beetroot.gate.Fact.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A difference between the released contract and the current one.
 *
 * @param breaking whether a client that relies on the released contract may fail
 * @param sentence the change in words, as written in {@code openapi-changes-approved}
 */
record Change(boolean breaking, String sentence) {

    private static final Set<String> LEASTS = Set.of("minimum", "minLength", "minItems");
    private static final Set<String> MOSTS = Set.of("maximum", "maxLength", "maxItems");

    static List<Change> between(Facts released, Facts present) {
        List<Change> changes = new ArrayList<>();
        for (String key : released.keysWith(present)) {
            Fact was = released.all().get(key);
            Fact is = present.all().get(key);
            if (was == null) {
                // Details of a new operation, response, parameter or member are not reported separately.
                if (is.facet().isEmpty()
                        ? !isInsideOfNew(is, released, present)
                        : released.all().containsKey(is.subject())) {
                    changes.add(new Change(breaksWhenAdded(is), key + " is new: " + is.value()));
                }
            } else if (is == null) {
                if (was.facet().isEmpty()
                        ? !isInsideOfNew(was, present, released)
                        : present.all().containsKey(was.subject())) {
                    changes.add(new Change(breaksWhenDropped(was), key + " is gone: " + was.value()));
                }
            } else if (!was.value().equals(is.value())) {
                changes.add(
                        new Change(breaksWhenChanged(was, is), key + " was " + was.value() + " and is " + is.value()));
            }
        }
        return changes;
    }

    /** Returns whether this is part of something that is in one document only and is already reported. */
    private static boolean isInsideOfNew(Fact part, Facts without, Facts with) {
        return with.all().values().stream()
                .anyMatch(larger -> larger.facet().isEmpty()
                        && !without.all().containsKey(larger.key())
                        && part.subject().length() > larger.subject().length()
                        && part.subject().startsWith(larger.subject())
                        && ",.[".indexOf(part.subject().charAt(larger.subject().length())) >= 0);
    }

    private static boolean breaksWhenAdded(Fact is) {
        if (is.facet().isEmpty()) {
            // A new required parameter is missing from old requests. A new required member is missing from stored or
            // mocked data.
            return is.value().equals(Facts.REQUIRED)
                    && (is.side() == Side.CLIENT || is.subject().contains(", member "));
        }
        // Clients must obey a new limit on requests; a new limit on responses only promises more. Old clients do not
        // expect null.
        return is.facet().equals("nullable") == (is.side() == Side.SERVER)
                || is.facet().equals("default")
                || is.facet().equals("type");
    }

    private static boolean breaksWhenDropped(Fact was) {
        return was.facet().isEmpty()
                || was.facet().equals("nullable") == (was.side() == Side.CLIENT)
                || was.facet().equals("default")
                || was.facet().equals("type");
    }

    private static boolean breaksWhenChanged(Fact was, Fact is) {
        boolean client = was.side() == Side.CLIENT;
        if (was.facet().isEmpty()) {
            return is.value().equals(client ? Facts.REQUIRED : Facts.OPTIONAL);
        }
        if (LEASTS.contains(was.facet()) || MOSTS.contains(was.facet())) {
            boolean narrower = (new BigDecimal(is.value()).compareTo(new BigDecimal(was.value())) > 0)
                    == LEASTS.contains(was.facet());
            return narrower == client;
        }
        return true;
    }
}
