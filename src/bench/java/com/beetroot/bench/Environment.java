package com.beetroot.bench;

import com.beetroot.local.LocalAws;
import java.util.HashMap;
import java.util.Map;

/** The environment variables that Lambda sets for a function, and those of this project. */
final class Environment {

    private Environment() {}

    /** The memory of a function for which a benchmark names none, in MB. */
    static final int MEGABYTES = 512;

    static Map<String, String> of(LocalAws parts) {
        return of(parts, MEGABYTES);
    }

    /** @param megabytes the function's memory */
    static Map<String, String> of(LocalAws parts, int megabytes) {
        Map<String, String> environment = new HashMap<>(parts.environment());
        environment.put("AWS_SESSION_TOKEN", BenchmarkLibrary.sessionToken());
        environment.put("AWS_DEFAULT_REGION", environment.get("AWS_REGION"));
        environment.put("AWS_LAMBDA_FUNCTION_NAME", "beetroot-api");
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(megabytes));
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/beetroot-api");
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
        environment.put("_HANDLER", "com.beetroot.lambda.ApiHandler::handleRequest");
        // The memory that a JVM detects in a function of this size.
        environment.put("JAVA_TOOL_OPTIONS", "-XX:MaxRAM=" + megabytes + "m");
        environment.put("LANG", "en_US.UTF-8");
        environment.put("TZ", ":UTC");
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("THUMBS_BUCKET", "beetroot-thumbs");
        return environment;
    }
}
