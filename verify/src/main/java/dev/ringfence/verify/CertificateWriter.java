package dev.ringfence.verify;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the content: unsigned numbers of seven bits a byte, least first; texts and lists with
 * their count before them. Equal lists of numbers are written once and named by number afterwards.
 */
final class CertificateWriter {

  private final OutputStream out;
  private final Map<List<? extends Number>, Integer> known = new LinkedHashMap<>();

  private CertificateWriter(OutputStream out) {
    this.out = out;
  }

  static void write(Certificate certificate, OutputStream out) throws IOException {
    new CertificateWriter(out).write(certificate);
  }

  private void write(Certificate certificate) throws IOException {
    text(certificate.source());
    text(certificate.kubernetesVersion());
    number(certificate.maximumDepth());
    texts(certificate.tenants());
    texts(certificate.boundaries());
    texts(certificate.assumptions());
    texts(certificate.rules());
    texts(certificate.facts());
    number(certificate.objects().size());
    for (Map.Entry<String, Long> object : new TreeMap<>(certificate.objects()).entrySet()) {
      text(object.getKey());
      eightBytes(object.getValue());
    }
    number(certificate.starts().size());
    for (Certificate.Start start : certificate.starts()) {
      number(start.attacker());
      number(start.fact());
      row(start.assumptions());
    }
    number(certificate.steps().size());
    for (Certificate.Step step : certificate.steps()) {
      step(step);
    }
    for (Certificate.Scope scope : Certificate.Scope.values()) {
      table(certificate.tables().get(scope));
    }
    number(certificate.claims().size());
    for (Certificate.Claim claim : certificate.claims()) {
      claim(claim);
    }
    number(certificate.witnesses().size());
    for (Certificate.Witness witness : certificate.witnesses()) {
      witness(witness);
    }
  }

  private void step(Certificate.Step step) throws IOException {
    number(step.rule());
    number(step.conclusion());
    number(step.premises().size());
    for (int premise : step.premises()) {
      number(premise);
    }
    row(step.boundaries());
    row(step.assumptions());
    optional(step.attackers());
    Certificate.Published published = step.published();
    number(published == null ? 0 : published.victim() + 1);
    if (published != null) {
      row(published.to());
    }
  }

  private void table(@Nullable List<List<Certificate.Label>> table) throws IOException {
    number(table == null ? 0 : 1);
    if (table == null) {
      return;
    }
    for (List<Certificate.Label> labels : table) {
      number(labels.size());
      for (Certificate.Label label : labels) {
        row(label.boundaries());
        row(label.attackers());
      }
    }
  }

  private void claim(Certificate.Claim claim) throws IOException {
    number(claim.from());
    number(claim.to());
    text(claim.stake());
    number(claim.goal());
    number(claim.required());
    number(claim.feared() + 1);
    number(claim.refuted() + 1);
    number(claim.outcome().ordinal());
  }

  private void witness(Certificate.Witness witness) throws IOException {
    number(witness.attacker());
    number(witness.goal());
    row(witness.boundaries());
    number(witness.feared() ? 1 : 0);
    number(witness.steps().size());
    for (Certificate.Evidenced step : witness.steps()) {
      number(step.step());
      number(step.evidence().size());
      for (Certificate.Item item : step.evidence()) {
        text(item.object());
        text(item.field());
        text(item.value());
      }
    }
  }

  private void optional(@Nullable List<Long> row) throws IOException {
    number(row == null ? 0 : 1);
    if (row != null) {
      row(row);
    }
  }

  /** A list seen before is its number; a new one is the next number and then its content. */
  private void row(List<? extends Number> row) throws IOException {
    Integer number = known.get(row);
    if (number != null) {
      number(number);
      return;
    }
    number(known.size());
    known.put(row, known.size());
    number(row.size());
    for (Number value : row) {
      number(value.longValue());
    }
  }

  private void texts(List<String> texts) throws IOException {
    number(texts.size());
    for (String text : texts) {
      text(text);
    }
  }

  private void text(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    out.write(bytes);
  }

  private void eightBytes(long value) throws IOException {
    for (int shift = 0; shift < 64; shift += 8) {
      out.write((int) (value >>> shift) & 0xff);
    }
  }

  private void number(long value) throws IOException {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
