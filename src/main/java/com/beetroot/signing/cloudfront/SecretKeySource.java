package com.beetroot.signing.cloudfront;

import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;

/** Reads the current version of a secret from AWS Secrets Manager. */
final class SecretKeySource implements KeySource {

    /** The most time that a read takes with its repetitions, because a request may be waiting for it. */
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private final String secret;
    private final SecretsManagerClient client;

    /** @param secret a name, or an ARN, which may be of another region */
    SecretKeySource(String secret, SdkHttpClient http, IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
        this.secret = secret;
        SecretsManagerClientBuilder builder = SecretsManagerClient.builder()
                .httpClient(http)
                .credentialsProvider(credentials)
                .overrideConfiguration(configuration -> configuration.apiCallTimeout(TIMEOUT));
        region(secret).ifPresent(builder::region);
        client = builder.build();
    }

    @Override
    public String read() {
        try {
            return Optional.ofNullable(
                            client.getSecretValue(get -> get.secretId(secret)).secretString())
                    .orElseThrow(() -> new UnusableKeyException("It is stored as binary: store it as text."));
        } catch (AwsServiceException refused) {
            throw new UnusableKeyException(remedy(refused));
        } catch (SdkException unavailable) {
            throw new UnusableKeyException("Secrets Manager cannot be called: " + unavailable.getMessage());
        }
    }

    private static String remedy(AwsServiceException refused) {
        String code = refused.awsErrorDetails() == null
                ? "status " + refused.statusCode()
                : refused.awsErrorDetails().errorCode();
        return switch (code) {
            case "ResourceNotFoundException" ->
                "There is no such secret in this region, or it has no value yet: create it, or correct the name.";
            case "AccessDeniedException" ->
                "The function's role may not read it: allow secretsmanager:GetSecretValue for the secret, and"
                        + " kms:Decrypt if a KMS key of your own encrypts it.";
            case "InvalidRequestException" -> "It is marked for deletion: restore it, or name another.";
            default -> "Secrets Manager answers " + code + ".";
        };
    }

    private static Optional<Region> region(String secret) {
        return secret.startsWith("arn:") ? Optional.of(Region.of(secret.split(":", 5)[3])) : Optional.empty();
    }
}
