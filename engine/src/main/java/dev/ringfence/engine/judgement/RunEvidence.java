package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.proof.FailureSet;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.ProofAnswers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The derivation behind a run's sets, for whoever asks why. Where the run followed a change without
 * running every row, the derivation is made when it is first asked for, from scratch: facts and
 * boundaries then have other numbers there than in the run, and are found by what they are.
 */
final class RunEvidence {

  private final Landscape landscape;

  /** By id, as the run's sets name them. */
  private final List<Boundary> boundaries;

  private @Nullable Derivation derivation;
  private @Nullable Map<Boundary, Integer> ids;

  private RunEvidence(
      Landscape landscape, List<Boundary> boundaries, @Nullable Derivation derivation) {
    this.landscape = landscape;
    this.boundaries = boundaries;
    this.derivation = derivation;
  }

  static RunEvidence of(Derivation derivation) {
    return new RunEvidence(derivation.landscape(), derivation.boundaries(), derivation);
  }

  static RunEvidence later(Landscape landscape, List<Boundary> boundaries) {
    return new RunEvidence(landscape, boundaries, null);
  }

  /** The boundaries of one of the run's sets. */
  List<Boundary> named(FailureSet set) {
    return Names.boundaries(boundaries, set);
  }

  /**
   * The set that is told before the others; they are ordered by size, and there is one. Boundaries
   * are numbered as rows name them, which is the order of objects, so sets of one size are told by
   * names.
   */
  FailureSet first(List<FailureSet> sets) {
    int alike = 1;
    while (alike < sets.size() && sets.get(alike).size() == sets.getFirst().size()) {
      alike++;
    }
    return alike == 1 ? sets.getFirst() : inOrder(sets.subList(0, alike)).getFirst();
  }

  /** The sets in the order in which they are told. */
  List<FailureSet> inOrder(List<FailureSet> sets) {
    if (sets.size() < 2) {
      return sets;
    }
    Map<FailureSet, List<Boundary>> names = new HashMap<>();
    sets.forEach(set -> names.put(set, named(set)));
    return sets.stream()
        .sorted((one, other) -> ProofAnswers.BY_NAMES.compare(names.get(one), names.get(other)))
        .toList();
  }

  synchronized Derivation derivation() {
    Derivation known = derivation;
    if (known == null) {
      Landscape fresh = landscape.unasked();
      known = Derivation.of(fresh, new Published(fresh));
      derivation = known;
    }
    return known;
  }

  /** Whether facts and boundaries have the run's own numbers in the derivation. */
  @SuppressWarnings("ReferenceEquality") // the very same table, not one with equal facts
  boolean isOwn() {
    return derivation().landscape().facts() == landscape.facts();
  }

  private int goal(int goal) {
    Facts facts = landscape.facts();
    return isOwn()
        ? goal
        : derivation().landscape().facts().fact(facts.kind(goal), facts.a(goal), facts.b(goal));
  }

  private synchronized FailureSet set(FailureSet set) {
    if (isOwn()) {
      return set;
    }
    Map<Boundary, Integer> known = ids;
    if (known == null) {
      known = new HashMap<>();
      List<Boundary> there = derivation().boundaries();
      for (int id = 0; id < there.size(); id++) {
        known.put(there.get(id), id);
      }
      ids = known;
    }
    List<Integer> renumbered = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      Integer id = known.get(boundaries.get(set.boundary(i)));
      if (id == null) {
        throw new IllegalStateException("no step breaks " + boundaries.get(set.boundary(i)));
      }
      renumbered.add(id);
    }
    return FailureSet.of(renumbered.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Witnesses for one thread, in the run's numbers. */
  final class Ways {
    private @Nullable Witnesses witnesses;

    Witnesses witnesses() {
      Witnesses known = witnesses;
      if (known == null) {
        Derivation of = derivation();
        known = new Witnesses(of, Goal.all(of.landscape(), of.graph().factCount()));
        witnesses = known;
      }
      return known;
    }

    List<String> assumptions(int attacker, int goal, FailureSet failed) {
      return witnesses().assumptions(attacker, goal(goal), set(failed));
    }

    Explanation.Path path(int attacker, int goal, FailureSet failed, String findingId) {
      return witnesses().path(attacker, goal(goal), set(failed), findingId);
    }
  }
}
