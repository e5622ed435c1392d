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
 * Trusts the same servers as the JDK, but tries the five roots of AWS's own endpoints first. The JDK reads its 140
 * roots all at once, which takes a good part of a start.
 *
 * <p>The five are those of Amazon Trust Services, which are among the JDK's too. A chain that none of them signed is
 * left to the JDK.
 */
public final class AmazonTrustManager extends X509ExtendedTrustManager {

    private final Supplier<X509ExtendedTrustManager> first;
    private final Supplier<X509ExtendedTrustManager> others;

    /**
     * @param first creates the manager that checks a server first
     * @param others creates the manager that checks a server that the first does not trust
     */
    AmazonTrustManager(Supplier<X509ExtendedTrustManager> first, Supplier<X509ExtendedTrustManager> others) {
        this.first = SupplierUtil.memoized(first);
        this.others = SupplierUtil.memoized(others);
    }

    /**
     * Returns the trust managers for an {@code SSLContext}; null, which selects the JDK's, if the JDK's own property
     * names a trust store.
     */
    public static TrustManager @Nullable [] trustManagers() {
        return System.getProperty("javax.net.ssl.trustStore") != null
                ? null
                : new TrustManager[] {new AmazonTrustManager(() -> trusting(read()), () -> trusting(null))};
    }

    /** Reads the certificates in {@code amazon-roots.pem}. */
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

    /** Returns the JDK's own trust manager for the given roots, or for the JDK's roots if null. */
    static X509ExtendedTrustManager trusting(@Nullable KeyStore roots) {
        try {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(roots);
            return (X509ExtendedTrustManager) Arrays.stream(managers.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException unavailable) {
            throw new IllegalStateException("The JDK has no X.509 trust manager.", unavailable);
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
