package com.beetroot.api;

import com.beetroot.contract.Problem;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rejects requests that Micronaut accepts but the contract does not. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
public final class RequestValidation {

    private static final String CURSOR = "cursor";
    private static final String DOWNLOAD = "download";
    private static final String LIMIT = "limit";

    /** The query parameters that the contract knows. */
    public static final List<String> PARAMETERS = List.of(CURSOR, DOWNLOAD, LIMIT);

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    @RequestFilter
    @Nullable
    HttpResponse<Problem> check(HttpRequest<?> request) {
        String path = request.getPath();
        if (path.startsWith("/persons/") && path.endsWith("/photos") && !path.matches("/persons/[^/]+/photos")) {
            return Problems.response(Problems.badPath());
        }
        // The router drops a trailing slash, which would turn an empty personId into the person list.
        if (path.endsWith("/")) {
            return Problems.response(Problems.notFound(ProblemResponseProcessor.NO_SUCH_PATH, path));
        }
        if (!READING.contains(request.getMethod())) {
            return null;
        }
        HttpParameters parameters = request.getParameters();
        // Micronaut takes the first of repeated values, and the default for an empty one.
        boolean photos = path.endsWith("/photos");
        for (String name : photos ? PARAMETERS : List.of(CURSOR, LIMIT)) {
            List<String> values = parameters.getAll(name);
            if (parameters.contains(name)
                    && (values.size() != 1 || values.getFirst().isEmpty())) {
                return badRequest(name + ": must be given once and must not be empty");
            }
        }
        if (parameters.contains(DOWNLOAD) && parameters.contains(CURSOR) && photos) {
            return badRequest(DOWNLOAD + ": must not be combined with " + CURSOR);
        }
        // Java's own parsing takes the digits of every script.
        if (parameters.contains(LIMIT) && !NUMBER.matcher(parameters.get(LIMIT)).matches()) {
            return badRequest(LIMIT + ": must be a whole number");
        }
        return null;
    }

    private static HttpResponse<Problem> badRequest(String detail) {
        return Problems.response(Problems.of(HttpStatus.BAD_REQUEST, detail));
    }
}
