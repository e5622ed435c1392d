package com.beetroot.gallery.dynamodb;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.retries.LegacyRetryStrategy;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * Lets DynamoDB's client retry without the SDK's circuit breaker. That is a budget of retries for the whole process:
 * 100 failed connections use it up, and then no call is retried, even if the request still has seconds left. Here the
 * attempts of a call and the time of the request limit the retries.
 */
@Singleton
final class DynamoDbRetries implements BeanCreatedEventListener<DynamoDbClientBuilder> {

    /** The SDK's default for DynamoDB, which it does not apply to a configured strategy. */
    private static final int ATTEMPTS = 9;

    private static final BackoffStrategy BACKOFF =
            BackoffStrategy.exponentialDelay(Duration.ofMillis(25), Duration.ofSeconds(20));

    @Override
    public DynamoDbClientBuilder onCreated(BeanCreatedEvent<DynamoDbClientBuilder> event) {
        DynamoDbClientBuilder client = event.getBean();
        return client.overrideConfiguration(client.overrideConfiguration().toBuilder()
                .retryStrategy(DynamoDbRetries::configure)
                .build());
    }

    /** Configures the strategy of the mode that the SDK's setting {@code AWS_RETRY_MODE} names. */
    private static void configure(RetryStrategy.Builder<?, ?> strategy) {
        // The SDK does not retry a response that was damaged on its way.
        strategy.maxAttempts(ATTEMPTS).backoffStrategy(BACKOFF).retryOnException(Crc32MismatchException.class);
        if (strategy instanceof LegacyRetryStrategy.Builder legacy) {
            legacy.circuitBreakerEnabled(false);
        } else if (strategy instanceof StandardRetryStrategy.Builder standard) {
            standard.circuitBreakerEnabled(false);
        } // The adaptive mode has no such switch.
    }
}
