package dev.ringfence.testbed.identity;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate authority of one control plane. A client certificate's common name is the user
 * and its organizations are the groups ({@code --client-ca-file}).
 */
public final class CertificateAuthority {
  private static final Duration VALIDITY = Duration.ofDays(30);
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
  private static final int SERIAL_BITS = 120;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final X500Name name = subject("ringfence-testbed", List.of());
  private final KeyPair keys = newKeys();
  private final X509Certificate certificate;

  private CertificateAuthority() {
    this.certificate = sign(name, keys, Purpose.AUTHORITY, List.of());
  }

  public static CertificateAuthority create() {
    return new CertificateAuthority();
  }

  private enum Purpose {
    AUTHORITY,
    CLIENT,
    SERVER
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public String certificatePem() {
    return Pem.of(certificate);
  }

  public String privateKeyPem() {
    return Pem.of(keys.getPrivate());
  }

  /** A client's certificate for {@code user} as a member of {@code groups}. */
  public IssuedCertificate client(String user, List<String> groups) {
    KeyPair clientKeys = newKeys();
    return new IssuedCertificate(
        user,
        sign(subject(user, groups), clientKeys, Purpose.CLIENT, List.of()),
        clientKeys.getPrivate());
  }

  /** A server's certificate for host names and for IP addresses. */
  public IssuedCertificate server(String commonName, List<String> hosts, List<String> addresses) {
    KeyPair serverKeys = newKeys();
    List<GeneralName> names =
        java.util.stream.Stream.concat(
                hosts.stream().map(host -> new GeneralName(GeneralName.dNSName, host)),
                addresses.stream().map(address -> new GeneralName(GeneralName.iPAddress, address)))
            .toList();
    return new IssuedCertificate(
        commonName,
        sign(subject(commonName, List.of()), serverKeys, Purpose.SERVER, names),
        serverKeys.getPrivate());
  }

  /** Elliptic-curve keys: made in a millisecond, where RSA takes a hundred. */
  public static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("this Java has no P-256 keys", failure);
    }
  }

  private static X500Name subject(String commonName, List<String> organizations) {
    X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
    organizations.forEach(organization -> builder.addRDN(BCStyle.O, organization));
    return builder.addRDN(BCStyle.CN, commonName).build();
  }

  private X509Certificate sign(
      X500Name subject, KeyPair subjectKeys, Purpose purpose, List<GeneralName> alternativeNames) {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, RANDOM),
            Date.from(now.minus(CLOCK_SKEW)),
            Date.from(now.plus(VALIDITY)),
            subject,
            subjectKeys.getPublic());
    try {
      switch (purpose) {
        case AUTHORITY -> {
          builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
          builder.addExtension(
              Extension.keyUsage,
              true,
              new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
        }
        case CLIENT ->
            builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        case SERVER -> {
          builder.addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
          builder.addExtension(
              Extension.subjectAlternativeName,
              false,
              new GeneralNames(alternativeNames.toArray(GeneralName[]::new)));
        }
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException failure) {
      throw new IllegalStateException("no certificate could be made for " + subject, failure);
    }
  }
}
