package com.beetroot.api;

import com.beetroot.signing.RenewableCredentials;
import com.beetroot.signing.S3Endpoints;
import com.beetroot.signing.UrlSigner;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * What works on AWS and needs nothing of Micronaut, so that both can be made at once. Whoever asks for a part waits for
 * it.
 */
final class Aws {

    /** A connection in the same region takes a few milliseconds. */
    private static final Duration CONNECTION = Duration.ofSeconds(1);

    private static final Duration SOCKET = Duration.ofSeconds(2);

    static {
        // People click less often than every 5 seconds, which is how long the JDK keeps a connection; the SDK's Apache
        // client keeps it 60.
        System.getProperties().putIfAbsent("http.keepAlive.time.server", "55");
    }

    private final RenewableCredentials credentials;
    private final CompletableFuture<SdkHttpClient> network;
    private final CompletableFuture<UrlSigner> signer;

    /** @param executor makes the parts */
    Aws(Settings settings, Clock clock, Executor executor) {
        credentials = new RenewableCredentials(
                () -> DefaultCredentialsProvider.builder().build(), clock);
        network = CompletableFuture.supplyAsync(
                () -> UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECTION)
                        .socketTimeout(SOCKET)
                        .tlsTrustManagersProvider(AmazonRoots::trustManagers)
                        .build(),
                executor);
        signer = network.thenApply(made -> new UrlSigner(
                S3Endpoints.configured(new DefaultAwsRegionProviderChain().getRegion()),
                credentials,
                settings.urls(),
                settings.signable(),
                clock));
    }

    RenewableCredentials credentials() {
        return credentials;
    }

    /** The way to DynamoDB. */
    SdkHttpClient network() {
        return network.join();
    }

    UrlSigner signer() {
        return signer.join();
    }
}
