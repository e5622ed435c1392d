package com.beetroot.signing.cloudfront;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.beetroot.local.CloudFrontKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "RSA, genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        "RSA, genrsa -traditional 2048",
        "RSA, genrsa 2048",
        "EC, genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        "EC, ecparam -name prime256v1 -genkey",
        "EC, ecparam -name prime256v1 -genkey -noout"
    })
    void readsWhatOpensslWrites(String algorithm, String command) throws Exception {
        String pem = openssl(command);

        for (String text : List.of(
                pem,
                pem.replace("\n", "\r\n"),
                pem.replace("\n", " "),
                pem.replace("\n", "\\n"),
                "# created today\n" + pem)) {
            assertThat(PrivateKeys.ofPem(text).getAlgorithm()).isEqualTo(algorithm);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genrsa -aes256 -traditional -passout pass:x 2048",
                "genrsa -aes256 -passout pass:x 2048",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 -pass pass:x"
            })
    void namesTheRemedyForAnEncryptedKey(String command) throws Exception {
        assertUnusable(openssl(command), "passphrase", "openssl pkcs8 -topk8 -nocrypt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genrsa 3072",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384",
                "ecparam -name secp384r1 -genkey",
                "ecparam -name secp256k1 -genkey",
                "genpkey -algorithm ED25519"
            })
    void rejectsKeysThatCloudFrontDoesNotTake(String command) throws Exception {
        assertUnusable(openssl(command), "RSA", "P-256");
    }

    @Test
    void rejectsWhatIsNoPrivateKey() {
        String pem = CloudFrontKey.rsa("K1RSA").pem();
        for (String text : List.of(
                "",
                "K2JCJMDEHXQW5F",
                "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
                pem.substring(0, pem.length() - 40),
                "{\"keyPairId\":\"K1RSA\"}",
                "{\"keyPairId\":\"K1RSA\",\"privateKey\":\"" + pem.replace("\n", "\\n"),
                "{\"keyPairId\":\"K1RSA\",\"privateKey\":\"K1RSA\"}",
                "{\"keyPairId\":\"not an id\",\"privateKey\":\"" + pem.replace("\n", "\\n") + "\"}",
                "-----BEGIN PRIVATE KEY-----\nAAAA" + pem.substring(60))) {
            assertThatThrownBy(() -> SigningKey.parse(text, Optional.of("K1RSA")))
                    .as(text.replaceAll("\\s.*", ""))
                    .isInstanceOf(UnusableKeyException.class)
                    .hasNoCause()
                    .message()
                    .endsWith(".")
                    .doesNotContain(pem.substring(60, 80));
        }
    }

    @Test
    void prefersTheIdThatCameWithTheKey() {
        String pem = CloudFrontKey.rsa("K1RSA").pem();
        String json = "{\"keyPairId\":\"K2OTHER\",\"privateKey\":\"" + pem.replace("\n", "\\n") + "\"}";

        assertThat(SigningKey.parse(json, Optional.of("K1RSA")).keyPairId()).isEqualTo("K2OTHER");
        assertThat(SigningKey.parse(pem, Optional.of("K1RSA")).keyPairId()).isEqualTo("K1RSA");
        assertThatThrownBy(() -> SigningKey.parse(pem, Optional.empty()))
                .hasMessageContaining("CLOUDFRONT_KEY_PAIR_ID");
    }

    private static void assertUnusable(String pem, String... words) {
        assertThatThrownBy(() -> PrivateKeys.ofPem(pem))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContainingAll(words)
                .hasNoCause();
    }

    private String openssl(String command) throws IOException, InterruptedException {
        Path pem = folder.resolve("key.pem");
        List<String> words = new ArrayList<>(List.of("openssl"));
        words.addAll(List.of(command.split(" ")));
        try {
            Process openssl = new ProcessBuilder(words)
                    .redirectOutput(pem.toFile())
                    .redirectError(folder.resolve("errors").toFile())
                    .start();
            assertThat(openssl.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(openssl.exitValue())
                    .as(Files.readString(folder.resolve("errors")))
                    .isZero();
        } catch (IOException missing) {
            System.out.println("SKIPPED: keys of OpenSSL are not read, because openssl is not installed.");
            abort("openssl is not installed");
        }
        return Files.readString(pem);
    }
}
