package dev.ringfence.testbed.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/**
 * Writes kubeconfig files with one context, in which all is inline, so that the file can be moved.
 */
public final class Kubeconfig {
  /** The one context of every file. */
  public static final String CONTEXT = "testbed";

  private Kubeconfig() {}

  /** Writes a file that only its owner can read. */
  public static Path write(
      Path file, URI server, CertificateAuthority authority, Credentials credentials) {
    String text =
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: %1$s
          cluster:
            server: %2$s
            certificate-authority-data: %3$s
        users:
        - name: %1$s
          user:%4$s
        contexts:
        - name: %1$s
          context:
            cluster: %1$s
            user: %1$s
        current-context: %1$s
        """
            .formatted(CONTEXT, server, base64(authority.certificatePem()), user(credentials));
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException("the kubeconfig " + file + " cannot be written", failure);
    }
  }

  private static String user(Credentials credentials) {
    return switch (credentials) {
      case IssuedCertificate certificate ->
          "\n    client-certificate-data: "
              + base64(certificate.certificatePem())
              + "\n    client-key-data: "
              + base64(certificate.privateKeyPem());
      case BearerToken token -> "\n    token: " + token.token();
      case NoCredentials() -> " {}";
    };
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
