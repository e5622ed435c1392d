package com.beetroot.lambda.startup;

import com.beetroot.aws.AwsClients;
import com.beetroot.config.Settings;
import com.beetroot.gallery.TrialReads;
import com.beetroot.gallery.dynamodb.ReadBudget;
import com.beetroot.signing.RenewableCredentials;
import com.beetroot.signing.ResponseUrls;
import com.beetroot.signing.S3Endpoints;
import com.beetroot.signing.SigningAllowList;
import com.beetroot.signing.UrlPresigner;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * Reads and signs once with the AWS SDK on a thread of its own, and connects to DynamoDB. None of this needs Micronaut,
 * which starts meanwhile: Lambda gives the INIT two processors. Uses a DynamoDB client, credentials and a presigner of
 * its own, so that only initialised classes and an open connection remain.
 */
public final class SdkPriming {

    private static final Logger LOG = LoggerFactory.getLogger(SdkPriming.class);

    private static final String PRIMED = "primed";
    /** As many as a page of people has. */
    private static final int ITEMS = 100;
    /** After the second round the JDK has compiled what is called most. */
    private static final int ROUNDS = 2;

    private final CompletableFuture<Void> done;

    private SdkPriming(Settings settings, AwsClients aws, Clock clock, @Nullable URI dynamoDb) {
        done = CompletableFuture.runAsync(
                () -> prime(settings, aws, clock, dynamoDb),
                task -> Thread.ofPlatform().name("sdk-priming").daemon().start(task));
    }

    /**
     * Starts priming in the background.
     *
     * @param dynamoDb the endpoint of DynamoDB; null to use the SDK's settings
     */
    public static SdkPriming start(Settings settings, AwsClients aws, Clock clock, @Nullable URI dynamoDb) {
        return new SdkPriming(settings, aws, clock, dynamoDb);
    }

    /** Waits until priming is done, but not longer than the given time. */
    void await(Duration atMost) {
        try {
            done.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            // Priming goes on beside the first request, which it slows down.
            LOG.warn("Priming takes longer than {}.", atMost);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            // A request that needs the same fails as well, and reports why.
            LOG.warn("Priming failed, so the first request will be slower: {}", failed.toString());
        }
    }

    private static void prime(Settings settings, AwsClients aws, Clock clock, @Nullable URI dynamoDb) {
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsSessionCredentials.create(PRIMED, PRIMED, PRIMED));
        DynamoDbStandIn http = new DynamoDbStandIn(aws::http, settings);
        TrialReads reads = new TrialReads(http, credentials, dynamoDb, settings.tables(), settings.personsIndex());
        try {
            http.standIn(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    reads.read(ITEMS, ReadBudget.within(Priming.BUDGET));
                    sign(settings, credentials, clock);
                }
                return null;
            });
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
        try {
            // A handshake takes longer than a read.
            http.connect();
        } catch (IOException | RuntimeException unavailable) {
            // The first request opens its own connection, or reports why it cannot.
        }
    }

    private static void sign(Settings settings, StaticCredentialsProvider credentials, Clock clock) {
        ResponseUrls urls = new UrlPresigner(
                        S3Endpoints.configured(Region.US_EAST_1, Map.of()),
                        new RenewableCredentials(() -> credentials, clock),
                        settings.urls(),
                        SigningAllowList.of(List.of()),
                        clock)
                .open();
        for (int i = 0; i < ITEMS; i++) {
            urls.url(PRIMED, PRIMED + '/' + i + ".jpg");
        }
    }
}
