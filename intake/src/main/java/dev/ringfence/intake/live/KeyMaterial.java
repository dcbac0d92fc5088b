package dev.ringfence.intake.live;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in PEM, in the three encodings of keys that kubeconfigs hold. */
final class KeyMaterial {

  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  /** AlgorithmIdentifier of rsaEncryption with its NULL parameters. */
  private static final byte[] RSA = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  /** The object identifier of id-ecPublicKey. */
  private static final byte[] EC = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };

  private KeyMaterial() {}

  static List<Certificate> certificates(byte[] pem) throws GeneralSecurityException {
    return new ArrayList<>(
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem)));
  }

  static PrivateKey key(byte[] pem) throws GeneralSecurityException {
    Matcher matcher = KEY.matcher(new String(pem, StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new GeneralSecurityException("there is no unencrypted private key in PEM");
    }
    byte[] body = Base64.getMimeDecoder().decode(matcher.group(2));
    byte[] encoded =
        switch (matcher.group(1)) {
          case "RSA PRIVATE KEY" -> wrapped(RSA, body);
          case "EC PRIVATE KEY" -> wrapped(sequence(concatenated(EC, curve(body))), body);
          default -> body;
        };
    GeneralSecurityException unknown =
        new GeneralSecurityException("the private key is neither RSA nor EC nor Ed25519");
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (GeneralSecurityException another) {
        unknown.addSuppressed(another);
      }
    }
    throw unknown;
  }

  /** PKCS#8 around PKCS#1 or SEC 1: version 0, the algorithm, the key as an octet string. */
  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    byte[] version = {0x02, 0x01, 0x00};
    return sequence(concatenated(version, concatenated(algorithm, tagged(0x04, key))));
  }

  /** The curve's object identifier, which SEC 1 has under the tag [0]. */
  private static byte[] curve(byte[] sec1) throws GeneralSecurityException {
    for (int i = 0; i + 3 < sec1.length; i++) {
      int length = sec1[i + 3] & 0xff;
      if ((sec1[i] & 0xff) == 0xa0
          && sec1[i + 2] == 0x06
          && (sec1[i + 1] & 0xff) == length + 2
          && i + 4 + length <= sec1.length) {
        return java.util.Arrays.copyOfRange(sec1, i + 2, i + 4 + length);
      }
    }
    throw new GeneralSecurityException("the EC private key does not name its curve");
  }

  private static byte[] sequence(byte[] content) {
    return tagged(0x30, content);
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
