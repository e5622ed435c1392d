package com.beetroot.gallery.dynamodb;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
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
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Makes every call to DynamoDB. Each call ends within the read budget and is counted in it, and each failure is thrown
 * as an exception that says what it means for the response.
 *
 * <p>Each call requests the capacity that it consumed. This needs neither capacity nor a permission, only a few bytes
 * of the response.
 */
public final class DynamoDbReader {

    /** The time that one attempt may always take, if that much is left. A page of 1 MB needs well below a second. */
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    /** If more time than usual is left, an attempt may take that time divided by this. */
    private static final int PART = 4;

    private final DynamoDbClient dynamoDb;

    public DynamoDbReader(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** Thrown if DynamoDB denies this role the action. */
    public static final class DeniedException extends RuntimeException {

        DeniedException(Throwable cause) {
            super(cause);
        }
    }

    /** Thrown if DynamoDB rejects the request itself, such as a start key that does not match the table's key. */
    public static final class InvalidRequestException extends LibraryMisconfiguredException {

        /** Leaves out DynamoDB's own message, which quotes values. */
        InvalidRequestException(String action, String table, Throwable cause) {
            super(
                    "DynamoDB rejected " + action + " on the table " + table
                            + " as invalid: check the table's key and its type. It must be personId of type S for"
                            + " people and occurrences, and photoId of type S or N for photos. With an index, check"
                            + " PERSONS_INDEX and PERSONS_INDEX_KEY, which must name an attribute of type S.",
                    cause);
        }
    }

    public ScanResponse scan(ScanRequest.Builder request, ReadBudget budget) {
        ScanRequest bounded = request.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .overrideConfiguration(counted(budget))
                .build();
        ScanResponse response = call("Scan", bounded.tableName(), bounded, dynamoDb::scan);
        budget.consumed(response.consumedCapacity());
        return response;
    }

    public QueryResponse query(QueryRequest.Builder request, ReadBudget budget) {
        QueryRequest bounded = request.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .overrideConfiguration(counted(budget))
                .build();
        QueryResponse response = call("Query", bounded.tableName(), bounded, dynamoDb::query);
        budget.consumed(response.consumedCapacity());
        return response;
    }

    public GetItemResponse getItem(GetItemRequest.Builder request, ReadBudget budget) {
        GetItemRequest bounded = request.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .overrideConfiguration(counted(budget))
                .build();
        GetItemResponse response = call("GetItem", bounded.tableName(), bounded, dynamoDb::getItem);
        budget.consumed(response.consumedCapacity());
        return response;
    }

    /**
     * Reads several items by their keys.
     *
     * @throws DeniedException if the role is denied this action; the caller can use another one instead
     */
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest.Builder request, ReadBudget budget) {
        BatchGetItemRequest bounded = request.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .overrideConfiguration(counted(budget))
                .build();
        try {
            BatchGetItemResponse response = dynamoDb.batchGetItem(bounded);
            response.consumedCapacity().forEach(budget::consumed);
            return response;
        } catch (DynamoDbException refused) {
            if (isDenied(refused)) {
                throw new DeniedException(refused);
            }
            throw translated(
                    refused,
                    "BatchGetItem",
                    String.join(", ", bounded.requestItems().keySet()));
        } catch (SdkException fault) {
            throw translated(
                    fault,
                    "BatchGetItem",
                    String.join(", ", bounded.requestItems().keySet()));
        }
    }

    private static <Q, A> A call(String action, String table, Q request, Function<Q, A> call) {
        try {
            return call.apply(request);
        } catch (SdkException fault) {
            throw translated(fault, action, table);
        }
    }

    private static AwsRequestOverrideConfiguration counted(ReadBudget budget) {
        if (budget.isOver()) {
            throw new LibraryUnavailableException(
                    "DynamoDB did not answer all calls within the invocation's time.", null);
        }
        budget.called();
        Duration left = budget.left();
        return AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(left)
                .apiCallAttemptTimeout(attempt(left))
                .build();
    }

    private static Duration attempt(Duration left) {
        Duration part = Duration.ofNanos(left.toNanos() / PART);
        return part.compareTo(ATTEMPT) > 0 ? part : left.compareTo(ATTEMPT) < 0 ? left : ATTEMPT;
    }

    private static RuntimeException translated(SdkException fault, String action, String table) {
        if (isTransient(fault)) {
            return new LibraryUnavailableException(
                    action + " on the table " + table + " did not succeed in time: " + fault.getMessage(), fault);
        }
        if (fault instanceof ResourceNotFoundException) {
            return new LibraryMisconfiguredException(
                    "DynamoDB has no table (or index) for " + action + " on " + table
                            + " in this region: check PERSONS_TABLE, OCCURRENCES_TABLE, PHOTOS_TABLE, PERSONS_INDEX"
                            + " and AWS_REGION.",
                    fault);
        }
        if (fault instanceof DynamoDbException refused && isDenied(refused)) {
            return new LibraryMisconfiguredException(
                    "The role is not allowed to call dynamodb:" + action + " on the table " + table
                            + ": allow it in the function's policy.",
                    fault);
        }
        if (fault instanceof DynamoDbException refused && "ValidationException".equals(errorCode(refused))) {
            return new InvalidRequestException(action, table, fault);
        }
        return new LibraryMisconfiguredException(
                "DynamoDB rejected " + action + " on the table " + table + ": " + fault.getMessage(), fault);
    }

    private static boolean isDenied(DynamoDbException refused) {
        return "AccessDeniedException".equals(errorCode(refused));
    }

    private static @Nullable String errorCode(DynamoDbException refused) {
        return refused.awsErrorDetails() == null
                ? null
                : refused.awsErrorDetails().errorCode();
    }

    private static boolean isTransient(SdkException fault) {
        return switch (fault) {
            case SdkServiceException service -> service.isThrottlingException() || service.statusCode() >= 500;
            case ApiCallTimeoutException timeout -> true;
            case ApiCallAttemptTimeoutException timeout -> true;
            case AbortedException aborted -> true;
            case Crc32MismatchException damaged -> true;
            default ->
                Stream.iterate((Throwable) fault, Objects::nonNull, Throwable::getCause)
                        .anyMatch(IOException.class::isInstance);
        };
    }
}
