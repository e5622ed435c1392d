package com.beetroot.api;

import com.beetroot.contract.Problem;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.http.server.exceptions.response.HateoasErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** Turns every error that Micronaut or this API finds into a problem of the contract. */
@Singleton
@Replaces(HateoasErrorResponseProcessor.class)
@SuppressWarnings("removal") // Micronaut 4 registers this processor by default, so it is the one to replace.
final class ProblemResponseProcessor implements ErrorResponseProcessor<Problem> {

    static final String NO_SUCH_PATH = "There is nothing at this path. People are at /persons.";

    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        Problem problem = problem(context, HttpStatus.valueOf(response.code()));
        if (problem.status() == HttpStatus.INTERNAL_SERVER_ERROR.getCode()) {
            context.getRootCause()
                    .map(Fault::unexpected)
                    .ifPresent(RequestContext.current().telemetry()::failed);
        }
        if (problem.status() == HttpStatus.METHOD_NOT_ALLOWED.getCode()) {
            response.getHeaders().set(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS");
        }
        return response.status(problem.status())
                .header(HttpHeaders.CONTENT_TYPE, Problems.MEDIA_TYPE)
                .body(problem);
    }

    private static Problem problem(ErrorContext context, HttpStatus status) {
        String path = context.getRequest().getPath();
        return switch (status) {
            case NOT_FOUND ->
                Problems.notFound(
                        context.getRootCause().orElse(null) instanceof PersonNotFoundException
                                ? PersonNotFoundException.DETAIL
                                : NO_SUCH_PATH,
                        path);
            case METHOD_NOT_ALLOWED -> Problems.of(status, "This path supports GET, HEAD and OPTIONS.");
            case SERVICE_UNAVAILABLE -> Problems.unavailable();
            default -> status.getCode() >= 500 ? Problems.internalError() : Problems.of(status, detail(context));
        };
    }

    private static String detail(ErrorContext context) {
        if (context.getRootCause().orElse(null) instanceof ConversionErrorException conversion) {
            return conversion.getArgument().getName() + ": must be a "
                    + (Number.class.isAssignableFrom(conversion.getArgument().getType())
                            ? "whole number"
                            : "single value");
        }
        return context.getErrors().stream()
                .map(error -> error.getPath().map(path -> path + ": ").orElse("") + error.getMessage())
                .collect(Collectors.joining("; "));
    }
}
