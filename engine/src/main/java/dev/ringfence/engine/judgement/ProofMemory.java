package dev.ringfence.engine.judgement;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.proof.StandingSearch;
import dev.ringfence.engine.proof.StepChange;
import dev.ringfence.engine.proof.StepGraph;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.verdict.Boundary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one proof leaves behind so that the next, of nearly the same cluster, costs less. What is
 * found is the same with it and without it. To be used by one thread, for one proof after the
 * other.
 */
public final class ProofMemory {

  private final FactNames names = new FactNames();
  private @Nullable Landscape landscape;
  private @Nullable KeptDerivation derivation;
  private @Nullable PublishedWays ways;
  private @Nullable StandingSearch search;
  private @Nullable StandingSearch searchWithoutPublished;
  private boolean rowByRow;

  /**
   * What was found without running all rows.
   *
   * @param boundaries by id, as sets name them
   */
  record Followed(
      Landscape landscape, MinimalSets.Both sets, int factCount, List<Boundary> boundaries) {}

  /** What was surveyed for the last proof. */
  @Nullable Landscape landscape() {
    return landscape;
  }

  void surveyed(Landscape now) {
    landscape = now;
    derivation = null;
  }

  /** Whether the last proof came of single rows, where something could differ. */
  boolean rowByRow() {
    return rowByRow;
  }

  /** Whether the last proof's sets came of the difference alone. */
  boolean followed() {
    return search != null && search.followed();
  }

  /**
   * Follows a change by single rows.
   *
   * @return null where all rows have to be run
   */
  @Nullable Followed follow(Cluster cluster, Tenancy tenancy, Assumptions assumptions) {
    rowByRow = false;
    KeptDerivation known = derivation;
    PublishedWays published = ways;
    StandingSearch standing = search;
    StandingSearch without = searchWithoutPublished;
    if (known == null
        || published == null
        || standing == null
        || !standing.stands()
        || (without != null && !without.stands())) {
      return null;
    }
    derivation = null; // kept again when all went well
    StepChange change = known.follow(cluster, tenancy, assumptions);
    if (change == null) {
      return null;
    }
    landscape = known.landscape();
    int facts = known.landscape().facts().count(FactKind.GOAL);
    int[] goals = known.goals(facts);
    StandingSearch.Found found =
        standing.search(change, facts, goals, known.factNames(), known.boundaryNames());
    StandingSearch.Found rest =
        without == null
            ? null
            : without.search(change, facts, goals, known.factNames(), known.boundaryNames());
    if (found == null || (without != null && rest == null)) {
      return null;
    }
    derivation = known;
    rowByRow = true;
    return new Followed(known.landscape(), both(found, rest, published), facts, known.boundaries());
  }

  /** The two searches of {@link MinimalSets}, with and without published ways. */
  MinimalSets.Both search(
      Derivation whole,
      @Nullable StepGraph withoutPublished,
      PublishedWays published,
      int[] goals,
      int maximumDepth) {
    int[] facts = names.of(whole.landscape(), whole.graph());
    int[] boundaries = names.of(whole.boundaries());
    StandingSearch standing = search == null ? new StandingSearch(maximumDepth) : search;
    search = standing;
    StandingSearch.Found found = standing.search(whole.graph(), goals, facts, boundaries);
    StandingSearch.Found rest = null;
    if (withoutPublished == null) {
      searchWithoutPublished = null;
    } else {
      StandingSearch unpublished =
          searchWithoutPublished == null
              ? new StandingSearch(maximumDepth)
              : searchWithoutPublished;
      searchWithoutPublished = unpublished;
      rest = unpublished.search(withoutPublished, goals, facts, boundaries);
    }
    derivation = new KeptDerivation(whole, names, facts, boundaries);
    ways = published;
    return both(found, rest, published);
  }

  private static MinimalSets.Both both(
      StandingSearch.Found found, StandingSearch.@Nullable Found rest, PublishedWays ways) {
    return new MinimalSets.Both(
        new MinimalSets(found.feared(), rest == null ? null : rest.feared(), ways),
        new MinimalSets(found.refuted(), rest == null ? null : rest.refuted(), ways));
  }
}
