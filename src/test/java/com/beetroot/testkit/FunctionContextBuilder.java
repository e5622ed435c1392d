package com.beetroot.testkit;

import com.beetroot.aws.AwsClients;
import com.beetroot.config.Settings;
import com.beetroot.lambda.FunctionContext;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.DefaultApplicationContextBuilder;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * Builds the function's own application context for a {@code @MicronautTest}. The properties of the test are the
 * function's environment variables.
 */
public final class FunctionContextBuilder extends DefaultApplicationContextBuilder {

    private final Map<String, String> variables = new HashMap<>();

    @Override
    public ApplicationContextBuilder propertySources(PropertySource... sources) {
        for (PropertySource source : sources) {
            source.forEach(name -> variables.put(name, String.valueOf(source.get(name))));
        }
        return super.propertySources(sources);
    }

    @Override
    public ApplicationContext build() {
        Settings settings = Settings.from(variables);
        Clock clock = Clock.systemUTC();
        FunctionContext.configure(
                environments(Environment.FUNCTION),
                settings,
                AwsClients.startingInBackground(settings, clock),
                clock,
                null);
        return super.build();
    }
}
