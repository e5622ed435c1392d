package com.beetroot.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.type.Argument;
import io.micronaut.function.aws.proxy.payload1.ApiGatewayProxyRequestEventFunction;
import io.micronaut.function.aws.proxy.payload2.APIGatewayV2HTTPEventFunction;
import io.micronaut.http.HttpHeaders;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The Lambda function: answers API Gateway's proxy events of payload format 1.0 (REST API) and 2.0 (HTTP API, function
 * URL) on one application context.
 */
public final class ApiFunction implements RequestStreamHandler, AutoCloseable {

    static final String NO_EVENT =
        "This function answers API Gateway proxy events (payload format 1.0 or 2.0) and function URLs; this input is neither.";

    /** The input is nothing that API Gateway or a function URL sends. */
    private static final class NotARequestException extends IllegalArgumentException {

        NotARequestException() {
            super(NO_EVENT);
        }
    }

    private final RequestLog log;
    private final AtomicBoolean warm = new AtomicBoolean();
    private final ApplicationContext context;
    private final JsonMapper json;
    private final ApiGatewayProxyRequestEventFunction payload1;
    private final APIGatewayV2HTTPEventFunction payload2;
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
     * The function with an endpoint of DynamoDB for it alone, null for that of the SDK's settings, and a clock that its URLs are
     * signed by.
     */
    ApiFunction(Map<String, String> settings, @Nullable URI dynamoDb, Clock clock) {
        this(settings, dynamoDb, clock, false);
    }

    private ApiFunction(Map<String, String> environment, @Nullable URI dynamoDb, Clock clock, boolean primed) {
        log = new RequestLog(environment);
        Settings settings = settings(environment);
        // Built by hand: LambdaApplicationContextBuilder would start every singleton, also those that nobody uses.
        context = ApplicationContext.builder(Environment.FUNCTION)
            .deduceEnvironment(false)
            .banner(false)
            .properties(dynamoDb == null ? Map.of() : Map.of("aws.services.dynamodb.endpoint-override", dynamoDb.toString()))
            .singletons(settings, clock, new Snapshot(this))
            .start();
        // What works on AWS needs nothing of what answers requests, so it is made meanwhile.
        CompletableFuture<Priming> aws = CompletableFuture.supplyAsync(() -> {
            Priming made = context.getBean(Priming.class);
            if (primed) {
                made.gallery();
            }
            return made;
        }, Thread.ofPlatform().name("aws-start").daemon()::start);
        json = context.getBean(JsonMapper.class);
        payload1 = new ApiGatewayProxyRequestEventFunction(context);
        payload2 = new APIGatewayV2HTTPEventFunction(context);
        priming = aws.join();
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
            JsonNode event = read(() -> json.readValue(input, Argument.of(JsonNode.class)));
            json.writeValue(output, invocation.answer(() -> isPayload2(event) ? answer2(event, lambda) : answer1(event, lambda)));
        } catch (IOException | RuntimeException failed) {
            invocation.failed(failed instanceof NotARequestException ? new Fault(Fault.Kind.NOT_A_REQUEST, NO_EVENT) : Fault.unexpected(failed));
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

    private Settings settings(Map<String, String> environment) {
        try {
            return Settings.from(environment);
        } catch (ConfigurationException wrong) {
            log.write(wrong);
            throw wrong;
        }
    }

    private static boolean isPayload2(JsonNode event) {
        return event.isObject() && event.get("version") instanceof JsonNode version
            && version.isString() && version.getStringValue().equals("2.0");
    }

    private Object answer1(JsonNode node, @Nullable Context lambda) {
        APIGatewayProxyRequestEvent event = read(() -> json.readValueFromTree(node, APIGatewayProxyRequestEvent.class));
        event.setPath(EventPath.canonical(event.getPath()));
        event.setHeaders(EventParts.headers(event.getHeaders()));
        event.setMultiValueHeaders(EventParts.headerLists(event.getMultiValueHeaders()));
        event.setQueryStringParameters(EventParts.parameters(event.getQueryStringParameters()));
        event.setMultiValueQueryStringParameters(EventParts.parameterLists(event.getMultiValueQueryStringParameters()));
        event.setBody(null);
        Invocation.current().received(require(event.getHttpMethod()), event.getPath());
        APIGatewayProxyResponseEvent answer = payload1.handleRequest(event, lambda);
        Invocation.current().answered(answer.getStatusCode(), answer.getBody(), Boolean.TRUE.equals(answer.getIsBase64Encoded()));
        return answer;
    }

    private Object answer2(JsonNode node, @Nullable Context lambda) {
        APIGatewayV2HTTPEvent event = read(() -> json.readValueFromTree(node, APIGatewayV2HTTPEvent.class));
        APIGatewayV2HTTPEvent.RequestContext request = require(event.getRequestContext());
        APIGatewayV2HTTPEvent.RequestContext.Http http = require(request.getHttp());
        http.setPath(EventPath.canonical(EventPath.withoutStage(event.getRawPath(), request.getStage())));
        event.setHeaders(EventParts.headers(event.getHeaders()));
        event.setQueryStringParameters(EventParts.parameters(event.getQueryStringParameters()));
        event.setBody(null);
        Invocation.current().received(require(http.getMethod()), http.getPath());
        APIGatewayV2HTTPResponse answer = Compression.compress(payload2.handleRequest(event, lambda), header(event, HttpHeaders.ACCEPT_ENCODING));
        Invocation.current().answered(answer.getStatusCode(), answer.getBody(), answer.getIsBase64Encoded());
        return answer;
    }

    private static @Nullable String header(APIGatewayV2HTTPEvent event, String name) {
        // HTTP APIs give names in lower case; a hand-made event may not.
        return event.getHeaders() == null ? null : event.getHeaders().entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase(name)).map(Map.Entry::getValue).findFirst().orElse(null);
    }

    private static <T> T require(T part) {
        if (part == null) {
            throw new NotARequestException();
        }
        return part;
    }

    private static <T> T read(Callable<T> reader) {
        try {
            return require(reader.call());
        } catch (IOException | IllegalArgumentException unreadable) {
            // Not as its cause: Lambda logs that, and it quotes the input.
            throw new NotARequestException();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
