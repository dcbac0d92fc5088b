package dev.ringfence.intake.live;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a connection trusts, and what it shows of itself. */
final class Trust {

  private static final char[] NO_PASSWORD = {};

  private Trust() {}

  /**
   * @param authorities PEM, or null for the Java runtime's own
   * @param certificate PEM of the client's certificate, or null for none
   * @param insecure whether any server is believed, as the kubeconfig asked for
   */
  static SSLContext context(
      byte @Nullable [] authorities,
      byte @Nullable [] certificate,
      byte @Nullable [] key,
      boolean insecure) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManagerFactory keys = null;
      if (certificate != null && key != null) {
        keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(
            keyStore(KeyMaterial.certificates(certificate), KeyMaterial.key(key)), NO_PASSWORD);
      }
      TrustManager[] trust =
          insecure ? new TrustManager[] {new Anybody()} : trustManagers(authorities);
      context.init(keys == null ? null : keys.getKeyManagers(), trust, null);
      return context;
    } catch (GeneralSecurityException | java.io.IOException unusable) {
      throw new IllegalArgumentException(
          "a certificate or key cannot be used: " + unusable.getMessage(), unusable);
    }
  }

  private static KeyStore keyStore(List<Certificate> chain, PrivateKey key)
      throws GeneralSecurityException, java.io.IOException {
    KeyStore store = emptyStore();
    store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
    return store;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, java.io.IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static TrustManager @Nullable [] trustManagers(byte @Nullable [] authorities)
      throws GeneralSecurityException, java.io.IOException {
    if (authorities == null) {
      return null;
    }
    KeyStore store = emptyStore();
    int index = 0;
    for (Certificate authority : KeyMaterial.certificates(authorities)) {
      store.setCertificateEntry("authority-" + index++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** For {@code insecure-skip-tls-verify} only. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
