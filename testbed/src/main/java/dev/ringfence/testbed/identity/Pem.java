package dev.ringfence.testbed.identity;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** The text form (RFC 7468) in which Kubernetes reads keys and certificates. */
public final class Pem {
  private static final int LINE = 64;

  private Pem() {}

  public static String of(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException failure) {
      throw new IllegalStateException("a certificate made here cannot be encoded", failure);
    }
  }

  /** A private key as PKCS #8, a public key as SubjectPublicKeyInfo. */
  public static String of(Key key) {
    return switch (key.getFormat()) {
      case "PKCS#8" -> block("PRIVATE KEY", key.getEncoded());
      case "X.509" -> block("PUBLIC KEY", key.getEncoded());
      default -> throw new IllegalArgumentException("no PEM form for " + key.getFormat());
    };
  }

  private static String block(String type, byte[] content) {
    String body =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(content);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
