package com.beetroot.lambda.log;

/** The contract's paths, as the log and the metrics name them. The actual path is left out: it may name a person. */
enum Route {
    PERSONS("/persons"),
    PERSON("/persons/{personId}"),
    PHOTOS("/persons/{personId}/photos"),
    /** Preflights and paths that the contract does not know. */
    NONE("none");

    private final String template;

    Route(String template) {
        this.template = template;
    }

    String template() {
        return template;
    }

    static Route of(String method, String path) {
        if (method.equals("OPTIONS") || !path.startsWith(PERSONS.template)) {
            return NONE;
        }
        String[] segments = path.split("/", -1);
        return switch (segments.length) {
            case 2 -> path.equals(PERSONS.template) ? PERSONS : NONE;
            case 3 -> segments[1].equals("persons") && !segments[2].isEmpty() ? PERSON : NONE;
            case 4 ->
                segments[1].equals("persons") && !segments[2].isEmpty() && segments[3].equals("photos") ? PHOTOS : NONE;
            default -> NONE;
        };
    }
}
