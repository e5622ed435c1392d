package com.beetroot.api;

import com.beetroot.gallery.Appearances;
import com.beetroot.gallery.People;
import com.beetroot.signing.RenewableCredentials;
import com.beetroot.signing.S3Endpoints;
import com.beetroot.signing.UrlSigner;
import io.micronaut.aws.sdk.v2.client.urlConnection.UrlConnectionClientConfiguration;
import io.micronaut.aws.sdk.v2.client.urlConnection.UrlConnectionClientFactory;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Builds the gallery and the signer, which know nothing of Micronaut, and what DynamoDB's client is made of. */
@Factory
final class Wiring {

    @Singleton
    People people(DynamoDbClient dynamoDb, Settings settings) {
        return new People(dynamoDb, settings.tables(), settings.personsIndex());
    }

    @Singleton
    Appearances appearances(DynamoDbClient dynamoDb, Settings settings) {
        return new Appearances(dynamoDb, settings.tables());
    }

    @Singleton
    UrlSigner urlSigner(AwsRegionProviderChain region, RenewableCredentials credentials, Settings settings, Clock clock) {
        return new UrlSigner(S3Endpoints.configured(region.getRegion()), credentials, settings.urls(), settings.signable(), clock);
    }

    @Singleton
    RenewableCredentials credentials(Clock clock) {
        return new RenewableCredentials(() -> DefaultCredentialsProvider.builder().build(), clock);
    }

    /** The same credentials for DynamoDB's client, so that both are renewed together. */
    @Singleton
    @Replaces(AwsCredentialsProviderChain.class)
    AwsCredentialsProviderChain credentialsOfClients(RenewableCredentials credentials) {
        return AwsCredentialsProviderChain.of(credentials);
    }

    @Bean(preDestroy = "close")
    @Singleton
    @Replaces(bean = SdkHttpClient.class, factory = UrlConnectionClientFactory.class)
    DynamoDbHttp dynamoDbHttp(UrlConnectionClientConfiguration network, Settings settings) {
        return new DynamoDbHttp(network.getBuilder().build(), settings.tables());
    }
}
