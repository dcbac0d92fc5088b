package dev.ringfence.testbed.api;

import dev.ringfence.testbed.identity.BearerToken;
import dev.ringfence.testbed.identity.CertificateAuthority;
import dev.ringfence.testbed.identity.Credentials;
import dev.ringfence.testbed.identity.IssuedCertificate;
import dev.ringfence.testbed.identity.NoCredentials;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The TLS of a client that trusts one authority and may show a certificate of its own. */
final class MutualTls {
  private static final char[] NO_PASSWORD = {};

  private MutualTls() {}

  static SSLContext context(CertificateAuthority authority, Credentials credentials) {
    try {
      KeyStore trusted = emptyStore();
      trusted.setCertificateEntry("authority", authority.certificate());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);

      KeyStore own = emptyStore();
      switch (credentials) {
        case IssuedCertificate certificate ->
            own.setKeyEntry(
                "client",
                certificate.privateKey(),
                NO_PASSWORD,
                new Certificate[] {certificate.certificate()});
        case BearerToken _, NoCredentials _ -> {}
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, NO_PASSWORD);

      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException failure) {
      throw new IllegalStateException("no TLS for " + credentials, failure);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }
}
