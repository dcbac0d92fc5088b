package dev.ringfence.verify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The envelope: one line of text with the version and the SHA-256 of all that follows, then gzip.
 * The digest tells a damaged file from a wrong proof; it is no signature.
 */
public final class CertificateFile {

  /** Bytes that a byte of the file may unpack to: certificates have 5 to 7, gzip allows 1,032. */
  private static final int MOST_UNPACKED = 128;

  /** Bytes that any file may unpack to. */
  private static final long SHORTEST_BOUND = 1 << 20;

  private static final String MAGIC = "ringfence-certificate v1 sha256=";
  private static final int HEADER = MAGIC.length() + 64 + 1;

  private CertificateFile() {}

  /** The whole file. */
  public static byte[] toBytes(Certificate certificate) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (OutputStream zipped = new GZIPOutputStream(body, 1 << 16)) {
      CertificateWriter.write(certificate, zipped);
    } catch (IOException impossible) {
      throw new IllegalStateException("memory cannot be written to", impossible);
    }
    return withHeader(body.toByteArray());
  }

  /** A body with the line that belongs before it. */
  static byte[] withHeader(byte[] body) {
    byte[] header = (MAGIC + digest(body) + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] file = new byte[header.length + body.length];
    System.arraycopy(header, 0, file, 0, header.length);
    System.arraycopy(body, 0, file, header.length, body.length);
    return file;
  }

  /** The certificate in a file's bytes. */
  public static Certificate read(byte[] file) throws Refused {
    if (file.length < HEADER || !startsWithMagic(file)) {
      throw new Refused("it is no certificate: it does not begin with \"" + MAGIC + "\"");
    }
    byte[] body = java.util.Arrays.copyOfRange(file, HEADER, file.length);
    String said = new String(file, MAGIC.length(), 65, StandardCharsets.US_ASCII);
    if (!said.equals(digest(body) + "\n")) {
      throw new Refused("it is damaged: its content does not have the SHA-256 that it says");
    }
    long most = SHORTEST_BOUND + (long) MOST_UNPACKED * body.length;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body), 1 << 16);
        BoundedContent content = new BoundedContent(in, most)) {
      return CertificateReader.read(content);
    } catch (IOException problem) {
      throw new Refused("its content cannot be read: " + problem.getMessage());
    }
  }

  private static boolean startsWithMagic(byte[] file) {
    return new String(file, 0, MAGIC.length(), StandardCharsets.US_ASCII).equals(MAGIC);
  }

  private static String digest(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
