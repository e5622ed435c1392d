package com.beetroot.api;

import com.beetroot.gallery.People;
import com.beetroot.gallery.Reading;
import com.beetroot.signing.SignableObjects.Place;
import com.beetroot.signing.UrlSigner;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the request path before anyone waits for it, so that its classes are initialised and its caches filled. DynamoDB
 * is stood in for: no table is read, and no permission is needed.
 */
@Singleton
final class Priming {

    private static final Logger LOG = LoggerFactory.getLogger(Priming.class);

    private static final int ROUNDS = 20;

    private final DynamoDbHttp dynamoDb;
    private final People people;
    private final UrlSigner signer;
    private final Settings settings;

    Priming(DynamoDbHttp dynamoDb, People people, UrlSigner signer, Settings settings) {
        this.dynamoDb = dynamoDb;
        this.people = people;
        this.signer = signer;
        this.settings = settings;
    }

    /** Reads and signs, which needs nothing of what answers requests. */
    void gallery() {
        attempt(() -> {
            people.list(1, null, Reading.within(Duration.ofSeconds(8)));
            List<Place> places = settings.signable().places();
            String bucket = places.isEmpty()
                    ? settings.thumbsBucket()
                    : places.getFirst().bucket();
            signer.open()
                    .url(bucket, places.isEmpty() ? "primed" : places.getFirst().key() + "primed");
            return null;
        });
    }

    /** Answers one request, the commonest. */
    void firstRequest(ApiFunction function) {
        request(function, payload2("/persons"));
    }

    /** Answers requests on all routes, of both payload formats, so often that what is busiest is compiled. */
    void requests(ApiFunction function) {
        for (int round = 0; round < ROUNDS; round++) {
            for (String path : List.of("/persons", "/persons/primed/photos", "/persons/primed")) {
                request(function, payload2(path));
                request(function, payload1(path));
            }
        }
    }

    /**
     * Opens a connection to DynamoDB for the first request, where that can be had: a handshake takes longer than a
     * read.
     */
    void connect() {
        try {
            dynamoDb.connect();
        } catch (IOException | RuntimeException unavailable) {
            // The first request will open its own, or tell why it cannot.
        }
    }

    /** Forgets what must not outlive a snapshot. */
    void renew() {
        signer.renew();
    }

    private void request(ApiFunction function, String event) {
        attempt(() -> {
            function.handleRequest(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                    OutputStream.nullOutputStream(),
                    null);
            return null;
        });
    }

    private void attempt(Callable<Void> work) {
        try {
            dynamoDb.standIn(work);
        } catch (Exception failed) {
            // The request that needs the same will fail by itself, and say so to whom it concerns.
            LOG.warn("The function could not be tried before its first request: {}", failed.toString());
        }
    }

    private static String payload2(String path) {
        return """
            {"version":"2.0","routeKey":"$default","rawPath":"%1$s","rawQueryString":"","headers":{"host":"primed.example","accept":"*/*",\
            "accept-encoding":"gzip, br","user-agent":"primed","origin":"https://primed.example","x-forwarded-port":"443","x-forwarded-proto":"https"},\
            "requestContext":{"accountId":"000000000000","apiId":"primed","domainName":"primed.example","domainPrefix":"primed",\
            "http":{"method":"GET","path":"%1$s","protocol":"HTTP/1.1","sourceIp":"192.0.2.1","userAgent":"primed"},"requestId":"primed",\
            "routeKey":"$default","stage":"$default","time":"01/Jan/2026:00:00:00 +0000","timeEpoch":1767225600000},"isBase64Encoded":false}""".formatted(path);
    }

    private static String payload1(String path) {
        return """
            {"version":"1.0","resource":"/{proxy+}","path":"%1$s","httpMethod":"GET","headers":{"Host":"primed.example","Accept":"*/*"},\
            "multiValueHeaders":{"Host":["primed.example"],"Accept":["*/*"]},"queryStringParameters":null,"multiValueQueryStringParameters":null,\
            "pathParameters":null,"stageVariables":null,"requestContext":{"accountId":"000000000000","apiId":"primed","domainName":"primed.example",\
            "httpMethod":"GET","identity":{"sourceIp":"192.0.2.1","userAgent":"primed"},"path":"%1$s","protocol":"HTTP/1.1","requestId":"primed",\
            "requestTime":"01/Jan/2026:00:00:00 +0000","requestTimeEpoch":1767225600000,"resourcePath":"/{proxy+}","stage":"primed"},\
            "body":null,"isBase64Encoded":false}""".formatted(path);
    }
}
