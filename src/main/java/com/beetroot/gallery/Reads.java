package com.beetroot.gallery;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The one door to DynamoDB: every call ends by the deadline, and every fault is told as what it means for the answer. */
final class Reads {

    private static final Logger LOG = LoggerFactory.getLogger(Reads.class);
    /** How long one attempt may take; a page of 1 MB needs well below a second. */
    private static final Duration ATTEMPT = Duration.ofSeconds(2);

    private final DynamoDbClient dynamoDb;

    Reads(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** DynamoDB refuses the action to this role. */
    static final class DeniedException extends RuntimeException {

        DeniedException(Throwable cause) {
            super(cause);
        }
    }

    /** DynamoDB finds the request itself wrong, such as a start key of another shape than the table's. */
    static final class InvalidRequestException extends RuntimeException {

        InvalidRequestException(Throwable cause) {
            super(cause);
        }
    }

    ScanResponse scan(ScanRequest.Builder request, Deadline deadline) {
        ScanRequest bounded = request.overrideConfiguration(within(deadline)).build();
        return call("Scan", bounded.tableName(), bounded, dynamoDb::scan);
    }

    QueryResponse query(QueryRequest.Builder request, Deadline deadline) {
        QueryRequest bounded = request.overrideConfiguration(within(deadline)).build();
        return call("Query", bounded.tableName(), bounded, dynamoDb::query);
    }

    GetItemResponse getItem(GetItemRequest.Builder request, Deadline deadline) {
        GetItemRequest bounded = request.overrideConfiguration(within(deadline)).build();
        return call("GetItem", bounded.tableName(), bounded, dynamoDb::getItem);
    }

    /**
     * @throws DeniedException where the role may not; the caller has another way
     */
    BatchGetItemResponse batchGetItem(BatchGetItemRequest.Builder request, Deadline deadline) {
        BatchGetItemRequest bounded = request.overrideConfiguration(within(deadline)).build();
        try {
            return dynamoDb.batchGetItem(bounded);
        } catch (DynamoDbException refused) {
            if (isDenied(refused)) {
                throw new DeniedException(refused);
            }
            throw told(refused, "BatchGetItem", String.join(", ", bounded.requestItems().keySet()));
        } catch (SdkException fault) {
            throw told(fault, "BatchGetItem", String.join(", ", bounded.requestItems().keySet()));
        }
    }

    private static <Q, A> A call(String action, String table, Q request, Function<Q, A> call) {
        try {
            return call.apply(request);
        } catch (SdkException fault) {
            throw told(fault, action, table);
        }
    }

    private static AwsRequestOverrideConfiguration within(Deadline deadline) {
        if (deadline.isPast()) {
            throw new LibraryUnavailableException("The time of this request is up.", null);
        }
        Duration left = deadline.left();
        return AwsRequestOverrideConfiguration.builder()
            .apiCallTimeout(left)
            .apiCallAttemptTimeout(left.compareTo(ATTEMPT) < 0 ? left : ATTEMPT)
            .build();
    }

    private static RuntimeException told(SdkException fault, String action, String table) {
        if (passes(fault)) {
            LOG.warn("{} on the table {} did not succeed in time: {}", action, table, fault.getMessage());
            return new LibraryUnavailableException(action + " on " + table, fault);
        }
        if (fault instanceof ResourceNotFoundException) {
            return new LibraryMisconfiguredException("DynamoDB has no table (or index) for " + action + " on " + table
                + " in this region: check PERSONS_TABLE, OCCURRENCES_TABLE, PHOTOS_TABLE, PERSONS_INDEX and AWS_REGION.", fault);
        }
        if (fault instanceof DynamoDbException refused && isDenied(refused)) {
            return new LibraryMisconfiguredException("The role may not dynamodb:" + action + " on the table " + table
                + ": allow it in the function's policy.", fault);
        }
        if (fault instanceof DynamoDbException refused && "ValidationException".equals(errorCode(refused))) {
            return new InvalidRequestException(fault);
        }
        return new LibraryMisconfiguredException("DynamoDB refused " + action + " on the table " + table + ": " + fault.getMessage(), fault);
    }

    private static boolean isDenied(DynamoDbException refused) {
        return "AccessDeniedException".equals(errorCode(refused));
    }

    private static String errorCode(DynamoDbException refused) {
        return refused.awsErrorDetails() == null ? null : refused.awsErrorDetails().errorCode();
    }

    private static boolean passes(SdkException fault) {
        return switch (fault) {
            case SdkServiceException service -> service.isThrottlingException() || service.statusCode() >= 500;
            case ApiCallTimeoutException timeout -> true;
            case ApiCallAttemptTimeoutException timeout -> true;
            case AbortedException aborted -> true;
            default -> Stream.iterate((Throwable) fault, Objects::nonNull, Throwable::getCause).anyMatch(IOException.class::isInstance);
        };
    }
}
