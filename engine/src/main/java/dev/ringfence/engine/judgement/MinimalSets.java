package dev.ringfence.engine.judgement;

import dev.ringfence.engine.parallel.Aside;
import dev.ringfence.engine.proof.FailureSet;
import dev.ringfence.engine.proof.Mode;
import dev.ringfence.engine.proof.Proof;
import dev.ringfence.engine.proof.StepGraph;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The minimal failure sets of every attacker and goal, with publication taken into account.
 *
 * <p>What B publishes to A is no violation by itself: sets that consist only of the workload behind
 * a published port are listed apart. Whether a set is one of those is not a matter of its name
 * alone, because the same image may also stand behind a port that is not published. So the search
 * is run a second time on the same graph without the published ways (each only for those to whom it
 * is published): a single workload that leads to the goal in both counts; one that leads there only
 * with the published ways does not, and what then remains comes from both searches.
 */
final class MinimalSets {

  /** The counted sets, smallest first, and those by publication. */
  record Found(List<FailureSet> sets, List<FailureSet> byPublication) {
    /** The size of the smallest counted set, -1 where there is none. */
    int depth() {
      return sets.isEmpty() ? -1 : sets.getFirst().size();
    }
  }

  /**
   * Above so many steps the two searches run one after the other: each uses all processors by
   * itself then, and both at once would need the memory of both.
   */
  private static final int MOST_STEPS_AT_ONCE = 1 << 20;

  private final Proof proof;
  private final @Nullable Proof withoutPublished;
  private final PublishedWays ways;

  MinimalSets(Proof proof, @Nullable Proof withoutPublished, PublishedWays ways) {
    this.proof = proof;
    this.withoutPublished = withoutPublished;
    this.ways = ways;
  }

  /** What was found with every assumption as bad as feared, and with none. */
  record Both(MinimalSets feared, MinimalSets refuted) {}

  /**
   * @param memory of the proofs before, or null
   */
  static Both search(
      Derivation derivation,
      Published published,
      int[] goals,
      int maximumDepth,
      @Nullable ProofMemory memory) {
    PublishedWays ways = PublishedWays.of(derivation, published);
    StepGraph graph = derivation.graph();
    StepGraph without = ways.graphWithout();
    if (memory != null) {
      return memory.search(derivation, without, ways, goals, maximumDepth);
    }
    if (graph.stepCount() > MOST_STEPS_AT_ONCE) {
      return new Both(
          search(graph, without, ways, goals, maximumDepth, Mode.PESSIMISTIC),
          search(graph, without, ways, goals, maximumDepth, Mode.REFUTED));
    }
    Aside<MinimalSets> feared =
        Aside.start(
            "search", () -> search(graph, without, ways, goals, maximumDepth, Mode.PESSIMISTIC));
    MinimalSets refuted = search(graph, without, ways, goals, maximumDepth, Mode.REFUTED);
    return new Both(feared.get(), refuted);
  }

  private static MinimalSets search(
      StepGraph graph,
      @Nullable StepGraph without,
      PublishedWays ways,
      int[] goals,
      int maximumDepth,
      Mode mode) {
    return new MinimalSets(
        Proof.search(graph, goals, maximumDepth, mode),
        without == null ? null : Proof.search(without, goals, maximumDepth, mode),
        ways);
  }

  Proof proof() {
    return proof;
  }

  /** {@link Found#depth} of what {@link #find} finds, without listing it where that can be. */
  int depth(int attacker, int victim, int goal) {
    return withoutPublished == null
        ? proof.depth(attacker, goal)
        : find(attacker, victim, goal).depth();
  }

  Found find(int attacker, int victim, int goal) {
    List<FailureSet> all = proof.failureSets(attacker, goal);
    if (withoutPublished == null) {
      return new Found(all, List.of());
    }
    List<FailureSet> published = new ArrayList<>();
    List<FailureSet> counted = new ArrayList<>();
    List<FailureSet> without = withoutPublished.failureSets(attacker, goal);
    for (FailureSet set : all) {
      boolean onlyPublished =
          set.size() == 1
              && ways.publishes(victim, attacker, set.boundary(0))
              && !without.contains(set)
              && !ways.othersPublish(victim, attacker, set.boundary(0));
      (onlyPublished ? published : counted).add(set);
    }
    if (published.isEmpty()) {
      return new Found(counted, List.of());
    }
    for (FailureSet set : without) {
      if (counted.stream().noneMatch(smaller -> isSubset(smaller, set))) {
        counted.add(set);
      }
    }
    counted.sort(null);
    return new Found(counted, published);
  }

  private static boolean isSubset(FailureSet smaller, FailureSet set) {
    for (int i = 0; i < smaller.size(); i++) {
      if (!set.contains(smaller.boundary(i))) {
        return false;
      }
    }
    return true;
  }
}
