package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.judgement.ProofListing;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.verify.Certificate;
import dev.ringfence.verify.CertificateFile;
import dev.ringfence.verify.Checker;
import dev.ringfence.verify.Comparison;
import dev.ringfence.verify.Refused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nobody gets a changed certificate past verify. {@code -Dringfence.certificate.mutations} says how
 * many changes are tried.
 */
final class CertificateMutationTest {

  private static final int MUTATIONS = Integer.getInteger("ringfence.certificate.mutations", 150);

  private static final Pattern EVIDENCED = Pattern.compile("Evidenced\\[step=(\\d+)");

  private static Certificate fresh;
  private static ProofListing listing;
  private static Certificate claimed;
  private static byte[] file;

  @BeforeAll
  static void prove() throws Refused {
    SourceArguments arguments = new SourceArguments();
    arguments.source = Program.root().resolve("examples/content-management").toString();
    Map<String, Long> objects = new TreeMap<>();
    ProofRun run = Inquiry.prove(arguments, Main.commandLine(), objects::put);
    listing = run.listing();
    fresh = Certification.withoutTables(run, objects, "");
    file = CertificateFile.toBytes(Certification.complete(run, objects, ""));
    claimed = CertificateFile.read(file);
  }

  /** Null where it is believed. */
  private static @Nullable String reason(byte[] candidate) {
    Certificate certificate;
    try {
      certificate = CertificateFile.read(candidate);
    } catch (Refused refused) {
      return "refused: " + refused.getMessage();
    }
    if (!Checker.check(certificate).isEmpty()) {
      return "checked: " + Checker.check(certificate).lines();
    }
    Comparison.Result compared =
        Comparison.compare(certificate, fresh, step -> Certification.items(listing, step));
    if (!compared.objects().isEmpty()) {
      return "objects: " + compared.objects().lines();
    }
    return compared.problems().isEmpty() ? null : "compared: " + compared.problems().lines();
  }

  @Test
  void theRightOneIsBelieved() {
    assertThat(reason(file)).isNull();
  }

  @Test
  void everyDamagedFileIsRefused() {
    Random random = new Random(1);
    for (int i = 0; i < MUTATIONS * 10; i++) {
      byte[] damaged = file.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(reason(damaged)).startsWith("refused");
    }
  }

  @Test
  void everyChangeOfTheContentIsRejectedOrChangesNothing() throws Exception {
    byte[] content = unpacked(file);
    Random random = new Random(2);
    int rejected = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] changed = mutated(content, random);
      byte[] candidate = packed(changed);
      String reason = reason(candidate);
      if (reason == null) {
        // Then it must say the same, for example by a number written with more bytes than needed.
        assertThat(said(sameSource(candidate)).equals(said(claimed)))
            .as(
                "mutation %d of %d bytes changes what is believed: %s",
                i, content.length, difference(sameSource(candidate)))
            .isTrue();
      } else {
        rejected++;
      }
    }
    assertThat(rejected).isGreaterThan(MUTATIONS * 9 / 10);
  }

  /**
   * What it says, each step of a path called by the first one that is the same: two rows of one
   * name may name one step, and whichever of the two a path goes by, it says the same.
   */
  private static String said(Certificate certificate) {
    List<Certificate.Step> steps = certificate.steps();
    Map<Certificate.Step, Integer> first = new HashMap<>();
    for (int step = 0; step < steps.size(); step++) {
      first.putIfAbsent(steps.get(step), step);
    }
    return EVIDENCED
        .matcher(certificate.toString())
        .replaceAll(
            found -> {
              int step = Integer.parseInt(found.group(1));
              return "Evidenced[step=" + first.getOrDefault(steps.get(step), step);
            });
  }

  /** The first part in which the two say different things. */
  private static String difference(Certificate other) {
    String left = said(other);
    String right = said(claimed);
    int at = 0;
    while (at < Math.min(left.length(), right.length()) && left.charAt(at) == right.charAt(at)) {
      at++;
    }
    int from = Math.max(0, at - 200);
    return left.substring(from, Math.min(left.length(), at + 60))
        + " instead of "
        + right.substring(from, Math.min(right.length(), at + 60));
  }

  /** The source's name is told, not checked. */
  private static Certificate sameSource(byte[] candidate) throws Refused {
    Certificate read = CertificateFile.read(candidate);
    return new Certificate(
        "",
        read.kubernetesVersion(),
        read.maximumDepth(),
        read.tenants(),
        read.boundaries(),
        read.assumptions(),
        read.rules(),
        read.facts(),
        read.objects(),
        read.starts(),
        read.steps(),
        read.tables(),
        read.claims(),
        read.witnesses());
  }

  private static byte[] mutated(byte[] content, Random random) {
    int at = random.nextInt(content.length);
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] changed = content.clone();
        changed[at] ^= (byte) (1 << random.nextInt(8));
        yield changed;
      }
      case 1 -> {
        byte[] changed = content.clone();
        changed[at] = (byte) (changed[at] + (random.nextBoolean() ? 1 : -1));
        yield changed;
      }
      case 2 -> { // a byte less
        byte[] changed = Arrays.copyOf(content, content.length - 1);
        System.arraycopy(content, at + 1, changed, at, content.length - at - 1);
        yield changed;
      }
      default -> { // a byte twice
        byte[] changed = Arrays.copyOf(content, content.length + 1);
        System.arraycopy(content, at, changed, at + 1, content.length - at);
        yield changed;
      }
    };
  }

  private static byte[] unpacked(byte[] whole) throws IOException {
    int start = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(whole, start, whole.length - start))) {
      return in.readAllBytes();
    }
  }

  private static byte[] packed(byte[] content) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(body)) {
      out.write(content);
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.toByteArray());
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(
        ("ringfence-certificate v1 sha256=" + HexFormat.of().formatHex(digest) + "\n")
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    body.writeTo(whole);
    return whole.toByteArray();
  }
}
