package com.beetroot.aws;

import io.micronaut.core.util.SupplierUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts whom the JDK trusts, and looks among the roots of AWS's own endpoints first: the JDK reads its 140 roots all
 * at once, which is a good part of a start, and these are five.
 *
 * <p>The five are those of Amazon Trust Services, and the JDK's too. A chain that none of them signs is left to the
 * JDK.
 */
public final class AmazonTrustManager extends X509ExtendedTrustManager {

    private final Supplier<X509ExtendedTrustManager> first;
    private final Supplier<X509ExtendedTrustManager> others;

    /**
     * @param first asked for when a server is to be trusted
     * @param others asked for when the first do not trust it
     */
    AmazonTrustManager(Supplier<X509ExtendedTrustManager> first, Supplier<X509ExtendedTrustManager> others) {
        this.first = SupplierUtil.memoized(first);
        this.others = SupplierUtil.memoized(others);
    }

    /**
     * For an {@code SSLContext}. Null, which means the JDK's, where a trust store was chosen by the JDK's own property.
     */
    public static TrustManager @Nullable [] trustManagers() {
        return System.getProperty("javax.net.ssl.trustStore") != null
                ? null
                : new TrustManager[] {new AmazonTrustManager(() -> trusting(read()), () -> trusting(null))};
    }

    /** The certificates in {@code amazon-roots.pem}. */
    static KeyStore read() {
        try (InputStream pem = AmazonTrustManager.class.getResourceAsStream("amazon-roots.pem")) {
            KeyStore roots = KeyStore.getInstance("JKS");
            roots.load(null, null);
            for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                roots.setCertificateEntry(
                        ((X509Certificate) root).getSubjectX500Principal().getName(), root);
            }
            return roots;
        } catch (IOException | GeneralSecurityException damaged) {
            throw new IllegalStateException("The roots in amazon-roots.pem cannot be read.", damaged);
        }
    }

    /** The JDK's own manager of the roots; of the JDK's roots for null. */
    static X509ExtendedTrustManager trusting(@Nullable KeyStore roots) {
        try {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(roots);
            return (X509ExtendedTrustManager) Arrays.stream(managers.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException unavailable) {
            throw new IllegalStateException("The JDK has no manager of trusted certificates.", unavailable);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(manager -> manager.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(manager -> manager.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(manager -> manager.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        others.get().checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        others.get().checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        others.get().checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return Stream.of(first, others)
                .map(Supplier::get)
                .flatMap(manager -> Stream.of(manager.getAcceptedIssuers()))
                .toArray(X509Certificate[]::new);
    }

    @FunctionalInterface
    private interface Check {
        void by(X509ExtendedTrustManager manager) throws CertificateException;
    }

    private void check(Check check) throws CertificateException {
        try {
            check.by(first.get());
        } catch (CertificateException notAmazons) {
            check.by(others.get());
        }
    }
}
