package dev.ringfence.testbed.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate and its key. */
public record IssuedCertificate(String holder, X509Certificate certificate, PrivateKey privateKey)
    implements Credentials {
  public String certificatePem() {
    return Pem.of(certificate);
  }

  public String privateKeyPem() {
    return Pem.of(privateKey);
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return "certificate of " + holder;
  }
}
