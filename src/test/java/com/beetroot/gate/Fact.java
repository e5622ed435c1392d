package com.beetroot.gate;

/**
 * One statement of an OpenAPI document.
 *
 * @param subject the element that it describes, such as {@code GET /persons, query parameter limit}
 * @param facet the property, such as {@code maximum}; empty for the existence of the element
 * @param value the property's value in the document
 * @param side the side that must obey it
 */
record Fact(String subject, String facet, String value, Side side) {

    enum Side {
        CLIENT,
        SERVER
    }

    String key() {
        return facet.isEmpty() ? subject : subject + ": " + facet;
    }
}
