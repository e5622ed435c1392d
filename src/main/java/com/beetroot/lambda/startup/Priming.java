package com.beetroot.lambda.startup;

import com.beetroot.api.RequestContext;
import com.beetroot.gallery.dynamodb.ReadBudget;
import com.beetroot.lambda.gateway.GatewayAdapter;
import com.beetroot.lambda.gateway.GatewayEvent;
import com.beetroot.signing.UrlPresigner;
import io.micronaut.context.BeanProvider;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests before a client sends one, so that classes are initialised and the busiest code is compiled: what is
 * done in Lambda's INIT has two whole processors, and a request only the share of the function's memory. A stand-in
 * answers for DynamoDB: no table is read and no permission is needed.
 */
@Singleton
public final class Priming {

    /** The most time that priming takes. Lambda ends an INIT after 10 seconds. */
    static final Duration BUDGET = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Priming.class);

    /** How often the person list is answered. More rounds take as long as they save. */
    private static final int ROUNDS = 2;
    /** How often each route is answered before a snapshot, which is taken once for all starts. */
    private static final int SNAPSHOT_ROUNDS = 20;

    private static final String NO_PARAMETERS = "{}";

    private final BeanProvider<DynamoDbStandIn> dynamoDb;
    private final BeanProvider<UrlPresigner> presigner;
    private final BeanProvider<GatewayAdapter> gateway;

    Priming(
            BeanProvider<DynamoDbStandIn> dynamoDb,
            BeanProvider<UrlPresigner> presigner,
            BeanProvider<GatewayAdapter> gateway) {
        this.dynamoDb = dynamoDb;
        this.presigner = presigner;
        this.gateway = gateway;
    }

    /**
     * Primes what the first request needs.
     *
     * @param environment shows in a variable that Lambda sets whether a snapshot follows, which primes every route
     * @param sdk primes the AWS SDK in the background
     */
    public void primeForFirstRequest(Map<String, String> environment, SdkPriming sdk) {
        long end = System.nanoTime() + BUDGET.toNanos();
        if (SnapStartResource.isExpected(environment)) {
            gateway.get();
            sdk.await(BUDGET);
            return;
        }
        // These need no SDK, which is being primed meanwhile.
        prime(payload2("/persons", "{\"limit\":\"0\"}"));
        prime(payload1("/primed"));
        sdk.await(Duration.ofNanos(end - System.nanoTime()));
        for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
            prime(payload2("/persons", NO_PARAMETERS));
        }
        presigner.get().dropUrls();
    }

    /** Answers requests on all routes, in both payload formats. */
    void primeEveryRoute() {
        for (int round = 0; round < SNAPSHOT_ROUNDS; round++) {
            for (String path : List.of("/persons", "/persons/primed/photos", "/persons/primed")) {
                prime(payload2(path, NO_PARAMETERS));
                prime(payload1(path));
            }
        }
        presigner.get().dropUrls();
    }

    private void prime(String event) {
        try {
            dynamoDb.get().standIn(() -> {
                gateway.get()
                        .answer(
                                GatewayEvent.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), ""),
                                new RequestContext(ReadBudget.within(BUDGET)))
                        .write(OutputStream.nullOutputStream());
                return null;
            });
        } catch (Exception failed) {
            // A request that needs the same fails as well, and reports why.
            LOG.warn("Priming failed, so the first request will be slower: {}", failed.toString());
        }
    }

    private static String payload2(String path, String parameters) {
        return """
            {"version":"2.0","routeKey":"$default","rawPath":"%1$s","rawQueryString":"","queryStringParameters":%2$s,\
            "headers":{"host":"primed.example","accept":"*/*","accept-encoding":"gzip, br","user-agent":"primed",\
            "origin":"https://primed.example","x-forwarded-port":"443","x-forwarded-proto":"https"},\
            "requestContext":{"accountId":"000000000000","apiId":"primed","domainName":"primed.example",\
            "domainPrefix":"primed","http":{"method":"GET","path":"%1$s","protocol":"HTTP/1.1",\
            "sourceIp":"192.0.2.1","userAgent":"primed"},"requestId":"primed","routeKey":"$default",\
            "stage":"$default","time":"01/Jan/2026:00:00:00 +0000","timeEpoch":1767225600000},\
            "isBase64Encoded":false}""".formatted(path, parameters);
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
