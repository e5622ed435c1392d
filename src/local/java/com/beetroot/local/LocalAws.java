package com.beetroot.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The local replacements for AWS: real servers on loopback, with their own account. */
public record LocalAws(LocalDynamoDb dynamoDb, LocalS3 s3) implements AutoCloseable {

    /** Starts both servers in parallel, in memory. */
    public static LocalAws start() {
        return start(Optional.empty());
    }

    /** Starts both servers in parallel, with their data in a folder, which is created if it is missing. */
    public static LocalAws start(Optional<Path> folder) {
        CompletableFuture<LocalS3> s3 =
                CompletableFuture.supplyAsync(() -> LocalS3.start(folder.map(path -> created(path.resolve("s3")))));
        LocalDynamoDb dynamoDb = LocalDynamoDb.start(folder.map(path -> created(path.resolve("dynamodb"))));
        return new LocalAws(dynamoDb, s3.join());
    }

    /** Points every AWS SDK client of this process to these servers. */
    public void installSystemProperties() {
        Map.of(
                        "aws.region", LocalAccount.REGION.id(),
                        "aws.accessKeyId", LocalAccount.ACCESS_KEY,
                        "aws.secretAccessKey", LocalAccount.SECRET_KEY,
                        "aws.endpointUrlDynamoDb", dynamoDb.endpoint().toString(),
                        "aws.endpointUrlS3", s3.endpoint().toString())
                .forEach(System::setProperty);
    }

    /** Returns the environment variables that do the same for another process. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_REGION", LocalAccount.REGION.id(),
                "AWS_ACCESS_KEY_ID", LocalAccount.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", LocalAccount.SECRET_KEY,
                "AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString(),
                "AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
    }

    @Override
    public void close() {
        try (s3) {
            dynamoDb.close();
        }
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be made: choose another with --data.", e);
        }
    }
}
