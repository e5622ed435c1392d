package com.beetroot.local;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** DynamoDB Local in this process, on loopback only. Its licence allows only development and testing. */
public final class LocalDynamoDb implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final DynamoDBProxyServer server;
    private final ServerConnector connector;
    private final DynamoDbClient client;

    private LocalDynamoDb(DynamoDBProxyServer server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
        this.client = LocalAccount.dynamoDb(endpoint());
    }

    /** Starts on a free port, with its data in memory or in an existing folder. */
    public static LocalDynamoDb start(Optional<Path> folder) {
        List<String> place = folder.map(path -> List.of("-sharedDb", "-dbPath", path.toString()))
                .orElse(List.of("-inMemory"));
        try {
            DynamoDBProxyServer server = ServerRunner.createServerFromCommandLineArgs(
                    Stream.concat(place.stream(), Stream.of("-disableTelemetry"))
                            .toArray(String[]::new));
            // It has no option to bind to loopback only, or to compress, so this changes its Jetty before the start.
            Field jetty = DynamoDBProxyServer.class.getDeclaredField("server");
            jetty.setAccessible(true);
            Server http = (Server) jetty.get(server);
            ServerConnector connector = (ServerConnector) http.getConnectors()[0];
            connector.setHost(LOOPBACK);
            connector.setPort(0);
            http.setHandler(new CompressedResponses(http.getHandler()));
            server.start();
            return new LocalDynamoDb(server, connector);
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not start: " + e.getMessage(), e);
        }
    }

    public URI endpoint() {
        return URI.create("http://" + LOOPBACK + ":" + connector.getLocalPort());
    }

    public DynamoDbClient client() {
        return client;
    }

    /** Creates a table unless it exists. */
    public void createTable(String name, String partitionKey) {
        create(name, partitionKey, Optional.empty());
    }

    /** Creates a table with a sort key unless it exists. */
    public void createTable(String name, String partitionKey, String sortKey, ScalarAttributeType sortKeyType) {
        create(name, partitionKey, Optional.of(new SortKey(sortKey, sortKeyType)));
    }

    /** Creates a persons table with the index that src/docs/large-library.md describes, unless it exists. */
    @SuppressWarnings("unchecked") // The SDK takes a varargs of generic consumers.
    public void createPersonsTable(String name, String index, String shardAttribute) {
        ignoreExisting(() -> client.createTable(table -> table.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key -> key.attributeName("personId").keyType(KeyType.HASH))
                .attributeDefinitions(
                        a -> a.attributeName("personId").attributeType(ScalarAttributeType.S),
                        a -> a.attributeName(shardAttribute).attributeType(ScalarAttributeType.S),
                        a -> a.attributeName("photoCount").attributeType(ScalarAttributeType.N))
                .globalSecondaryIndexes(grid -> grid.indexName(index)
                        .keySchema(
                                key -> key.attributeName(shardAttribute).keyType(KeyType.HASH),
                                key -> key.attributeName("photoCount").keyType(KeyType.RANGE))
                        .projection(projection -> projection
                                .projectionType(ProjectionType.INCLUDE)
                                .nonKeyAttributes("repThumbKey")))));
    }

    private record SortKey(String name, ScalarAttributeType type) {}

    @SuppressWarnings("unchecked") // The SDK takes a varargs of generic consumers.
    private void create(String name, String partitionKey, Optional<SortKey> sortKey) {
        ignoreExisting(() -> client.createTable(table -> {
            table.tableName(name).billingMode(BillingMode.PAY_PER_REQUEST);
            if (sortKey.isPresent()) {
                table.keySchema(
                        k -> k.attributeName(partitionKey).keyType(KeyType.HASH),
                        k -> k.attributeName(sortKey.get().name()).keyType(KeyType.RANGE));
                table.attributeDefinitions(
                        a -> a.attributeName(partitionKey).attributeType(ScalarAttributeType.S),
                        a -> a.attributeName(sortKey.get().name())
                                .attributeType(sortKey.get().type()));
            } else {
                table.keySchema(k -> k.attributeName(partitionKey).keyType(KeyType.HASH));
                table.attributeDefinitions(a -> a.attributeName(partitionKey).attributeType(ScalarAttributeType.S));
            }
        }));
    }

    private static void ignoreExisting(Runnable create) {
        try {
            create.run();
        } catch (ResourceInUseException exists) {
            // It exists from an earlier run.
        }
    }

    @Override
    public void close() {
        client.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not stop: " + e.getMessage(), e);
        }
    }
}
