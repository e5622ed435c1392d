package com.beetroot.lambda.startup;

import com.beetroot.aws.AwsClients;
import com.beetroot.config.Settings;
import io.micronaut.aws.sdk.v2.client.urlConnection.UrlConnectionClientFactory;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;
import software.amazon.awssdk.http.SdkHttpClient;

/** Puts the stand-in between DynamoDB's client and the network. */
@Factory
final class DynamoDbHttpFactory {

    @Bean(preDestroy = "close")
    @Singleton
    @Replaces(bean = SdkHttpClient.class, factory = UrlConnectionClientFactory.class)
    DynamoDbStandIn dynamoDbHttp(AwsClients aws, Settings settings) {
        return new DynamoDbStandIn(aws::http, settings);
    }
}
