package com.beetroot.api;

import com.beetroot.gallery.Appearances;
import com.beetroot.gallery.People;
import com.beetroot.signing.RenewableCredentials;
import com.beetroot.signing.S3Endpoints;
import com.beetroot.signing.UrlSigner;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** What works on AWS: the gallery and the signer. None of it knows Micronaut, so it is made beside Micronaut's start. */
record Aws(DynamoDbClient dynamoDb, DynamoDbHttp http, People people, Appearances appearances, UrlSigner signer) implements AutoCloseable {

    /** A connection to DynamoDB in the same region takes a few milliseconds. */
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(2);

    /**
     * @param dynamoDb DynamoDB's endpoint for this function alone, null for that of the SDK's own settings
     */
    static Aws of(Settings settings, @Nullable URI dynamoDb, Clock clock) {
        Region region = DefaultAwsRegionProviderChain.builder().build().getRegion();
        DynamoDbHttp http = new DynamoDbHttp(
            UrlConnectionHttpClient.builder().connectionTimeout(CONNECTION_TIMEOUT).socketTimeout(SOCKET_TIMEOUT).build(),
            settings.tables());
        RenewableCredentials credentials = new RenewableCredentials(() -> DefaultCredentialsProvider.builder().build(), clock);
        DynamoDbClientBuilder builder = DynamoDbClient.builder().region(region).httpClient(http).credentialsProvider(credentials);
        if (dynamoDb != null) {
            builder.endpointOverride(dynamoDb);
        }
        DynamoDbClient client = builder.build();
        UrlSigner signer = new UrlSigner(S3Endpoints.configured(region), credentials, settings.urls(), settings.signable(), clock);
        return new Aws(client, http, new People(client, settings.tables(), settings.personsIndex()),
            new Appearances(client, settings.tables()), signer);
    }

    /** Opens a connection to DynamoDB for the first request, where that can be had: a handshake takes longer than a read. */
    void connect() {
        try {
            http.connect();
        } catch (IOException | RuntimeException unavailable) {
            // The first request will open its own, or tell why it cannot.
        }
    }

    @Override
    public void close() {
        dynamoDb.close();
        http.close();
    }
}
