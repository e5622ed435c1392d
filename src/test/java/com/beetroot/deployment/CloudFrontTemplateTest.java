package com.beetroot.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.beetroot.deployment.Template.Right;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the CloudFront distribution in the template: it is off by default, and hands out no image without a signature.
 */
class CloudFrontTemplateTest {

    private static final PublicKey KEY = newKey("RSA", 2048);
    private static final String SECRET =
            "arn:aws:secretsmanager:eu-central-1:123456789012:secret:beetroot/cloudfront-AbCdEf";
    private static final String KMS_KEY = "arn:aws:kms:eu-central-1:123456789012:key/abc";

    private static PublicKey newKey(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a key as the parameter takes it: the lines of its PEM file, comma-separated. */
    private static String lines(byte[] key) {
        return Base64.getMimeEncoder(64, new byte[] {','}).encodeToString(key);
    }

    private static Template template(String... others) {
        Map<String, String> parameters = Template.openWith(others);
        parameters.putIfAbsent("CloudFront", "images");
        parameters.putIfAbsent("CloudFrontPublicKey", lines(KEY.getEncoded()));
        parameters.putIfAbsent("CloudFrontKeySecret", SECRET);
        return new Template(parameters);
    }

    private static Map<String, Object> distribution(Template template) {
        return Template.map(template.properties("Distribution", "AWS::CloudFront::Distribution")
                .get("DistributionConfig"));
    }

    private static Map<String, Object> defaultBehavior(Template template) {
        return Template.map(distribution(template).get("DefaultCacheBehavior"));
    }

    /** Returns the behaviors in CloudFront's order, the default one last. */
    private static List<Map<String, Object>> behaviors(Template template) {
        List<Map<String, Object>> behaviors =
                Template.list(distribution(template).get("CacheBehaviors"));
        return Stream.concat(behaviors.stream(), Stream.of(defaultBehavior(template)))
                .toList();
    }

    private static Map<String, Map<String, Object>> origins(Template template) {
        Map<String, Map<String, Object>> origins = new HashMap<>();
        Template.<Map<String, Object>>list(distribution(template).get("Origins"))
                .forEach(origin -> origins.put((String) origin.get("Id"), origin));
        return origins;
    }

    /** Returns the host that CloudFront requests a path from, by the first behavior whose pattern matches. */
    private static String originOf(String path, Template template) {
        return behaviors(template).stream()
                .filter(behavior -> !(behavior.get("PathPattern") instanceof String pattern)
                        || path.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q")))
                .map(behavior -> origins(template).get(behavior.get("TargetOriginId")))
                .map(origin -> (String) origin.get("DomainName"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isOffByDefault() {
        Template template = new Template(Template.openWith());

        assertThat(template.resources().values())
                .extracting(resource -> (String) resource.get("Type"))
                .noneMatch(type -> type.startsWith("AWS::CloudFront::") || type.startsWith("AWS::S3::"));
        assertThat(template.environment())
                .containsEntry("CLOUDFRONT_URLS", "")
                .containsEntry("CLOUDFRONT_KEY_PAIR_ID", "")
                .containsEntry("CLOUDFRONT_PRIVATE_KEY", "")
                .containsEntry("CLOUDFRONT_POLICY", "");
        assertThat(template.rights()).noneMatch(right -> right.action().startsWith("secretsmanager:"));
        assertThat(template.outputs())
                .doesNotContainKeys("DistributionId", "ThumbsBucketPolicy", "SiteUrl", "KeyPairId");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "CloudFront=images                        | -",
                "CloudFront=images ImageUrls=cloudfront   | -",
                "CloudFront=images RawPrefix=             | -",
                "CloudFront=site BasePath=api             | -",
                "CloudFront=images CloudFrontPublicKey=   | CloudFrontPublicKey must be",
                "CloudFront=images CloudFrontKeySecret=   | CloudFrontKeySecret must be",
                "CloudFront=images BucketRegions=raw=us-east-2 | BucketRegions must be empty",
                "CloudFront=images ThumbsPrefix=          | ThumbsPrefix must not be empty",
                "CloudFront=images MoreBucket3=old        | MorePrefix3 must not be empty",
                "CloudFront=images PreviewsBucket=small PreviewsPrefix= | PreviewsPrefix must not be empty",
                "CloudFront=images RawPrefix=faces-thumbs/ | ThumbsPrefix and RawPrefix must differ",
                "CloudFront=images RawBucket=thumbs RawPrefix=faces-thumbs/ | -",
                "CloudFront=images MoreBucket1=old MorePrefix1=photos-raw/  | MorePrefix1 and RawPrefix must differ",
                "CloudFront=images PreviewsBucket=small PreviewsPrefix=photos-raw/ | PreviewsPrefix and RawPrefix must",
                "CloudFront=site                          | BasePath must be the path",
                "CloudFront=site BasePath=api RawPrefix=  | RawPrefix must not be empty",
                "CloudFront=images CloudFrontDomain=photos.example.org | CloudFrontCertificateArn must be",
                "CloudFront=images CloudFrontCertificateArn=arn:aws:acm:us-east-1:123456789012:certificate/a "
                        + "| CloudFrontDomain must be",
                "CloudFront=none                          | CloudFrontPublicKey would be ignored",
                "CloudFront=none                          | CloudFrontKeySecret would be ignored",
                "CloudFront=none ImageUrls=cloudfront     | ImageUrls must be s3",
                "CloudFront=none ImageUrls=cloudfront-only | ImageUrls must be s3"
            })
    void rejectsConflictingParameters(String parameters, String complaint) {
        List<String> complaints = template(Stream.of(parameters.split(" +"))
                        .flatMap(parameter -> Stream.of(parameter.split("=", 2)))
                        .toArray(String[]::new))
                .complaints();

        if (complaint == null) {
            assertThat(complaints).isEmpty();
        } else {
            assertThat(complaints).anySatisfy(found -> assertThat(found).contains(complaint));
        }
    }

    @Test
    void acceptsOnlyPublicKeysOfTheKindsThatCloudFrontKnows() throws GeneralSecurityException {
        Template template = template();
        KeyPairGenerator p256 = KeyPairGenerator.getInstance("EC");
        p256.initialize(256);
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");

        for (String name : List.of("CloudFrontPublicKey", "CloudFrontPublicKey2")) {
            assertThat(template.complaint(name, lines(KEY.getEncoded()))).isNull();
            assertThat(template.complaint(
                            name, lines(p256.generateKeyPair().getPublic().getEncoded())))
                    .isNull();
            assertThat(template.complaint(name, "")).isNull();
            assertThat(template.complaint(name, lines(newKey("RSA", 3072).getEncoded())))
                    .isNotNull();
            assertThat(template.complaint(name, lines(newKey("EC", 384).getEncoded())))
                    .isNotNull();
            assertThat(template.complaint(
                            name, lines(rsa.generateKeyPair().getPrivate().getEncoded())))
                    .as("a private key, which everyone who may see the stack could read")
                    .isNotNull();
            assertThat(template.complaint(
                            name, lines(p256.generateKeyPair().getPrivate().getEncoded())))
                    .isNotNull();
            assertThat(template.complaint(name, lines(KEY.getEncoded()).replace(",", "")))
                    .as("one line, of which CloudFormation could not select the second")
                    .isNotNull();
        }
        assertThat(template.complaint("CloudFrontKeySecret", SECRET)).isNull();
        assertThat(template.complaint("CloudFrontKeySecret", "beetroot/cloudfront"))
                .isNotNull();
        assertThat(template.complaint("CloudFrontKeySecret", lines(KEY.getEncoded())))
                .isNotNull();
    }

    @Test
    void givesCloudFrontTheKeyAsOpensslWroteIt() throws Exception {
        Map<String, Object> key = Template.map(
                template().properties("PublicKey", "AWS::CloudFront::PublicKey").get("PublicKeyConfig"));
        List<String> pem = ((String) key.get("EncodedKey")).lines().toList();

        assertThat((String) key.get("EncodedKey")).endsWith("-----END PUBLIC KEY-----\n");
        assertThat(pem.getFirst()).isEqualTo("-----BEGIN PUBLIC KEY-----");
        assertThat(pem).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(64));
        byte[] der = Base64.getDecoder().decode(String.join("", pem.subList(1, pem.size() - 1)));
        assertThat(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)))
                .isEqualTo(KEY);
        assertThat(key.get("CallerReference")).as("differs by key").isEqualTo(pem.get(2));
    }

    @Test
    void trustsBothKeysDuringARotation() {
        String second = lines(newKey("RSA", 2048).getEncoded());
        Template first = template("ImageUrls", "cloudfront");
        Template both = template("ImageUrls", "cloudfront", "CloudFrontPublicKey2", second);
        Template last = template("ImageUrls", "cloudfront", "CloudFrontPublicKey2", second, "CloudFrontPublicKey", "");

        assertThat(trusted(first)).containsExactly("PublicKey");
        assertThat(trusted(both)).containsExactly("PublicKey", "PublicKey2");
        assertThat(trusted(last)).containsExactly("PublicKey2");
        assertThat(last.resources()).doesNotContainKey("PublicKey");
        assertThat(Stream.of(first, both, last)
                        .map(template -> template.environment().get("CLOUDFRONT_KEY_PAIR_ID")))
                .containsExactly("PublicKey", "PublicKey", "PublicKey2");
        assertThat(both.outputs()).containsKeys("KeyPairId", "KeyPairId2");
        assertThat(last.outputs()).doesNotContainKey("KeyPairId");
    }

    private static List<Object> trusted(Template template) {
        return Template.list(Template.<Object>map(template.properties("ImageKeys", "AWS::CloudFront::KeyGroup")
                        .get("KeyGroupConfig"))
                .get("Items"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"images", "site"})
    void handsOutNoImageWithoutASignature(String kind) {
        Template template = template(
                "CloudFront",
                kind,
                "BasePath",
                "api",
                "PreviewsBucket",
                "small",
                "MoreBucket2",
                "old",
                "MorePrefix2",
                "2019/");
        List<String> open = behaviors(template).stream()
                .filter(behavior -> !behavior.containsKey("TrustedKeyGroups"))
                .map(behavior -> (String) behavior.get("TargetOriginId"))
                .toList();

        assertThat(open).isEqualTo(kind.equals("site") ? List.of("api", "page") : List.of());
        assertThat(behaviors(template).stream().filter(behavior -> !open.contains(behavior.get("TargetOriginId"))))
                .hasSize(4)
                .allSatisfy(behavior -> {
                    assertThat(behavior.get("TrustedKeyGroups")).isEqualTo(List.of("ImageKeys"));
                    assertThat(behavior.get("ViewerProtocolPolicy")).isEqualTo("https-only");
                    assertThat(behavior.get("CachePolicyId")).isEqualTo("ImageCache");
                    assertThat(behavior.get("ResponseHeadersPolicyId")).isEqualTo("ImageHeaders");
                });
        assertThat(origins(template).values().stream()
                        .filter(origin -> !origin.get("Id").equals("api")))
                .allSatisfy(origin ->
                        assertThat(origin.get("OriginAccessControlId")).isEqualTo("ImageAccess"));
        assertThat(distribution(template))
                .containsEntry("HttpVersion", "http2and3")
                .containsEntry("PriceClass", "PriceClass_100")
                .doesNotContainKeys("Logging", "CustomErrorResponses");
    }

    /** A URL's path is the object's key, and every place of SIGNABLE must lead to its own bucket. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "images |                                                            ",
                "images | RawPrefix=                                                 ",
                "images | RawBucket=thumbs                                           ",
                "images | PreviewsBucket=small MoreBucket1=old MorePrefix1=2019/     ",
                "images | MoreBucket1=thumbs MorePrefix1=f/ MoreBucket2=b MorePrefix2=x/y/ MoreBucket3=c MorePrefix3=c/ "
                        + "MoreBucket4=d MorePrefix4=z/ PreviewsBucket=b",
                "site   | PreviewsBucket=small MoreBucket1=old MorePrefix1=2019/     "
            })
    void findsTheBucketOfEachPlace(String kind, String parameters) {
        Map<String, String> all =
                new LinkedHashMap<>(Map.of("CloudFront", kind, "BasePath", "api", "ImageUrls", "cloudfront-only"));
        Stream.of((parameters == null ? "" : parameters).split(" +"))
                .filter(parameter -> !parameter.isEmpty())
                .map(parameter -> parameter.split("=", 2))
                .forEach(parameter -> all.put(parameter[0], parameter[1]));
        Template template = template(all.entrySet().stream()
                .flatMap(parameter -> Stream.of(parameter.getKey(), parameter.getValue()))
                .toArray(String[]::new));
        Map<String, String> urls = new HashMap<>();
        for (String pair : template.environment().get("CLOUDFRONT_URLS").split(",")) {
            String[] parts = pair.split("=", 2);
            assertThat(urls.put(parts[0], parts[1])).as("twice: " + parts[0]).isNull();
        }

        assertThat(template.complaints()).isEmpty();
        for (String place : template.environment().get("SIGNABLE").split(",")) {
            String bucket = place.substring(0, place.indexOf('/'));
            String path = place.substring(place.indexOf('/')).replace("*", "2026/a.jpg");
            assertThat(urls).containsEntry(bucket, "https://Distribution.DomainName");
            assertThat(originOf(path, template)).as(place).isEqualTo(bucket + ".s3.eu-central-1.amazonaws.com");
        }
        assertThat(urls.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(template.environment().get("SIGNABLE").split(","))
                                .map(place -> place.substring(0, place.indexOf('/')))
                                .distinct()
                                .toList());
        if (kind.equals("site")) {
            assertThat(originOf("/api/persons", template)).isEqualTo("Api.execute-api.eu-central-1.amazonaws.com");
            assertThat(originOf("/index.html", template)).isEqualTo("PageBucket.RegionalDomainName");
            assertThat(originOf("/", template)).isEqualTo("PageBucket.RegionalDomainName");
        }
    }

    @Test
    void forwardsTheTwoOverridesOfS3AndNothingElse() {
        Map<String, Object> parameters = Template.map(Template.<Object>map(template()
                        .properties("ImageCache", "AWS::CloudFront::CachePolicy")
                        .get("CachePolicyConfig"))
                .get("ParametersInCacheKeyAndForwardedToOrigin"));

        assertThat(parameters)
                .containsEntry("CookiesConfig", Map.of("CookieBehavior", "none"))
                .containsEntry("HeadersConfig", Map.of("HeaderBehavior", "none"))
                .containsEntry(
                        "QueryStringsConfig",
                        Map.of(
                                "QueryStringBehavior",
                                "whitelist",
                                "QueryStrings",
                                List.of("response-content-disposition", "response-content-type")));
        assertThat(behaviors(template())).noneMatch(behavior -> behavior.containsKey("OriginRequestPolicyId"));
    }

    /** With a policy for a prefix, the holder of a URL may choose the content type, on the page's own origin. */
    @Test
    void letsNoImageRunAnything() {
        Map<String, Object> headers = Template.map(template("PresignExpires", "7200")
                .properties("ImageHeaders", "AWS::CloudFront::ResponseHeadersPolicy")
                .get("ResponseHeadersPolicyConfig"));

        assertThat(headers.get("SecurityHeadersConfig"))
                .isEqualTo(Map.of(
                        "ContentTypeOptions",
                        Map.of("Override", true),
                        "ContentSecurityPolicy",
                        Map.of(
                                "ContentSecurityPolicy",
                                "default-src 'none'; style-src 'unsafe-inline'; sandbox",
                                "Override",
                                true)));
        assertThat(Template.<Object>map(headers.get("CustomHeadersConfig")).get("Items"))
                .isEqualTo(List.of(Map.of(
                        "Header", "Cache-Control", "Value", "private, max-age=7200, immutable", "Override", true)));
    }

    @ParameterizedTest
    @CsvSource({"s3, true, false", "cloudfront, true, true", "cloudfront-only, false, true"})
    void grantsTheRoleWhatItsUrlsNeed(String urls, boolean reads, boolean signs) {
        Template template = template("ImageUrls", urls, "KmsKeyArns", KMS_KEY);
        List<Right> rights = template.rights();

        assertThat(rights.stream().anyMatch(right -> right.action().startsWith("s3:")))
                .isEqualTo(reads);
        assertThat(rights.stream().filter(right -> right.policy().equals("key")))
                .containsExactlyElementsOf(
                        signs
                                ? List.of(
                                        new Right("key", "secretsmanager:GetSecretValue", SECRET, null),
                                        new Right("key", "kms:Decrypt", KMS_KEY, null))
                                : List.of());
        assertThat(template.environment())
                .containsEntry("CLOUDFRONT_PRIVATE_KEY", signs ? SECRET : "")
                .containsEntry("CLOUDFRONT_POLICY", signs ? "prefix" : "");
        assertThat(template.environment().get("CLOUDFRONT_URLS").isEmpty()).isEqualTo(!signs);
        assertThat(template("ImageUrls", urls).rights().stream()
                        .filter(right -> right.policy().equals("key")))
                .hasSize(signs ? 1 : 0);
    }

    @Test
    void printsWhatThePolicyOfEachBucketNeeds() throws IOException {
        Template template = template(
                "PreviewsBucket",
                "small",
                "MoreBucket1",
                "old",
                "MorePrefix1",
                "2019/",
                "MoreBucket4",
                "new",
                "MorePrefix4",
                "new/");
        Map<String, String> places = Map.of(
                "ThumbsBucketPolicy", "thumbs/faces-thumbs/",
                "RawBucketPolicy", "raw/photos-raw/",
                "MoreBucketPolicy1", "old/2019/",
                "MoreBucketPolicy4", "new/new/",
                "PreviewsBucketPolicy", "small/previews/");

        assertThat(template.outputs().keySet().stream().filter(name -> name.contains("BucketPolicy")))
                .containsExactlyInAnyOrderElementsOf(places.keySet());
        for (Map.Entry<String, String> place : places.entrySet()) {
            JsonNode statements = new ObjectMapper()
                    .readTree((String) template.outputs().get(place.getKey()))
                    .get("Statement");
            String bucket = place.getValue().substring(0, place.getValue().indexOf('/'));
            String prefix = place.getValue().substring(bucket.length() + 1);

            assertThat(statements).hasSize(2).allSatisfy(statement -> {
                assertThat(statement.at("/Effect").asText()).isEqualTo("Allow");
                assertThat(statement.at("/Principal/Service").asText()).isEqualTo("cloudfront.amazonaws.com");
                assertThat(statement.at("/Condition/StringEquals/AWS:SourceArn").asText())
                        .as("this distribution alone")
                        .isEqualTo("arn:aws:cloudfront::123456789012:distribution/Distribution");
            });
            assertThat(statements.at("/0/Action").asText()).isEqualTo("s3:GetObject");
            assertThat(statements.at("/0/Resource").asText()).isEqualTo("arn:aws:s3:::" + place.getValue() + "*");
            assertThat(statements.at("/1/Action").asText()).isEqualTo("s3:ListBucket");
            assertThat(statements.at("/1/Resource").asText()).isEqualTo("arn:aws:s3:::" + bucket);
            assertThat(statements.at("/1/Condition/StringLike/s3:prefix").asText())
                    .isEqualTo(prefix + "*");
        }
    }

    /** A bucket has one policy, and that of a bucket that is not the stack's may say more than the stack knows. */
    @Test
    void replacesNoPolicyOfABucketThatIsNotItsOwn() {
        assertThat(template().properties("AWS::S3::BucketPolicy")).isEmpty();
        assertThat(template("CloudFront", "site", "BasePath", "api").properties("AWS::S3::BucketPolicy"))
                .singleElement()
                .satisfies(policy -> assertThat(policy.get("Bucket")).isEqualTo("PageBucket"));
    }

    @Test
    void servesPageApiAndImagesOnOneOrigin() {
        Template template = template(
                "CloudFront",
                "site",
                "BasePath",
                "api",
                "ImageUrls",
                "cloudfront",
                "CloudFrontDomain",
                "photos.example.org",
                "CloudFrontCertificateArn",
                "arn:aws:acm:us-east-1:123456789012:certificate/a");
        Map<String, Object> api = behaviors(template).getFirst();

        assertThat(template.complaints()).isEmpty();
        assertThat(api)
                .containsEntry("PathPattern", template.environment().get("BASE_PATH") + "/*")
                .containsEntry("AllowedMethods", List.of("GET", "HEAD", "OPTIONS"));
        assertThat(api.get("CachePolicyId"))
                .as("Managed-CachingDisabled")
                .isEqualTo("4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
        assertThat(api.get("OriginRequestPolicyId"))
                .as("Managed-AllViewerExceptHostHeader")
                .isEqualTo("b689b0a8-53d0-40ab-baf2-68738e2966ac");
        assertThat(origins(template).get("api").containsKey("OriginPath"))
                .as("a path that CloudFront adds")
                .isFalse();
        assertThat(template.environment())
                .containsEntry("CLOUDFRONT_URLS", "thumbs=https://photos.example.org,raw=https://photos.example.org");
        assertThat(template.outputs())
                .containsEntry("SiteUrl", "https://photos.example.org")
                .containsEntry("DistributionDomain", "Distribution.DomainName");
        assertThat(distribution(template))
                .containsEntry("Aliases", List.of("photos.example.org"))
                .containsEntry(
                        "ViewerCertificate",
                        Map.of(
                                "AcmCertificateArn",
                                "arn:aws:acm:us-east-1:123456789012:certificate/a",
                                "SslSupportMethod",
                                "sni-only",
                                "MinimumProtocolVersion",
                                "TLSv1.2_2021"));
        assertThat(Template.<Object>map(template.properties("PageBucket", "AWS::S3::Bucket")
                                .get("PublicAccessBlockConfiguration"))
                        .values())
                .hasSize(4)
                .containsOnly(true);
    }
}
