package com.beetroot.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.beetroot.config.Settings;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares the template's constraints with the function's. A value that CloudFormation accepts must not prevent the
 * function from starting, because then the deployment succeeds and every request fails.
 */
class SettingsAgreementTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "AllowedOrigins | * | yes",
                "AllowedOrigins | https://photos.example.org | yes",
                "AllowedOrigins | https://photos.example.org,http://localhost:5173,capacitor://localhost | yes",
                "AllowedOrigins | https://photos.example.org/ | no",
                "AllowedOrigins | https://Photos.example.org | no",
                "AllowedOrigins | https://photos.example.org:443 | no",
                "AllowedOrigins | http://photos.example.org:80,https://a.example | no",
                "AllowedOrigins | https://a.example,https://a.example | no",
                "AllowedOrigins | https://b.example,https://a.example,https://b.example | no",
                "AllowedOrigins | https://a.example,https://a.example.org | yes",
                "AllowedOrigins | https://a.example, https://b.example | no",
                "AllowedOrigins | https://a.example,* | no",
                "AllowedOrigins | https://a.example,,https://b.example | no",
                "AllowedOrigins | https://a.example, | no",
                "AllowedOrigins | photos.example.org | no",
                "ThumbsBucket | thumbs.photos-1 | yes",
                "ThumbsBucket | s3://thumbs | no",
                "ThumbsBucket | thumbs/faces | no",
                "ThumbsPrefix | faces/small/ | yes",
                "ThumbsPrefix | \"\" | yes",
                "ThumbsPrefix | a,b/ | no",
                "ThumbsPrefix | a*/ | no",
                "RawBucket | thumbs | yes",
                "MoreBucket1 | old | yes",
                "PreviewsBucket | small | yes",
                "PreviewsBucket | \"\" | yes",
                "PreviewsPrefix | \"\" | yes",
                "PreviewsPrefix | previews/1024/ | yes",
                "PreviewsPrefix | previews | no",
                "PreviewsPrefix | previews// | no",
                "PreviewsPrefix | a/../b/ | no",
                "PreviewsPrefix | ./ | no",
                "PreviewsPrefix | a,b/ | no",
                "BucketRegions | \"\" | yes",
                "BucketRegions | raw=us-east-2,old=eu-central-1 | yes",
                "BucketRegions | raw | no",
                "BucketRegions | raw=Ohio | no",
                "PersonsTable | Persons | yes",
                "PersonsTable | P | no",
                "PersonsIndex | grid | yes",
                "PersonsIndex | \"\" | yes",
                "PersonsIndexShards | 0,1,2,3 | yes",
                "PersonsIndexShards | 0,,1 | no",
                "PersonsIndexShards | 0,1,0 | no",
                "PersonsIndexShards | , | no",
                "PersonsScanReuse | 0 | yes",
                "PersonsScanReuse | 300 | yes",
                "PersonsScanReuse | 301 | no",
                "PresignExpires | 604800 | yes",
                "PresignExpires | 0 | no",
                "PresignWindow | 0 | yes",
                "PresignWindow | \"\" | yes",
                "PresignWindow | 1m | no",
                "BasePath | library | yes",
                "BasePath | photos/api | yes",
                "BasePath | \"\" | yes",
                "BasePath | persons | no",
                "BasePath | persons/api | no",
                "BasePath | personsapi | yes",
                "BasePath | api/ | no"
            })
    void acceptsOnlyValuesThatTheFunctionStartsWith(String name, String value, String allowed) {
        Map<String, String> parameters = Template.openWith("PersonsIndex", "grid", "PreviewsBucket", "small");
        parameters.put(name, value);
        Template template = new Template(parameters);
        String complaint = template.complaint(name, value);

        assertThat(complaint == null ? "yes" : "no").as(name + "=" + value).isEqualTo(allowed);
        if (complaint == null) {
            assertThatCode(() -> Settings.from(template.environment()))
                    .as(name + "=" + value)
                    .doesNotThrowAnyException();
        }
    }
}
