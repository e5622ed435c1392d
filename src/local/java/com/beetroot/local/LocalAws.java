package com.beetroot.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The stand-ins for AWS on this machine: real servers on loopback, with an account of their own. */
public record LocalAws(LocalDynamoDb dynamoDb, LocalS3 s3) implements AutoCloseable {

    /** Starts both side by side, in memory. */
    public static LocalAws start() {
        return start(Optional.empty());
    }

    /** Starts both side by side, with their data kept in a folder, which is made where it is missing. */
    public static LocalAws start(Optional<Path> folder) {
        CompletableFuture<LocalS3> s3 =
                CompletableFuture.supplyAsync(() -> LocalS3.start(folder.map(path -> made(path.resolve("s3")))));
        LocalDynamoDb dynamoDb = LocalDynamoDb.start(folder.map(path -> made(path.resolve("dynamodb"))));
        return new LocalAws(dynamoDb, s3.join());
    }

    /** Points every AWS SDK client of this process at these parts. */
    public void installSystemProperties() {
        Map.of(
                        "aws.region", LocalAccount.REGION.id(),
                        "aws.accessKeyId", LocalAccount.ACCESS_KEY,
                        "aws.secretAccessKey", LocalAccount.SECRET_KEY,
                        "aws.endpointUrlDynamoDb", dynamoDb.endpoint().toString(),
                        "aws.endpointUrlS3", s3.endpoint().toString())
                .forEach(System::setProperty);
    }

    /** The same for another process, as environment variables. */
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

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be made: choose another with --data.", e);
        }
    }
}
