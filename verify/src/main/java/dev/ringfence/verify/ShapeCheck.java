package dev.ringfence.verify;

import java.util.List;

/** Whether every number means something: the other checks rely on it. */
final class ShapeCheck {

  private final Certificate certificate;
  private final Problems problems;

  ShapeCheck(Certificate certificate, Problems problems) {
    this.certificate = certificate;
    this.problems = problems;
  }

  void run() {
    for (Certificate.Start start : certificate.starts()) {
      below(start.attacker(), certificate.tenants(), "a start's tenant");
      below(start.fact(), certificate.facts(), "a start's fact");
      ascending(start.assumptions(), certificate.assumptions(), "a start's assumptions");
    }
    boolean publishes = false;
    for (Certificate.Step step : certificate.steps()) {
      below(step.rule(), certificate.rules(), "a step's rule");
      below(step.conclusion(), certificate.facts(), "a step's conclusion");
      for (int premise : step.premises()) {
        below(premise, certificate.facts(), "a step's premise");
      }
      ascending(step.boundaries(), certificate.boundaries(), "a step's boundaries");
      ascending(step.assumptions(), certificate.assumptions(), "a step's assumptions");
      if (step.attackers() != null) {
        attackers(step.attackers());
      }
      Certificate.Published published = step.published();
      if (published != null) {
        publishes = true;
        below(published.victim(), certificate.tenants(), "who publishes");
        attackers(published.to());
        if (step.boundaries().size() != 1) {
          problems.add("a published step must break one boundary");
        }
      }
    }
    for (Certificate.Scope scope : Certificate.Scope.values()) {
      table(scope, publishes);
    }
    claimsAndWitnesses();
  }

  private void table(Certificate.Scope scope, boolean publishes) {
    List<List<Certificate.Label>> table = certificate.tables().get(scope);
    if (table == null) {
      if (publishes || !scope.unpublished) {
        problems.add("there is no table of " + scope);
      }
      return;
    }
    if (!publishes && scope.unpublished) {
      problems.add("there is a table of " + scope + ", and nothing is published");
    }
    for (List<Certificate.Label> labels : table) {
      for (Certificate.Label label : labels) {
        ascending(label.boundaries(), certificate.boundaries(), "a set's boundaries");
        attackers(label.attackers());
        if (label.boundaries().size() > certificate.maximumDepth()) {
          problems.add("a set of " + label.boundaries().size() + " is larger than was searched");
        }
      }
    }
  }

  private void claimsAndWitnesses() {
    for (Certificate.Claim claim : certificate.claims()) {
      below(claim.from(), certificate.tenants(), "a verdict's attacker");
      below(claim.to(), certificate.tenants(), "a verdict's victim");
      below(claim.goal(), certificate.facts(), "a verdict's goal");
    }
    for (Certificate.Witness witness : certificate.witnesses()) {
      below(witness.attacker(), certificate.tenants(), "a witness's attacker");
      below(witness.goal(), certificate.facts(), "a witness's goal");
      ascending(witness.boundaries(), certificate.boundaries(), "a witness's boundaries");
      for (Certificate.Evidenced step : witness.steps()) {
        below(step.step(), certificate.steps(), "a witness's step");
      }
    }
  }

  private void below(int value, List<?> list, String what) {
    if (value < 0 || value >= list.size()) {
      problems.add(what + " is " + value + ", of " + list.size());
    }
  }

  private void ascending(List<Integer> values, List<?> list, String what) {
    int before = -1;
    for (int value : values) {
      below(value, list, what);
      if (value <= before) {
        problems.add(what + " are not ascending: " + values);
      }
      before = value;
    }
  }

  private void attackers(List<Long> words) {
    if (words.size() != certificate.words()) {
      problems.add("a set of attackers has " + words.size() + " words");
      return;
    }
    int rest = certificate.tenants().size() % 64;
    if (rest != 0 && words.getLast() >>> rest != 0) {
      problems.add("a set of attackers has one that is no tenant");
    }
  }
}
