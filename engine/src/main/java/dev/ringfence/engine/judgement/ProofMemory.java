package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.proof.StandingSearch;
import dev.ringfence.engine.proof.StepGraph;
import org.jspecify.annotations.Nullable;

/**
 * What one proof leaves behind so that the next, of nearly the same cluster, costs less. What is
 * found is the same with it and without it. To be used by one thread, for one proof after the
 * other.
 */
public final class ProofMemory {

  private final FactNames names = new FactNames();
  private @Nullable Landscape landscape;
  private @Nullable StandingSearch search;
  private @Nullable StandingSearch searchWithoutPublished;

  /** What was surveyed for the last proof. */
  @Nullable Landscape landscape() {
    return landscape;
  }

  void surveyed(Landscape now) {
    landscape = now;
  }

  /** The two searches of {@link MinimalSets}, with and without published ways. */
  MinimalSets.Both search(
      Derivation derivation,
      @Nullable StepGraph without,
      PublishedWays ways,
      int[] goals,
      int maximumDepth) {
    int[] facts = names.of(derivation.landscape(), derivation.graph());
    int[] boundaries = names.of(derivation.boundaries());
    StandingSearch standing = search == null ? new StandingSearch(maximumDepth) : search;
    search = standing;
    StandingSearch.Found found = standing.search(derivation.graph(), goals, facts, boundaries);
    StandingSearch.Found rest = null;
    if (without != null) {
      StandingSearch unpublished =
          searchWithoutPublished == null
              ? new StandingSearch(maximumDepth)
              : searchWithoutPublished;
      searchWithoutPublished = unpublished;
      rest = unpublished.search(without, goals, facts, boundaries);
    }
    return new MinimalSets.Both(
        new MinimalSets(found.feared(), rest == null ? null : rest.feared(), ways),
        new MinimalSets(found.refuted(), rest == null ? null : rest.refuted(), ways));
  }

  /** Whether the last proof's sets came of the difference alone. */
  boolean followed() {
    return search != null && search.followed();
  }
}
