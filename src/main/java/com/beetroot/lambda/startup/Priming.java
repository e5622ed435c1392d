package com.beetroot.lambda.startup;

import com.beetroot.api.RequestContext;
import com.beetroot.config.Settings;
import com.beetroot.gallery.PersonRepository;
import com.beetroot.gallery.dynamodb.ReadBudget;
import com.beetroot.lambda.gateway.GatewayAdapter;
import com.beetroot.lambda.gateway.GatewayEvent;
import com.beetroot.signing.SigningAllowList.Place;
import com.beetroot.signing.UrlPresigner;
import io.micronaut.context.BeanProvider;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the request path before a client waits for it, so that classes are initialised and caches filled. A stand-in
 * answers for DynamoDB: no table is read and no permission is needed.
 */
@Singleton
public final class Priming {

    private static final Logger LOG = LoggerFactory.getLogger(Priming.class);

    private static final int ROUNDS = 20;
    private static final Duration TIME = Duration.ofSeconds(8);

    private final BeanProvider<DynamoDbStandIn> dynamoDb;
    private final BeanProvider<PersonRepository> persons;
    private final BeanProvider<UrlPresigner> presigner;
    private final BeanProvider<GatewayAdapter> gateway;
    private final Settings settings;

    Priming(
            BeanProvider<DynamoDbStandIn> dynamoDb,
            BeanProvider<PersonRepository> persons,
            BeanProvider<UrlPresigner> presigner,
            BeanProvider<GatewayAdapter> gateway,
            Settings settings) {
        this.dynamoDb = dynamoDb;
        this.persons = persons;
        this.presigner = presigner;
        this.gateway = gateway;
        this.settings = settings;
    }

    /**
     * Primes what the first request needs. Lambda gives a start a whole processor, but a request only its share.
     *
     * @param environment shows in a variable that Lambda sets whether a snapshot follows, which primes every route
     */
    public void primeForFirstRequest(Map<String, String> environment) {
        CompletableFuture<Void> readAndSigned = CompletableFuture.runAsync(this::readAndSign, Priming::startThread);
        gateway.get();
        readAndSigned.join();
        if (!SnapStartResource.isExpected(environment)) {
            prime(payload2("/persons"));
            startThread(this::connect);
        }
    }

    /** Answers requests on all routes, in both payload formats, often enough that the busiest code is compiled. */
    void primeEveryRoute() {
        for (int round = 0; round < ROUNDS; round++) {
            for (String path : List.of("/persons", "/persons/primed/photos", "/persons/primed")) {
                prime(payload2(path));
                prime(payload1(path));
            }
        }
    }

    /** Reads a person and signs a URL. This needs none of the beans that answer requests. */
    private void readAndSign() {
        attempt(() -> {
            persons.get().list(1, null, ReadBudget.within(TIME));
            List<Place> places = settings.signable().places();
            String bucket = places.isEmpty()
                    ? settings.thumbsBucket()
                    : places.getFirst().bucket();
            presigner
                    .get()
                    .open()
                    .url(bucket, places.isEmpty() ? "primed" : places.getFirst().key() + "primed");
            return null;
        });
    }

    /** Opens a connection to DynamoDB for the first request, if it can: a handshake takes longer than a read. */
    private void connect() {
        try {
            dynamoDb.get().connect();
        } catch (IOException | RuntimeException unavailable) {
            // The first request opens its own connection, or reports why it cannot.
        }
    }

    private void prime(String event) {
        attempt(() -> {
            gateway.get()
                    .answer(
                            GatewayEvent.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), ""),
                            new RequestContext(ReadBudget.within(TIME)))
                    .write(OutputStream.nullOutputStream());
            return null;
        });
    }

    private void attempt(Callable<Void> work) {
        try {
            dynamoDb.get().standIn(work);
        } catch (Exception failed) {
            // A request that needs the same fails as well, and reports why.
            LOG.warn("Priming failed, so the first request will be slower: {}", failed.toString());
        }
    }

    private static void startThread(Runnable work) {
        Thread.ofPlatform().name("priming").daemon().start(work);
    }

    private static String payload2(String path) {
        return """
            {"version":"2.0","routeKey":"$default","rawPath":"%1$s","rawQueryString":"",\
            "headers":{"host":"primed.example","accept":"*/*","accept-encoding":"gzip, br","user-agent":"primed",\
            "origin":"https://primed.example","x-forwarded-port":"443","x-forwarded-proto":"https"},\
            "requestContext":{"accountId":"000000000000","apiId":"primed","domainName":"primed.example",\
            "domainPrefix":"primed","http":{"method":"GET","path":"%1$s","protocol":"HTTP/1.1",\
            "sourceIp":"192.0.2.1","userAgent":"primed"},"requestId":"primed","routeKey":"$default",\
            "stage":"$default","time":"01/Jan/2026:00:00:00 +0000","timeEpoch":1767225600000},\
            "isBase64Encoded":false}""".formatted(path);
    }

    private static String payload1(String path) {
        return """
            {"version":"1.0","resource":"/{proxy+}","path":"%1$s","httpMethod":"GET",\
            "headers":{"Host":"primed.example","Accept":"*/*"},\
            "multiValueHeaders":{"Host":["primed.example"],"Accept":["*/*"]},\
            "queryStringParameters":null,"multiValueQueryStringParameters":null,\
            "pathParameters":null,"stageVariables":null,"requestContext":{"accountId":"000000000000",\
            "apiId":"primed","domainName":"primed.example","httpMethod":"GET",\
            "identity":{"sourceIp":"192.0.2.1","userAgent":"primed"},"path":"%1$s","protocol":"HTTP/1.1",\
            "requestId":"primed","requestTime":"01/Jan/2026:00:00:00 +0000","requestTimeEpoch":1767225600000,\
            "resourcePath":"/{proxy+}","stage":"primed"},"body":null,"isBase64Encoded":false}""".formatted(path);
    }
}
