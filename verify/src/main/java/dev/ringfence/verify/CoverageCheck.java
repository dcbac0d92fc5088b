package dev.ringfence.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * That no set is missing. Every start fact has the empty set, and whatever sets the premises of a
 * step have, their union with the step's boundaries is covered by a set of its conclusion: then by
 * induction over any way to a fact, what breaks along it contains one of the fact's sets. So
 * nothing smaller exists, given the steps, up to the depth that was searched.
 */
final class CoverageCheck {

  private final ScopedSystem system;
  private final String scope;
  private final Problems problems;

  CoverageCheck(ScopedSystem system, String scope, Problems problems) {
    this.system = system;
    this.scope = scope;
    this.problems = problems;
  }

  void run() {
    for (int fact = 0; fact < system.starts.length; fact++) {
      long[] starts = system.starts[fact];
      if (starts != null) {
        long[] uncovered = uncovered(fact, new int[0], starts);
        if (!Bits.isEmpty(uncovered)) {
          problems.add(
              scope
                  + ": "
                  + system.tenant(uncovered)
                  + " begins with \""
                  + system.certificate.facts().get(fact)
                  + "\", and the table does not say so");
        }
      }
    }
    for (int step = 0; step < system.conclusions.length; step++) {
      check(step);
    }
  }

  private void check(int step) {
    int conclusion = system.conclusions[step];
    List<ScopedSystem.Label> partial = new ArrayList<>();
    add(partial, conclusion, system.boundaries[step], system.attackers[step]);
    for (int premise : system.premises[step]) {
      List<ScopedSystem.Label> next = new ArrayList<>();
      for (ScopedSystem.Label left : partial) {
        for (ScopedSystem.Label right : system.labels.get(premise)) {
          long[] both = Bits.and(left.attackers(), right.attackers());
          if (!Bits.isEmpty(both)) {
            add(next, conclusion, Bits.union(left.set(), right.set()), both);
          }
        }
      }
      partial = next;
    }
    for (ScopedSystem.Label missing : partial) {
      problems.add(
          scope
              + ": "
              + system.tenant(missing.attackers())
              + " gets \""
              + system.certificate.facts().get(conclusion)
              + "\" by "
              + system.certificate.rules().get(rule(step))
              + " when "
              + system.words(missing.set())
              + " fails, and the table has no part of that");
    }
  }

  private int rule(int step) {
    return system.certificate.steps().get(system.stepIndexes[step]).rule();
  }

  /** Keeps what no set of the conclusion covers: a larger union is covered all the more. */
  private void add(List<ScopedSystem.Label> to, int conclusion, int[] set, long[] attackers) {
    if (set.length <= system.certificate.maximumDepth()) {
      long[] rest = uncovered(conclusion, set, attackers);
      if (!Bits.isEmpty(rest)) {
        to.add(new ScopedSystem.Label(set, rest));
      }
    }
  }

  private long[] uncovered(int fact, int[] set, long[] attackers) {
    long[] rest = attackers;
    for (ScopedSystem.Label label : system.labels.get(fact)) {
      if (Bits.contains(set, label.set())) {
        rest = Bits.without(rest, label.attackers());
      }
    }
    return rest;
  }
}
