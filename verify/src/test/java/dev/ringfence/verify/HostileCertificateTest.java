package dev.ringfence.verify;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Who writes a certificate may want the checker to fall: it refuses instead, and soon. */
final class HostileCertificateTest {

  /** Source "x", version "1" and depth 2, then what is given, then so many zeros. */
  private static byte[] file(byte[] more, long zeros) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(body)) {
      out.write(new byte[] {1, 'x', 1, '1', 2});
      out.write(more);
      byte[] block = new byte[1 << 16];
      for (long left = zeros; left > 0; left -= block.length) {
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    }
    return CertificateFile.withHeader(body.toByteArray());
  }

  private static void refused(byte[] file, String why) {
    assertThatThrownBy(() -> CertificateFile.read(file))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(why);
  }

  /** Two hundred million tenants without a name, in a file of 200 kB. */
  @Test
  void aSmallFileThatUnpacksToMuchIsRefused() throws Exception {
    refused(
        file(new byte[] {(byte) 0xff, (byte) 0x83, (byte) 0xaf, 0x5f}, 200_000_000),
        "unpacks to more than any certificate");
  }

  @Test
  void countsAndLengthsThatNothingFollowsAreRefused() throws Exception {
    byte[] many = {(byte) 0xf0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07};
    refused(file(many, 0), "it ends too early");
    byte[] tooMany = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
    refused(file(tooMany, 0), "a number that is too large");
    byte[] longText = {1, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f};
    refused(file(longText, 0), "a text of 268435455 bytes");
    byte[] endless = new byte[11];
    Arrays.fill(endless, (byte) 0xff);
    refused(file(endless, 0), "a number of more than 64 bits");
  }

  @Test
  void halfOfTheContentIsRefusedThoughItsDigestIsRight() throws Exception {
    byte[] whole = file(new byte[0], 1_000);
    int header = "ringfence-certificate v1 sha256=".length() + 65;
    byte[] half = Arrays.copyOfRange(whole, header, (header + whole.length) / 2);
    refused(CertificateFile.withHeader(half), "cannot be read");
  }
}
