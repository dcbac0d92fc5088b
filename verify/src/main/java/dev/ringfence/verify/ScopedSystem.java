package dev.ringfence.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The steps and start facts that exist in one scope, as arrays. */
final class ScopedSystem {

  /** One label: a set of boundaries and the attackers for whom it is claimed to be minimal. */
  @SuppressWarnings("ArrayRecordComponent") // read-only by contract
  record Label(int[] set, long[] attackers) {}

  final Certificate certificate;
  final int words;
  final int[] stepIndexes;
  final int[][] premises;
  final int[] conclusions;
  final int[][] boundaries;
  final long[][] attackers;

  /** By fact, the attackers who have it at the beginning. */
  final long[][] starts;

  final List<List<Label>> labels;

  ScopedSystem(
      Certificate certificate, Certificate.Scope scope, List<List<Certificate.Label>> table) {
    this.certificate = certificate;
    this.words = certificate.words();
    List<Certificate.Step> all = certificate.steps();
    int[] kept = new int[all.size()];
    int count = 0;
    for (int step = 0; step < all.size(); step++) {
      if (scope.feared || all.get(step).assumptions().isEmpty()) {
        kept[count++] = step;
      }
    }
    stepIndexes = Arrays.copyOf(kept, count);
    premises = new int[count][];
    conclusions = new int[count];
    boundaries = new int[count][];
    attackers = new long[count][];
    long[] everybody = Bits.all(certificate.tenants().size());
    for (int i = 0; i < count; i++) {
      Certificate.Step step = all.get(stepIndexes[i]);
      premises[i] = Bits.ints(step.premises());
      conclusions[i] = step.conclusion();
      boundaries[i] = Bits.ints(step.boundaries());
      List<Long> only = step.attackers();
      Certificate.Published published = step.published();
      long[] allowed = only == null ? everybody : Bits.of(only);
      attackers[i] =
          scope.unpublished && published != null
              ? Bits.without(allowed, Bits.of(published.to()))
              : allowed;
    }
    starts = new long[certificate.facts().size()][];
    for (Certificate.Start start : certificate.starts()) {
      if (scope.feared || start.assumptions().isEmpty()) {
        if (starts[start.fact()] == null) {
          starts[start.fact()] = new long[words];
        }
        starts[start.fact()][start.attacker() / 64] |= 1L << start.attacker() % 64;
      }
    }
    labels = new ArrayList<>(table.size());
    for (List<Certificate.Label> ofFact : table) {
      List<Label> compiled = new ArrayList<>(ofFact.size());
      for (Certificate.Label label : ofFact) {
        compiled.add(new Label(Bits.ints(label.boundaries()), Bits.of(label.attackers())));
      }
      labels.add(compiled);
    }
  }

  String words(int[] set) {
    List<String> names = new ArrayList<>();
    for (int boundary : set) {
      names.add(certificate.boundaries().get(boundary));
    }
    return names.isEmpty() ? "nothing" : String.join(" and ", names);
  }

  String tenant(long[] attackers) {
    return certificate.tenants().get(Bits.first(attackers));
  }
}
