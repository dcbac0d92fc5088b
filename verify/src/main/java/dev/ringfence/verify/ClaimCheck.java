package dev.ringfence.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * That the verdicts follow from the tables. What a victim publishes is no violation by itself: a
 * set of only the workload behind a port that is published to the attacker is not counted, unless
 * it leads to the goal without any published way too, or another tenant publishes the same
 * workload.
 */
final class ClaimCheck {

  private record Offer(int victim, int boundary) {}

  private final Certificate certificate;
  private final Problems problems;
  private final Map<Offer, List<List<Long>>> offers = new HashMap<>();
  private final Map<Integer, Set<Integer>> victimsOf = new HashMap<>();

  ClaimCheck(Certificate certificate, Problems problems) {
    this.certificate = certificate;
    this.problems = problems;
    for (Certificate.Step step : certificate.steps()) {
      Certificate.Published published = step.published();
      if (published != null) {
        int boundary = step.boundaries().getFirst();
        offers
            .computeIfAbsent(new Offer(published.victim(), boundary), key -> new ArrayList<>())
            .add(published.to());
        victimsOf.computeIfAbsent(boundary, key -> new HashSet<>()).add(published.victim());
      }
    }
  }

  void run() {
    for (Certificate.Claim claim : certificate.claims()) {
      int feared = depth(claim, Certificate.Scope.FEARED, Certificate.Scope.FEARED_UNPUBLISHED);
      int refuted = depth(claim, Certificate.Scope.REFUTED, Certificate.Scope.REFUTED_UNPUBLISHED);
      Certificate.Outcome outcome =
          outcome(feared, refuted, claim.required(), certificate.maximumDepth());
      if (feared != claim.feared() || refuted != claim.refuted() || outcome != claim.outcome()) {
        problems.add(
            certificate.tenants().get(claim.from())
                + " → "
                + certificate.tenants().get(claim.to())
                + " "
                + claim.stake()
                + ": the tables give depths "
                + feared
                + " and "
                + refuted
                + ", so "
                + outcome
                + ", and the verdict says "
                + claim.feared()
                + ", "
                + claim.refuted()
                + ", "
                + claim.outcome());
      }
    }
  }

  private static Certificate.Outcome outcome(
      int feared, int refuted, int required, int maximumDepth) {
    if (feared < 0 && required > maximumDepth + 1) {
      return Certificate.Outcome.UNDECIDED; // nothing up to the maximum says nothing of more
    }
    if (feared < 0 || feared >= required) {
      return Certificate.Outcome.HOLDS;
    }
    return refuted >= 0 && refuted < required
        ? Certificate.Outcome.FALLS_SHORT
        : Certificate.Outcome.UNDECIDED;
  }

  private int depth(
      Certificate.Claim claim, Certificate.Scope scope, Certificate.Scope unpublished) {
    List<List<Integer>> all = sets(claim, scope);
    if (!certificate.tables().containsKey(unpublished)) {
      return smallest(all);
    }
    List<List<Integer>> without = sets(claim, unpublished);
    List<List<Integer>> counted = new ArrayList<>();
    boolean offered = false;
    for (List<Integer> set : all) {
      boolean onlyPublished =
          set.size() == 1
              && publishes(claim.to(), claim.from(), set.getFirst())
              && !without.contains(set)
              && !othersPublish(claim, set.getFirst());
      offered |= onlyPublished;
      if (!onlyPublished) {
        counted.add(set);
      }
    }
    if (offered) {
      counted.addAll(without); // what remains may come from both; the smallest is asked for
    }
    return smallest(counted);
  }

  private static int smallest(List<List<Integer>> sets) {
    return sets.stream().mapToInt(List::size).min().orElse(-1);
  }

  private List<List<Integer>> sets(Certificate.Claim claim, Certificate.Scope scope) {
    List<List<Integer>> sets = new ArrayList<>();
    for (Certificate.Label label :
        certificate.tables().getOrDefault(scope, List.of()).get(claim.goal())) {
      if (Bits.has(label.attackers(), claim.from())) {
        sets.add(label.boundaries());
      }
    }
    return sets;
  }

  private boolean publishes(int victim, int attacker, int boundary) {
    for (List<Long> to : offers.getOrDefault(new Offer(victim, boundary), List.of())) {
      if (Bits.has(to, attacker)) {
        return true;
      }
    }
    return false;
  }

  private boolean othersPublish(Certificate.Claim claim, int boundary) {
    for (int other : victimsOf.getOrDefault(boundary, Set.of())) {
      if (other != claim.to() && publishes(other, claim.from(), boundary)) {
        return true;
      }
    }
    return false;
  }
}
