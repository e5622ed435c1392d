package com.beetroot.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;

/**
 * Records the successful AWS calls of the function's own code in any test. The SDK loads this class as a global
 * interceptor, and the build sets the file for the records.
 */
public final class RecordedCalls implements ExecutionInterceptor {

    /**
     * An AWS call.
     *
     * @param action the IAM action, such as {@code dynamodb:Query}
     * @param on the table, with {@code /index/…} for an index, or the secret; empty for other services
     */
    public record Call(String action, String on) {

        private static Call read(String line) {
            String[] parts = line.split(" ", 2);
            return new Call(parts[0], parts[1]);
        }
    }

    private static final Set<Call> CALLS = ConcurrentHashMap.newKeySet();
    private static final Path RECORD =
            System.getProperty("recorded.calls") == null ? null : Path.of(System.getProperty("recorded.calls"));

    static {
        try {
            if (RECORD != null) {
                Files.deleteIfExists(RECORD);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the calls of this process since the last call of this method. */
    public static Set<Call> take() {
        Set<Call> calls = Set.copyOf(CALLS);
        CALLS.removeAll(calls);
        return calls;
    }

    /** Returns the calls of a process that has ended. */
    public static List<Call> of(Path record) throws IOException {
        return Files.readAllLines(record).stream().map(Call::read).toList();
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        if (isOfTheFunction()) {
            String service =
                    attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME).toLowerCase(Locale.ROOT);
            String action = service + ':' + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
            resources(context.request()).forEach(resource -> record(new Call(action, resource)));
        }
    }

    /** Returns whether the function made the call, because tests call DynamoDB too. */
    private static boolean isOfTheFunction() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.map(frame ->
                                frame.getDeclaringClass().getProtectionDomain().getCodeSource())
                        .anyMatch(source -> source != null
                                && source.getLocation().getPath().matches(".*/target/(classes/|beetroot-api\\.jar)")));
    }

    private static Collection<String> resources(SdkRequest request) {
        if (request instanceof BatchGetItemRequest batch) {
            return batch.requestItems().keySet();
        }
        String index = request.getValueForField("IndexName", String.class)
                .map("/index/"::concat)
                .orElse("");
        return List.of(request.getValueForField("TableName", String.class)
                .or(() -> request.getValueForField("SecretId", String.class))
                .map(name -> name + index)
                .orElse(""));
    }

    private static synchronized void record(Call call) {
        if (CALLS.add(call) && RECORD != null) {
            try {
                Files.writeString(
                        RECORD,
                        call.action() + ' ' + call.on() + '\n',
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
