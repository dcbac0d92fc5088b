package dev.ringfence.testbed;

import dev.ringfence.testbed.identity.CertificateAuthority;
import dev.ringfence.testbed.identity.IssuedCertificate;
import dev.ringfence.testbed.identity.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;

/** The files of keys and certificates that the programs of a control plane are told of. */
final class KeyMaterial {
  private final Path folder;
  private final CertificateAuthority authority = CertificateAuthority.create();

  /** Makes the keys and writes them into {@code folder}. */
  KeyMaterial(Path folder) {
    this.folder = folder;
    IssuedCertificate server =
        authority.server(
            "kube-apiserver",
            List.of(
                "localhost",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local"),
            List.of("127.0.0.1", CommandLines.SERVICE_ADDRESS));
    KeyPair serviceAccounts = CertificateAuthority.newKeys();
    write("ca.crt", authority.certificatePem());
    write("ca.key", authority.privateKeyPem());
    write("server.crt", server.certificatePem());
    write("server.key", server.privateKeyPem());
    write("service-accounts.key", Pem.of(serviceAccounts.getPrivate()));
    write("service-accounts.pub", Pem.of(serviceAccounts.getPublic()));
  }

  private void write(String name, String content) {
    try {
      Files.writeString(folder.resolve(name), content);
    } catch (IOException failure) {
      throw new UncheckedIOException(name + " cannot be written into " + folder, failure);
    }
  }

  CertificateAuthority authority() {
    return authority;
  }

  Path file(String name) {
    return folder.resolve(name);
  }
}
