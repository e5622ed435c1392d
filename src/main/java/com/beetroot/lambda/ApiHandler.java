package com.beetroot.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.beetroot.api.Fault;
import com.beetroot.api.RequestContext;
import com.beetroot.aws.AwsClients;
import com.beetroot.config.ConfigurationException;
import com.beetroot.config.Settings;
import com.beetroot.gallery.dynamodb.ReadBudget;
import com.beetroot.lambda.gateway.GatewayAdapter;
import com.beetroot.lambda.gateway.GatewayEvent;
import com.beetroot.lambda.gateway.GatewayResponse;
import com.beetroot.lambda.gateway.NotAGatewayEventException;
import com.beetroot.lambda.log.LogEntry;
import com.beetroot.lambda.log.RequestLog;
import com.beetroot.lambda.startup.AotCacheCheck;
import com.beetroot.lambda.startup.Priming;
import com.beetroot.lambda.startup.SdkPriming;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The Lambda function: answers API Gateway's proxy events of payload format 1.0 (REST API) and 2.0 (HTTP API, function
 * URL), and writes one log line for each.
 */
public final class ApiHandler implements RequestStreamHandler, AutoCloseable {

    /** The part of the invocation's time that is reserved for signing, serialising and Lambda itself. */
    private static final Duration MARGIN = Duration.ofMillis(400);

    private final RequestLog log;
    private final ApplicationContext context;
    private final GatewayAdapter gateway;
    private final String basePath;
    private final AtomicBoolean warm = new AtomicBoolean();

    /**
     * Starts the function as Lambda does, configured by the environment and primed for its first request.
     *
     * @throws ConfigurationException if a setting is missing or wrong
     */
    public ApiHandler() {
        this(System.getenv(), null, Clock.systemUTC(), true);
        AotCacheCheck.warnIfUnusable();
    }

    /**
     * Starts the function with the given settings. The AWS SDK still reads its own settings from the process.
     *
     * @param settings the variables of {@link Settings}
     * @throws ConfigurationException if a setting is missing or wrong
     */
    public ApiHandler(Map<String, String> settings) {
        this(settings, null, Clock.systemUTC());
    }

    /**
     * Starts the function with its own DynamoDB endpoint and clock.
     *
     * @param dynamoDb the endpoint of DynamoDB; null to use the SDK's settings
     * @param clock the clock to sign URLs by
     */
    public ApiHandler(Map<String, String> settings, @Nullable URI dynamoDb, Clock clock) {
        this(settings, dynamoDb, clock, false);
    }

    private ApiHandler(Map<String, String> environment, @Nullable URI dynamoDb, Clock clock, boolean primed) {
        log = new RequestLog(environment);
        Settings settings = settings(environment);
        // Initialises SLF4J first: a logger obtained during its initialisation buffers every event.
        LoggerFactory.getILoggerFactory();
        basePath = settings.basePath();
        AwsClients aws = AwsClients.startingInBackground(settings, clock);
        if (primed) {
            SdkPriming sdk = SdkPriming.start(settings, aws, clock, dynamoDb);
            context = FunctionContext.start(settings, aws, clock, dynamoDb);
            requireKey(settings, aws);
            context.getBean(Priming.class).primeForFirstRequest(environment, sdk);
        } else {
            context = FunctionContext.start(settings, aws, clock, dynamoDb);
            requireKey(settings, aws);
        }
        gateway = context.getBean(GatewayAdapter.class);
    }

    /**
     * Answers one event.
     *
     * @throws IllegalArgumentException if the input is not an API Gateway proxy event
     */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context lambda) throws IOException {
        Duration time = Duration.ofMillis(lambda.getRemainingTimeInMillis()).minus(MARGIN);
        RequestContext request = new RequestContext(ReadBudget.within(time));
        LogEntry entry = new LogEntry(lambda.getAwsRequestId(), warm.compareAndSet(false, true), request);
        try {
            GatewayEvent event = GatewayEvent.read(input, basePath);
            entry.received(event.method(), event.path());
            GatewayResponse response = gateway.answer(event, request);
            entry.answered(response.status(), response.body().length);
            response.write(output);
        } catch (IOException | RuntimeException failed) {
            request.telemetry()
                    .failed(
                            failed instanceof NotAGatewayEventException
                                    ? new Fault(Fault.Kind.NOT_A_REQUEST, NotAGatewayEventException.MESSAGE)
                                    : Fault.unexpected(failed));
            throw failed;
        } finally {
            log.write(entry);
        }
    }

    @Override
    public void close() {
        context.close();
    }

    /** Waits for the private key of CloudFront, if one is set. It is read while the context starts. */
    private void requireKey(Settings settings, AwsClients aws) {
        if (settings.cloudFront().isPresent()) {
            try {
                aws.requirePresigner();
            } catch (ConfigurationException unusable) {
                context.close();
                log.write(unusable);
                throw unusable;
            }
        }
    }

    private Settings settings(Map<String, String> environment) {
        try {
            return Settings.from(environment);
        } catch (ConfigurationException wrong) {
            log.write(wrong);
            throw wrong;
        }
    }
}
