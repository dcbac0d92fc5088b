package dev.ringfence.engine.judgement;

import dev.ringfence.engine.proof.Mode;
import dev.ringfence.engine.proof.Proof;
import dev.ringfence.engine.proof.StandingSearch;
import dev.ringfence.engine.proof.StepGraph;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one proof leaves behind so that the next, of nearly the same cluster, costs less. What is
 * found is the same with it and without it. To be used by one thread, for one proof after the other.
 */
public final class ProofMemory {

  private final FactNames names = new FactNames();
  private final Map<Mode, StandingSearch> searches = new EnumMap<>(Mode.class);
  private final Map<Mode, StandingSearch> searchesWithoutPublished = new EnumMap<>(Mode.class);

  /** The two searches of {@link MinimalSets}, with and without published ways. */
  MinimalSets.Both search(
      Derivation derivation,
      @Nullable StepGraph without,
      PublishedWays ways,
      int[] goals,
      int maximumDepth) {
    int[] facts = names.of(derivation.landscape(), derivation.graph());
    int[] boundaries = names.of(derivation.boundaries());
    Map<Mode, MinimalSets> found = new EnumMap<>(Mode.class);
    for (Mode mode : Mode.values()) {
      Proof proof =
          searches
              .computeIfAbsent(mode, one -> new StandingSearch(maximumDepth, one))
              .search(derivation.graph(), goals, facts, boundaries);
      Proof unpublished =
          without == null
              ? null
              : searchesWithoutPublished
                  .computeIfAbsent(mode, one -> new StandingSearch(maximumDepth, one))
                  .search(without, goals, facts, boundaries);
      found.put(mode, new MinimalSets(proof, unpublished, ways));
    }
    return new MinimalSets.Both(of(found, Mode.PESSIMISTIC), of(found, Mode.REFUTED));
  }

  private static MinimalSets of(Map<Mode, MinimalSets> found, Mode mode) {
    MinimalSets sets = found.get(mode);
    if (sets == null) {
      throw new IllegalStateException("no search " + mode);
    }
    return sets;
  }

  /** Whether the last proof's sets came of the difference alone. */
  boolean followed() {
    return !searches.isEmpty()
        && searches.values().stream().allMatch(StandingSearch::followed)
        && searchesWithoutPublished.values().stream().allMatch(StandingSearch::followed);
  }
}
