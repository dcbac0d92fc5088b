package dev.ringfence.engine.proof;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** By boundary: the facts that have, or had, an entry whose set it is in. */
final class FactsByBoundary {
  private final BoundarySets sets;
  private @Nullable BitSet[] facts = new @Nullable BitSet[64];

  FactsByBoundary(BoundarySets sets) {
    this.sets = sets;
  }

  void add(int fact, int set) {
    for (int i = 0; i < sets.size(set); i++) {
      int boundary = sets.at(set, i);
      if (boundary >= facts.length) {
        facts = Arrays.copyOf(facts, IntSequence.grown(boundary));
      }
      BitSet known = facts[boundary];
      if (known == null) {
        known = new BitSet();
        facts[boundary] = known;
      }
      known.set(fact);
    }
  }

  /** Facts that have none any more are forgotten by whoever goes through them. */
  BitSet of(int boundary) {
    BitSet known = boundary < facts.length ? facts[boundary] : null;
    return known == null ? new BitSet() : known;
  }
}
