package com.beetroot.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.function.aws.proxy.payload1.ApiGatewayProxyEventHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/**
 * The Lambda function: answers API Gateway's proxy events of payload format 1.0 (REST API) and 2.0 (HTTP API, function
 * URL) on one application context.
 */
public final class ApiFunction implements RequestStreamHandler, AutoCloseable {

    private static final Map<String, Object> PROPERTIES = Map.of(
            // Micronaut's guard of local servers refuses requests with an Origin and without a Host; a function has no
            // local server.
            "micronaut.server.cors.localhost-pass-through", true,
            // Micronaut's own refreshing of beans around a snapshot: there is none to refresh.
            "crac.refresh-beans", false);

    private final RequestLog log;
    private final AtomicBoolean warm = new AtomicBoolean();
    private final ApplicationContext context;
    private final ApiGatewayProxyEventHandler micronaut;
    private final Priming priming;

    /**
     * The function as Lambda starts it, with the settings of the environment.
     *
     * @throws ConfigurationException where a setting is missing or wrong
     */
    public ApiFunction() {
        this(System.getenv(), null, Clock.systemUTC(), true);
        AotCache.tellWhereUnused();
        if (!Snapshot.ahead(System.getenv())) {
            // Lambda gives a start the whole processor, and a request its share.
            priming.firstRequest(this);
            Thread.ofPlatform().name("dynamodb-connection").daemon().start(priming::connect);
        }
    }

    /**
     * The function with settings of one's own; the AWS SDK's own settings are those of the process all the same.
     *
     * @param settings the variables of {@link Settings}
     * @throws ConfigurationException where a setting is missing or wrong
     */
    public ApiFunction(Map<String, String> settings) {
        this(settings, null, Clock.systemUTC());
    }

    /**
     * The function with an endpoint of DynamoDB for it alone, null for that of the SDK's settings, and a clock that its
     * URLs are signed by.
     */
    ApiFunction(Map<String, String> settings, @Nullable URI dynamoDb, Clock clock) {
        this(settings, dynamoDb, clock, false);
    }

    private ApiFunction(Map<String, String> environment, @Nullable URI dynamoDb, Clock clock, boolean primed) {
        log = new RequestLog(environment);
        Settings settings = settings(environment);
        // A logger that is asked for while another thread starts SLF4J records all that it is told, traces too.
        LoggerFactory.getILoggerFactory();
        // What works on AWS needs nothing of what answers requests, so it is made meanwhile.
        Executor beside = task -> Thread.ofPlatform().name("aws-start").daemon().start(task);
        Aws aws = new Aws(settings, clock, beside);
        // Built by hand: LambdaApplicationContextBuilder would start every singleton, also those that nobody uses.
        context = ApplicationContext.builder(Environment.FUNCTION)
                .deduceEnvironment(false)
                .bootstrapEnvironment(false)
                .banner(false)
                // The variables and files that Micronaut would look into have nothing for it.
                .enableDefaultPropertySources(false)
                .properties(properties(dynamoDb))
                .singletons(settings, clock, aws, new Snapshot(this))
                .start();
        CompletableFuture<Priming> made = CompletableFuture.supplyAsync(
                () -> {
                    Priming bean = context.getBean(Priming.class);
                    if (primed) {
                        bean.gallery();
                    }
                    return bean;
                },
                beside);
        micronaut = new ApiGatewayProxyEventHandler(context);
        priming = made.join();
    }

    /**
     * Answers one event.
     *
     * @param lambda null where the function is only tried, as before a snapshot: then nothing is logged
     * @throws IllegalArgumentException where the input is no API Gateway proxy event
     */
    @Override
    public void handleRequest(InputStream input, OutputStream output, @Nullable Context lambda) throws IOException {
        Invocation invocation = new Invocation(lambda, lambda != null && warm.compareAndSet(false, true));
        try {
            ProxyEvent event = ProxyEvent.read(input);
            invocation.answer(() -> answer(event)).write(output);
        } catch (IOException | RuntimeException failed) {
            invocation.failed(
                    failed instanceof NotARequestException
                            ? new Fault(Fault.Kind.NOT_A_REQUEST, failed.getMessage())
                            : Fault.unexpected(failed));
            throw failed;
        } finally {
            if (lambda != null) {
                log.write(invocation);
            }
        }
    }

    /** What tries this function before its first request. */
    Priming priming() {
        return priming;
    }

    @Override
    public void close() {
        context.close();
    }

    private static Map<String, Object> properties(@Nullable URI dynamoDb) {
        Map<String, Object> properties = new HashMap<>(PROPERTIES);
        if (dynamoDb != null) {
            properties.put("aws.services.dynamodb.endpoint-override", dynamoDb.toString());
        }
        return properties;
    }

    private Settings settings(Map<String, String> environment) {
        try {
            return Settings.from(environment);
        } catch (ConfigurationException wrong) {
            log.write(wrong);
            throw wrong;
        }
    }

    private ProxyAnswer answer(ProxyEvent event) {
        Invocation.current().received(event.method(), event.path());
        ProxyAnswer answer = ProxyAnswer.of(
                micronaut
                        .exchange(event.request(), new APIGatewayProxyResponseEvent())
                        .getResponse(),
                Invocation.current().body());
        if (event.payload2()) {
            answer = Compression.compress(answer, event.headers().get(ProxyEvent.ACCEPT_ENCODING));
        }
        Invocation.current().answered(answer);
        return answer;
    }
}
