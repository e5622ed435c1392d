package com.beetroot.api;

import com.beetroot.contract.Problem;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.List;
import java.util.Set;

/** Refuses what Micronaut would take for a request of the contract and is none. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RequestRules {

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    @RequestFilter
    @Nullable
    HttpResponse<Problem> check(HttpRequest<?> request) {
        String path = request.getPath();
        if (path.startsWith("/persons/") && path.endsWith("/photos") && !path.matches("/persons/[^/]+/photos")) {
            return Problems.response(Problems.badPath());
        }
        // The router drops a slash at the end, and so takes an empty personId for the list.
        if (path.endsWith("/")) {
            return Problems.response(Problems.notFound(ProblemResponses.NO_SUCH_PATH, path));
        }
        if (!READING.contains(request.getMethod())) {
            return null;
        }
        // Of repeated values Micronaut takes the first, and of an empty one the default.
        return ProxyEvent.PARAMETERS.stream()
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
