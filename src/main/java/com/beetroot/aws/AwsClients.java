package com.beetroot.aws;

import com.beetroot.config.ConfigurationException;
import com.beetroot.config.Settings;
import com.beetroot.signing.RenewableCredentials;
import com.beetroot.signing.S3Endpoints;
import com.beetroot.signing.UrlPresigner;
import com.beetroot.signing.UrlSigner;
import com.beetroot.signing.cloudfront.CloudFrontSigner;
import com.beetroot.signing.cloudfront.UnusableKeyException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Holds the HTTP client, the credentials and the presigner. They do not depend on Micronaut, so they are created while
 * it starts; an accessor waits until its object exists.
 */
public final class AwsClients {

    /** A connection within a region takes a few milliseconds. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(2);

    /** How many seconds the JDK keeps an idle connection: people click less often than its default of 5. */
    private static final String KEEP_ALIVE_SECONDS = "55";

    /**
     * How many idle connections the JDK keeps: as many as the gallery makes parallel calls, instead of the default of
     * 5.
     */
    private static final String KEPT_CONNECTIONS = "16";

    private final RenewableCredentials credentials;
    private final CompletableFuture<SdkHttpClient> http;
    private final CompletableFuture<UrlPresigner> presigner;

    private AwsClients(Settings settings, Clock clock, Executor background) {
        credentials = new RenewableCredentials(
                () -> DefaultCredentialsProvider.builder().build(), clock);
        http = CompletableFuture.supplyAsync(AwsClients::createHttp, background);
        presigner = http.thenApply(created -> new UrlPresigner(
                S3Endpoints.configured(new DefaultAwsRegionProviderChain().getRegion(), settings.bucketRegions()),
                credentials,
                settings.urls(),
                settings.signable(),
                clock,
                cloudFront(settings, created, clock)));
    }

    /** Loads nothing of CloudFront unless it is set; a lambda's parameter would be loaded to link it. */
    private Optional<UrlSigner> cloudFront(Settings settings, SdkHttpClient http, Clock clock) {
        if (settings.cloudFront().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(CloudFrontSigner.start(
                settings.cloudFront().get(), settings.urls(), settings.signable(), http, credentials, clock));
    }

    /** Starts creating the clients on a separate thread. */
    public static AwsClients startingInBackground(Settings settings, Clock clock) {
        keepConnectionsAlive();
        return new AwsClients(
                settings,
                clock,
                task -> Thread.ofPlatform().name("aws-clients").daemon().start(task));
    }

    /** Sets how many idle connections the JDK keeps in this process, and how long, unless already set. */
    private static void keepConnectionsAlive() {
        System.getProperties().putIfAbsent("http.keepAlive.time.server", KEEP_ALIVE_SECONDS);
        System.getProperties().putIfAbsent("http.maxConnections", KEPT_CONNECTIONS);
    }

    private static SdkHttpClient createHttp() {
        return new AwsHttpClient(UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(SOCKET_TIMEOUT)
                .build());
    }

    RenewableCredentials credentials() {
        return credentials;
    }

    /** Returns the HTTP client for calls to AWS. */
    public SdkHttpClient http() {
        return http.join();
    }

    UrlPresigner presigner() {
        return presigner.join();
    }

    /**
     * Waits until the presigner exists.
     *
     * @throws ConfigurationException if the private key for CloudFront cannot be read or used
     */
    public void requirePresigner() {
        try {
            presigner.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof UnusableKeyException unusable
                    ? new ConfigurationException(String.valueOf(unusable.getMessage()))
                    : failed;
        }
    }
}
