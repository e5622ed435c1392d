package com.beetroot.api;

import com.beetroot.contract.Problem;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rejects requests that Micronaut accepts but the contract does not. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
public final class RequestValidation {

    /** The query parameters that the contract knows. */
    public static final Set<String> PARAMETERS = Set.of("limit", "cursor");

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
        // Micronaut takes the first of repeated values, and the default for an empty one.
        return PARAMETERS.stream()
                .sorted()
                .filter(name -> request.getParameters().contains(name)
                        && !(request.getParameters().getAll(name) instanceof List<String> values
                                && values.size() == 1
                                && !values.getFirst().isEmpty()))
                .findFirst()
                .map(name -> Problems.response(
                        Problems.of(HttpStatus.BAD_REQUEST, name + ": must be given once and not be empty")))
                .orElse(null);
    }
}
