package com.beetroot.lambda.log;

import com.beetroot.api.Fault;
import com.beetroot.api.Telemetry;
import com.beetroot.config.ConfigurationException;
import com.beetroot.gallery.dynamodb.ReadBudget;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line of JSON for each request. CloudWatch also reads the metrics from it (embedded metric format), so that
 * no metric needs a call.
 *
 * <p>The line contains no key, URL, token, path or personal value. Lambda passes standard output on unchanged; with the
 * JSON log format it does so for lines of JSON, and filters them by their members {@code timestamp} and {@code level}.
 * Outside Lambda only faults are logged.
 */
public final class RequestLog {

    /**
     * The metrics. Each pair of name and dimension values is a custom metric with a monthly price. These are ten, as
     * many as an account has free of charge.
     */
    private static final String METRICS = """
        "CloudWatchMetrics":[\
        {"Namespace":"Beetroot","Dimensions":[["FunctionName","Route"]],"Metrics":[{"Name":"Latency","Unit":"Milliseconds"}]},\
        {"Namespace":"Beetroot","Dimensions":[["FunctionName"]],"Metrics":[\
        {"Name":"ColdStart","Unit":"Count"},{"Name":"ReadUnits","Unit":"Count"},{"Name":"UrlsSigned","Unit":"Count"},\
        {"Name":"UrlsReused","Unit":"Count"},{"Name":"Unavailable","Unit":"Count"},{"Name":"Misconfigured","Unit":"Count"}]}]""";

    private static final String START_METRICS = """
        "CloudWatchMetrics":[{"Namespace":"Beetroot","Dimensions":[["FunctionName"]],"Metrics":[{"Name":"Misconfigured","Unit":"Count"}]}]""";

    /** The methods that are logged by name. A client may send any word as the method. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

    private final @Nullable String function;

    /** @param environment contains the function's name in {@code AWS_LAMBDA_FUNCTION_NAME}, which Lambda sets */
    public RequestLog(Map<String, String> environment) {
        this.function = environment.get("AWS_LAMBDA_FUNCTION_NAME");
    }

    /** Writes the line of an invocation that has ended. Outside Lambda, writes only faults. */
    public void write(LogEntry entry) {
        Telemetry telemetry = entry.request().telemetry();
        ReadBudget reads = entry.request().reads();
        Fault fault = telemetry.fault();
        if (function == null && fault == null) {
            return;
        }
        Fault.Kind kind = fault == null ? null : fault.kind();
        String method = entry.method();
        JsonLine line = begin(kind == null ? "INFO" : kind.level(), METRICS)
                .add("requestId", entry.requestId())
                .add("Route", entry.route().template())
                .add("method", method == null || METHODS.contains(method) ? method : "other")
                .add("status", entry.status())
                .add("Latency", Math.floorDiv(entry.duration().toNanos(), 1_000) / 1e3)
                .add("bytes", entry.bytes())
                .add("dynamoDbCalls", reads.calls())
                .add("ReadUnits", reads.capacityUnits())
                .add("UrlsSigned", telemetry.urlsSigned())
                .add("UrlsReused", telemetry.urlsReused())
                .add("ColdStart", entry.isCold() ? 1 : 0)
                .add("Unavailable", kind == Fault.Kind.UNAVAILABLE ? 1 : 0)
                .add("Misconfigured", kind == Fault.Kind.MISCONFIGURED || kind == Fault.Kind.NO_CREDENTIALS ? 1 : 0);
        end(fault == null ? line : line.add("fault", fault.kind().code()).add("message", fault.message()));
    }

    /** Writes why the function does not start. */
    public void write(ConfigurationException wrong) {
        Fault.Kind kind = Fault.Kind.MISCONFIGURED;
        end(begin(kind.level(), START_METRICS)
                .add("Misconfigured", 1)
                .add("fault", kind.code())
                .add("message", wrong.getMessage()));
    }

    private JsonLine begin(String level, String metrics) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        JsonLine line = new JsonLine().add("timestamp", now.toString()).add("level", level);
        return function == null
                ? line
                : line.addRaw("_aws", "{\"Timestamp\":" + now.toEpochMilli() + ',' + metrics + '}')
                        .add("FunctionName", function);
    }

    private static void end(JsonLine line) {
        PrintStream log = System.out;
        log.println(line.end());
        log.flush();
    }
}
