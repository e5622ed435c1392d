package com.beetroot.config;

import com.beetroot.gallery.dynamodb.Tables;
import com.beetroot.gallery.persons.PersonsIndex;
import com.beetroot.gallery.persons.ScanReuse;
import com.beetroot.signing.S3Endpoints;
import com.beetroot.signing.SigningAllowList;
import com.beetroot.signing.UrlLifetime;
import com.beetroot.signing.cloudfront.CloudFrontUrls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The function's settings, read from environment variables.
 *
 * @param thumbsBucket {@code THUMBS_BUCKET}, the bucket of the face thumbnails; required
 * @param urls {@code PRESIGN_EXPIRES}, how long a URL works: 1 to 604,800 seconds (7 days, the limit of Signature
 *     Version 4 in the query), by default 3,600; and {@code PRESIGN_WINDOW}, how long an object keeps the same URL: 0
 *     to half of that, by default a quarter
 * @param signable {@code SIGNABLE}, comma-separated {@code bucket/prefix*} patterns: the objects that get a URL, by
 *     default all
 * @param previews {@code PREVIEWS}, {@code bucket/prefix}: where the photos' previews lie; by default nowhere
 * @param bucketRegions {@code BUCKET_REGIONS}, comma-separated {@code bucket=region} pairs: the buckets outside the
 *     function's own region
 * @param cloudFront {@code CLOUDFRONT_URLS}, comma-separated {@code bucket=https://host} pairs: the buckets whose
 *     objects browsers load through CloudFront, by default none; {@code CLOUDFRONT_PRIVATE_KEY},
 *     {@code CLOUDFRONT_KEY_PAIR_ID} and {@code CLOUDFRONT_POLICY}: what signs their URLs
 * @param tables {@code PERSONS_TABLE}, {@code OCCURRENCES_TABLE}, {@code PHOTOS_TABLE}, names or ARNs
 * @param personsIndex {@code PERSONS_INDEX}, the index of the persons table that the person list is read from, by
 *     default none; {@code PERSONS_INDEX_KEY}, its partition key's attribute, by default {@code gridShard};
 *     {@code PERSONS_INDEX_SHARDS}, the values of that attribute, comma-separated, by default {@code 0}
 * @param scanReuse {@code PERSONS_SCAN_REUSE}, for how many seconds pages that follow by cursor may come from one scan
 *     of the persons table: 0 to 300, by default 30; 0 scans for each page
 * @param allowedOrigins {@code ALLOWED_ORIGINS}, comma-separated: the origins that browsers may call from, by default
 *     {@code *} for any
 * @param basePath {@code BASE_PATH}, a path prefix that the gateway's events do not reveal, such as {@code /library};
 *     by default empty
 */
public record Settings(
        String thumbsBucket,
        UrlLifetime urls,
        SigningAllowList signable,
        Optional<PreviewLocation> previews,
        Map<String, String> bucketRegions,
        Optional<CloudFrontUrls> cloudFront,
        Tables tables,
        Optional<PersonsIndex> personsIndex,
        ScanReuse scanReuse,
        List<String> allowedOrigins,
        String basePath) {

    private static final String CLOUDFRONT_URLS = "CLOUDFRONT_URLS";
    private static final Pattern ANYTHING = Pattern.compile(".*", Pattern.DOTALL);
    private static final Pattern TABLE = Pattern.compile(
            "[A-Za-z0-9_.-]{3,255}|arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[A-Za-z0-9_.-]{3,255}");
    private static final Pattern INDEX = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
    private static final Pattern BUCKET_REGION =
            Pattern.compile(S3Endpoints.BUCKET_NAME + "=[a-z]{2,}(-[a-z]+)+-[0-9]+");
    /** A browser's {@code Origin} (RFC 6454): lower case, without path, trailing slash or the scheme's default port. */
    private static final Pattern ORIGIN = Pattern.compile(
            "\\*|"
                    + "(?!http://[^:]*:80$|https://[^:]*:443$)[a-z][a-z0-9+.-]*://([a-z0-9_.-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

    private static final Pattern BASE_PATH = Pattern.compile("(?!/persons($|/))(/[A-Za-z0-9._~$-]+)+");

    /**
     * Reads and checks every setting.
     *
     * @throws ConfigurationException if one is missing or wrong
     */
    public static Settings from(Map<String, String> environment) {
        EnvironmentVariables variables = new EnvironmentVariables(environment);
        return new Settings(
                variables.required(
                        "THUMBS_BUCKET",
                        Pattern.compile(S3Endpoints.BUCKET_NAME),
                        "the name of the S3 bucket that holds the face thumbnails, without s3://, path or ARN"),
                urls(variables),
                signable(variables),
                variables
                        .text(
                                "PREVIEWS",
                                Pattern.compile(PreviewLocation.FORM),
                                "of the form bucket/prefix/, such as family-previews/previews/")
                        .map(PreviewLocation::of),
                bucketRegions(variables),
                // Nothing of CloudFront is loaded unless it is set.
                variables.isSet(CLOUDFRONT_URLS)
                        ? Optional.of(CloudFrontVariables.read(CLOUDFRONT_URLS, variables))
                        : Optional.empty(),
                new Tables(
                        table(variables, "PERSONS_TABLE", "Persons"),
                        table(variables, "OCCURRENCES_TABLE", "Occurrences"),
                        table(variables, "PHOTOS_TABLE", "Photos")),
                variables
                        .text("PERSONS_INDEX", INDEX, "the name of an index, not its ARN")
                        .map(name -> personsIndex(name, variables)),
                new ScanReuse(Duration.ofSeconds(variables.seconds("PERSONS_SCAN_REUSE", 30, 0, 300))),
                allowedOrigins(variables),
                variables
                        .text(
                                "BASE_PATH",
                                BASE_PATH,
                                "a path such as /library, without a trailing slash, and not /persons")
                        .orElse(""));
    }

    private static UrlLifetime urls(EnvironmentVariables variables) {
        long expires = variables.seconds("PRESIGN_EXPIRES", 3_600, 1, UrlLifetime.LONGEST.toSeconds());
        long window = variables.seconds("PRESIGN_WINDOW", expires / 4, 0, expires / 2);
        return new UrlLifetime(Duration.ofSeconds(expires), Duration.ofSeconds(window));
    }

    private static SigningAllowList signable(EnvironmentVariables variables) {
        String form = "of the form bucket/prefix* or bucket/key";
        List<String> patterns = variables.list("SIGNABLE", ANYTHING, form);
        try {
            return SigningAllowList.of(patterns);
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException("The environment variable SIGNABLE is wrong: " + wrong.getMessage() + ".");
        }
    }

    private static Map<String, String> bucketRegions(EnvironmentVariables variables) {
        return variables.byBucket(
                "BUCKET_REGIONS", BUCKET_REGION, "of the form bucket=region, such as family-raw=us-east-2", "regions");
    }

    private static String table(EnvironmentVariables variables, String name, String otherwise) {
        return variables
                .text(name, TABLE, "the name or ARN of a DynamoDB table")
                .orElse(otherwise);
    }

    private static PersonsIndex personsIndex(String name, EnvironmentVariables variables) {
        List<String> shards = variables.list("PERSONS_INDEX_SHARDS", ANYTHING, "a value of the index's partition key");
        return new PersonsIndex(
                name,
                variables.text("PERSONS_INDEX_KEY").orElse("gridShard"),
                shards.isEmpty() ? List.of("0") : shards);
    }

    private static List<String> allowedOrigins(EnvironmentVariables variables) {
        String name = "ALLOWED_ORIGINS";
        List<String> origins = variables.list(
                name,
                ORIGIN,
                "* or an origin such as https://photos.example, in lower case and without a trailing slash");
        if (origins.size() > 1 && origins.contains("*")) {
            throw new ConfigurationException(
                    "The environment variable " + name + " lists * and other origins: list one or the other.");
        }
        return origins.isEmpty() ? List.of("*") : origins;
    }
}
