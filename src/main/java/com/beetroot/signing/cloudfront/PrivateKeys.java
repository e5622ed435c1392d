package com.beetroot.signing.cloudfront;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads private keys from PEM texts as OpenSSL writes them: PKCS#8, PKCS#1 (RSA) and SEC 1 (EC). The JDK reads PKCS#8
 * only, so the other two are wrapped in it.
 */
final class PrivateKeys {

    /** Any white space between the parts: a console's form may have replaced the line breaks by spaces. */
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----(.*?)-----END \\1-----");

    private static final HexFormat HEX = HexFormat.of();
    /** The algorithm identifier rsaEncryption (RFC 8017, appendix A.1). */
    private static final byte[] RSA = HEX.parseHex("300d06092a864886f70d0101010500");
    /** The algorithm identifier id-ecPublicKey with the curve P-256 (RFC 5480, section 2.1.1). */
    private static final String P_256_NAME = "06082a8648ce3d030107";

    private static final byte[] P_256 = HEX.parseHex("301306072a8648ce3d0201" + P_256_NAME);

    private static final byte[] VERSION = HEX.parseHex("020100");
    private static final byte SEQUENCE = 0x30;
    private static final byte OCTET_STRING = 0x04;

    private static final int RSA_BITS = 2_048;
    private static final int EC_BITS = 256;

    private PrivateKeys() {}

    /**
     * Returns the private key in a PEM.
     *
     * @throws UnusableKeyException if there is none, or none that CloudFront takes
     */
    static PrivateKey ofPem(String text) {
        // A PEM in a JSON string that was escaped twice has the two characters \n in place of a line break.
        Matcher pem = PEM.matcher(text.replace("\\n", " ").replaceAll("\\s+", " "));
        if (!pem.find()) {
            throw new UnusableKeyException(
                    text.contains("ENCRYPTED PRIVATE KEY")
                            ? "It is encrypted with a passphrase: openssl pkcs8 -topk8 -nocrypt writes it without."
                            : "It holds no private key: it must be a PEM that begins with -----BEGIN PRIVATE KEY-----,"
                                    + " as openssl genpkey writes it, or JSON with such a member privateKey.");
        }
        if (pem.group(2).contains("ENCRYPTED")) {
            throw new UnusableKeyException(
                    "It is encrypted with a passphrase: openssl pkcs8 -topk8 -nocrypt writes it without.");
        }
        return checked(parsed(pem.group(1), pem.group(2)));
    }

    private static PrivateKey parsed(String kind, String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return switch (kind) {
                case "RSA PRIVATE KEY" -> key("RSA", pkcs8(RSA, der));
                case "EC PRIVATE KEY" -> key("EC", pkcs8(onP256(der), der));
                default -> rsaOrEc(der);
            };
        } catch (IllegalArgumentException | GeneralSecurityException damaged) {
            throw new UnusableKeyException(
                    "It is a PEM of a private key, but damaged, or of another kind than RSA and" + " P-256.");
        }
    }

    /** Returns the algorithm of a SEC 1 key, which names its curve inside. */
    private static byte[] onP256(byte[] sec1) throws InvalidKeySpecException {
        if (!HEX.formatHex(sec1).contains(P_256_NAME)) {
            throw new InvalidKeySpecException();
        }
        return P_256;
    }

    private static PrivateKey rsaOrEc(byte[] der) throws GeneralSecurityException {
        try {
            return key("RSA", der);
        } catch (InvalidKeySpecException another) {
            return key("EC", der);
        }
    }

    private static PrivateKey key(String algorithm, byte[] der) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static PrivateKey checked(PrivateKey key) {
        int bits = switch (key) {
            case RSAPrivateKey rsa -> rsa.getModulus().bitLength();
            case ECPrivateKey ec -> ec.getParams().getOrder().bitLength();
            default -> 0;
        };
        if (bits != (key instanceof RSAPrivateKey ? RSA_BITS : EC_BITS)) {
            throw new UnusableKeyException("It has " + bits + " bits, and CloudFront takes RSA keys of 2048 bits and EC"
                    + " keys on the curve P-256 (prime256v1) only.");
        }
        return key;
    }

    /** Wraps a key in PKCS#8 (RFC 5208, section 5). */
    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, VERSION, algorithm, der(OCTET_STRING, key));
    }

    private static byte[] der(byte tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(tag);
        int length = content.size();
        if (length < 0x80) {
            der.write(length);
        } else if (length < 0x100) {
            der.writeBytes(new byte[] {(byte) 0x81, (byte) length});
        } else {
            der.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
        }
        der.writeBytes(content.toByteArray());
        return der.toByteArray();
    }
}
