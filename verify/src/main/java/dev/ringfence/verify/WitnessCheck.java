package dev.ringfence.verify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * That each witness is a way: every premise is there before it is needed, and it ends at the goal.
 */
final class WitnessCheck {

  private final Certificate certificate;
  private final Problems problems;

  WitnessCheck(Certificate certificate, Problems problems) {
    this.certificate = certificate;
    this.problems = problems;
  }

  void run() {
    for (Certificate.Witness witness : certificate.witnesses()) {
      String wrong = wrong(witness);
      if (wrong != null) {
        problems.add(
            "the witness of "
                + certificate.tenants().get(witness.attacker())
                + " to \""
                + certificate.facts().get(witness.goal())
                + "\" "
                + wrong);
      }
    }
    eachShortfallHasOne();
  }

  /** Every verdict that does not hold has a witness of one of its smallest sets. */
  private void eachShortfallHasOne() {
    Map<List<Object>, Set<List<Integer>>> witnessed = new HashMap<>();
    for (Certificate.Witness witness : certificate.witnesses()) {
      witnessed
          .computeIfAbsent(List.of(witness.goal(), witness.feared()), key -> new HashSet<>())
          .add(witness.boundaries());
    }
    for (Certificate.Claim claim : certificate.claims()) {
      if (claim.outcome() == Certificate.Outcome.HOLDS) {
        continue;
      }
      boolean feared = claim.outcome() == Certificate.Outcome.UNDECIDED;
      int depth = feared ? claim.feared() : claim.refuted();
      if (feared && depth < 0) {
        continue; // undecided because more is required than was searched: there is no set to show
      }
      boolean has = false;
      for (List<Integer> set : witnessed.getOrDefault(List.of(claim.goal(), feared), Set.of())) {
        has |= set.size() == depth && reaches(claim, feared, set);
      }
      if (!has) {
        problems.add(
            "there is no witness for "
                + certificate.tenants().get(claim.from())
                + " → "
                + certificate.tenants().get(claim.to())
                + " "
                + claim.stake());
      }
    }
  }

  private boolean reaches(Certificate.Claim claim, boolean feared, List<Integer> set) {
    for (Certificate.Scope scope : certificate.tables().keySet()) {
      if (scope.feared == feared) {
        for (Certificate.Label label : certificate.tables().get(scope).get(claim.goal())) {
          if (label.boundaries().equals(set) && Bits.has(label.attackers(), claim.from())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private @Nullable String wrong(Certificate.Witness witness) {
    Set<Integer> has = new HashSet<>();
    for (Certificate.Start start : certificate.starts()) {
      if (start.attacker() == witness.attacker()
          && (witness.feared() || start.assumptions().isEmpty())) {
        has.add(start.fact());
      }
    }
    for (Certificate.Evidenced evidenced : witness.steps()) {
      Certificate.Step step = certificate.steps().get(evidenced.step());
      if (!has.containsAll(step.premises())) {
        return "takes a step whose premises it does not have";
      }
      if (!witness.boundaries().containsAll(step.boundaries())) {
        return "breaks a boundary that is not in its set";
      }
      if (!witness.feared() && !step.assumptions().isEmpty()) {
        return "rests on an assumption and says that it rests on none";
      }
      if (step.attackers() != null && !Bits.has(step.attackers(), witness.attacker())) {
        return "takes a step that this tenant cannot take";
      }
      has.add(step.conclusion());
    }
    return has.contains(witness.goal()) ? null : "does not get there";
  }
}
