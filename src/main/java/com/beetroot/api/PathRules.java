package com.beetroot.api;

import com.beetroot.contract.Problem;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/** Refuses paths that Micronaut's router would take for those of the contract, in the old function's words. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class PathRules {

    @RequestFilter
    @Nullable HttpResponse<Problem> check(HttpRequest<?> request) {
        String path = request.getPath();
        if (path.startsWith("/persons/") && path.endsWith("/photos") && !path.matches("/persons/[^/]+/photos")) {
            return Problems.response(Problems.badPath());
        }
        // The router drops a slash at the end, and so takes an empty personId for the list.
        return path.endsWith("/") ? Problems.response(Problems.notFound(ProblemResponses.NO_SUCH_PATH, path)) : null;
    }
}
