package com.beetroot.api;

import com.beetroot.gallery.Appearances;
import com.beetroot.gallery.People;
import com.beetroot.signing.UrlSigner;
import io.micronaut.aws.sdk.v2.client.urlConnection.UrlConnectionClientFactory;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.http.SdkHttpClient;
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
    UrlSigner urlSigner(Aws aws) {
        return aws.signer();
    }

    /** The same credentials for DynamoDB's client, so that both are renewed together. */
    @Singleton
    @Replaces(AwsCredentialsProviderChain.class)
    AwsCredentialsProviderChain credentialsOfClients(Aws aws) {
        return AwsCredentialsProviderChain.of(aws.credentials());
    }

    @Bean(preDestroy = "close")
    @Singleton
    @Replaces(bean = SdkHttpClient.class, factory = UrlConnectionClientFactory.class)
    DynamoDbHttp dynamoDbHttp(Aws aws, Settings settings) {
        return new DynamoDbHttp(aws.network(), settings.tables());
    }
}
