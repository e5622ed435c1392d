package com.beetroot.config;

import com.beetroot.signing.S3Endpoints;
import com.beetroot.signing.cloudfront.CloudFrontPolicy;
import com.beetroot.signing.cloudfront.CloudFrontUrls;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads the settings of CloudFront. Loaded only if there are some. */
final class CloudFrontVariables {

    private static final String PRIVATE_KEY = "CLOUDFRONT_PRIVATE_KEY";

    /** Plain HTTP only on this machine: anyone on the way could copy a URL, and load the object before it ends. */
    private static final Pattern BASE = Pattern.compile(
            S3Endpoints.BUCKET_NAME
                    + "=(https://[a-z0-9.-]+|http://(127\\.0\\.0\\.1|localhost|\\[::1]))(:[0-9]{1,5})?(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)*");

    private static final Pattern KEY_PAIR_ID = Pattern.compile("[A-Z0-9]{4,64}");
    private static final Pattern POLICY = Pattern.compile("prefix|object");
    /** The base64 of a key matches the pattern of a secret's name. All keys begin with the same letters. */
    private static final Pattern LOCATION = Pattern.compile("file:/.+"
            + "|arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}"
            + "|(?!M[A-Za-z0-9/+=]{60}|/)[A-Za-z0-9/_+=.@-]{1,512}");

    private CloudFrontVariables() {}

    /**
     * Reads the settings.
     *
     * @param name the variable of the buckets' URLs, which is set
     * @throws ConfigurationException if one is missing or wrong
     */
    static CloudFrontUrls read(String name, EnvironmentVariables variables) {
        return new CloudFrontUrls(
                variables.byBucket(
                        name,
                        BASE,
                        "of the form bucket=https://host or bucket=https://host/path, such as"
                                + " family-raw=https://d111111abcdef8.cloudfront.net, without a slash at its end",
                        "URLs"),
                variables.text(
                        "CLOUDFRONT_KEY_PAIR_ID",
                        KEY_PAIR_ID,
                        "CloudFront's id of a public key, such as K2JCJMDEHXQW5F"),
                privateKey(variables),
                CloudFrontPolicy.valueOf(variables
                        .text("CLOUDFRONT_POLICY", POLICY, "prefix or object")
                        .orElse("prefix")
                        .toUpperCase(Locale.ROOT)));
    }

    /** Returns the location of the key. The messages do not repeat the value, which may be the key itself. */
    private static String privateKey(EnvironmentVariables variables) {
        String form = "the name or ARN of a secret in AWS Secrets Manager, or file:/path";
        String value = variables
                .text(PRIVATE_KEY)
                .orElseThrow(() -> new ConfigurationException(
                        "The environment variable " + PRIVATE_KEY + " is not set: it must be " + form + "."));
        if (!LOCATION.matcher(value).matches()) {
            throw new ConfigurationException("The environment variable " + PRIVATE_KEY + " must be " + form
                    + ", never the key itself, which everyone who may see the function's settings could read.");
        }
        return value;
    }
}
