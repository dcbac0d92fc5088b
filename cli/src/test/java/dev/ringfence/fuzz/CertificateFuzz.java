package dev.ringfence.fuzz;

import dev.ringfence.verify.CertificateFile;
import dev.ringfence.verify.Checker;
import dev.ringfence.verify.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** The content of a certificate of any bytes, in a right envelope: refused, or checked. */
public final class CertificateFuzz {

  private CertificateFuzz() {}

  /** Jazzer calls this; whatever is thrown is a finding. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException, NoSuchAlgorithmException {
    try {
      Checker.check(CertificateFile.read(enveloped(data)));
    } catch (Refused refused) {
      if (String.valueOf(refused.getMessage()).isBlank()) {
        throw new IllegalStateException("refused without a reason", refused);
      }
    }
  }

  private static byte[] enveloped(byte[] data) throws IOException, NoSuchAlgorithmException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (GZIPOutputStream zipped = new GZIPOutputStream(body)) {
      zipped.write(data);
    }
    String digest =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body.toByteArray()));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(
        ("ringfence-certificate v1 sha256=" + digest + "\n").getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(body.toByteArray());
    return file.toByteArray();
  }
}
