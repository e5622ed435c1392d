package com.beetroot.lambda;

import com.beetroot.aws.AwsClients;
import com.beetroot.config.Settings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.env.Environment;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds Micronaut's application context for the function. {@code LambdaApplicationContextBuilder} is not used, because
 * it starts every singleton, including those that no request needs.
 */
public final class FunctionContext {

    private FunctionContext() {}

    static ApplicationContext start(Settings settings, AwsClients aws, Clock clock, @Nullable URI dynamoDb) {
        return configure(ApplicationContext.builder(Environment.FUNCTION), settings, aws, clock, dynamoDb)
                .start();
    }

    /**
     * Configures a builder for the function.
     *
     * @param dynamoDb the endpoint of DynamoDB; null to use the SDK's settings
     */
    public static ApplicationContextBuilder configure(
            ApplicationContextBuilder builder, Settings settings, AwsClients aws, Clock clock, @Nullable URI dynamoDb) {
        Map<String, Object> properties = new HashMap<>();
        // Micronaut's protection of local servers rejects requests that have an Origin but no Host.
        properties.put("micronaut.server.cors.localhost-pass-through", true);
        // Micronaut would refresh its own beans around a SnapStart snapshot; none of them needs it.
        properties.put("crac.refresh-beans", false);
        if (dynamoDb != null) {
            properties.put("aws.services.dynamodb.endpoint-override", dynamoDb.toString());
        }
        return builder.deduceEnvironment(false)
                .bootstrapEnvironment(false)
                .banner(false)
                // Environment variables and files hold no Micronaut settings, so it need not read them.
                .enableDefaultPropertySources(false)
                .properties(properties)
                .singletons(beans(settings, clock, aws));
    }

    private static Object[] beans(Settings settings, Clock clock, AwsClients aws) {
        List<Object> beans = new ArrayList<>(List.of(settings, settings.tables(), settings.scanReuse(), clock, aws));
        settings.personsIndex().ifPresent(beans::add);
        return beans.toArray();
    }
}
