package com.beetroot.api;

import com.beetroot.contract.Problem;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Faults of AWS: those that pass are a 503 that may be tried again, the others a 500. The log names the cause. */
@Singleton
final class SdkFaultHandler implements ExceptionHandler<SdkException, HttpResponse<Problem>> {

    private static final Logger LOG = LoggerFactory.getLogger(SdkFaultHandler.class);
    private static final String RETRY_AFTER_SECONDS = "1";

    @Override
    public HttpResponse<Problem> handle(HttpRequest request, SdkException fault) {
        if (passes(fault)) {
            LOG.warn("AWS did not answer in time or refused for the moment: {}", fault.getMessage());
            return Problems.response(Problems.unavailable()).header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        LOG.error("AWS refused: {}", fault.getMessage(), fault);
        return Problems.response(Problems.internalError());
    }

    private static boolean passes(SdkException fault) {
        return switch (fault) {
            case SdkServiceException service -> service.isThrottlingException() || service.statusCode() >= 500;
            case ApiCallTimeoutException timeout -> true;
            case ApiCallAttemptTimeoutException timeout -> true;
            case AbortedException aborted -> true;
            default -> fault.retryable() || causedByNetwork(fault);
        };
    }

    private static boolean causedByNetwork(Throwable fault) {
        return Stream.iterate(fault, Objects::nonNull, Throwable::getCause).anyMatch(IOException.class::isInstance);
    }
}
