package com.beetroot.gate;

/**
 * One thing that an OpenAPI document says.
 *
 * @param subject what it says it of, such as {@code GET /persons, query parameter limit}
 * @param facet which of its sides, such as {@code maximum}; empty for that it is there at all
 * @param value what the document says
 * @param side who has to keep it
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
