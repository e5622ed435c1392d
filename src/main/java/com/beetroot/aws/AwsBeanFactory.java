package com.beetroot.aws;

import com.beetroot.signing.UrlPresigner;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;

/** Makes the AWS clients that start in the background available as Micronaut beans. */
@Factory
final class AwsBeanFactory {

    @Singleton
    UrlPresigner presigner(AwsClients aws) {
        return aws.presigner();
    }

    /** Gives DynamoDB's client the presigner's credentials, so that both are renewed together. */
    @Singleton
    @Replaces(AwsCredentialsProviderChain.class)
    AwsCredentialsProviderChain credentials(AwsClients aws) {
        return AwsCredentialsProviderChain.builder()
                .addCredentialsProvider(aws.credentials())
                .build();
    }
}
