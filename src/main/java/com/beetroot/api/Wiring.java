package com.beetroot.api;

import com.beetroot.gallery.Appearances;
import com.beetroot.gallery.People;
import com.beetroot.signing.RenewableCredentials;
import com.beetroot.signing.S3Endpoints;
import com.beetroot.signing.UrlSigner;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Builds the gallery and the signer, which know nothing of Micronaut, from the settings. */
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
    UrlSigner urlSigner(AwsRegionProviderChain region, Settings settings, Clock clock) {
        // Not the chain that DynamoDB's client uses: that one cannot be asked anew.
        RenewableCredentials credentials = new RenewableCredentials(() -> DefaultCredentialsProvider.builder().build(), clock);
        return new UrlSigner(S3Endpoints.configured(region.getRegion()), credentials, settings.urls(), settings.signable(), clock);
    }
}
