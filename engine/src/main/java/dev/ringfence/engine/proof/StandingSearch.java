package dev.ringfence.engine.proof;

import dev.ringfence.engine.parallel.Aside;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A search that is asked again and again about a system that changes a little: it follows up what
 * the difference of the steps can reach, and finds what {@link Proof#search} finds.
 *
 * <p>The first question, and one after which very much has changed, is answered by a search from
 * scratch, while all labels are worked out aside for the next. To be used by one thread.
 */
public final class StandingSearch {
  /** A difference of more than one step in so many is searched from scratch. */
  private static final int SMALL_PART = 16;

  /** Below so many steps, whatever differs is followed up. */
  private static final int FEW_STEPS = 1 << 12;

  private final int maximumDepth;
  private final IntPredicate assumed;
  private @Nullable Aside<@Nullable StandingLabels> labels;
  private int attackerCount;
  private int stepCount;
  private boolean followed;

  public StandingSearch(int maximumDepth, Mode mode) {
    this.maximumDepth = maximumDepth;
    this.assumed = assumption -> mode == Mode.PESSIMISTIC;
  }

  /** Whether the last answer came of the difference, and not from scratch. */
  public boolean followed() {
    return followed;
  }

  /**
   * Answers for the system as it is now.
   *
   * @param goals facts of the graph
   * @param factNames by fact of the graph, what it was called before if it is the same; no two
   *     facts have one name
   * @param boundaryNames by boundary of the graph, likewise
   */
  public Proof search(StepGraph graph, int[] goals, int[] factNames, int[] boundaryNames) {
    Proof proof = follow(graph, goals, factNames, boundaryNames);
    followed = proof != null;
    if (proof != null) {
      return proof;
    }
    if (labels != null && labels.get() == null) {
      return Proof.search(graph, goals, maximumDepth, assumed); // it was too much once already
    }
    attackerCount = graph.attackerCount();
    stepCount = graph.stepCount();
    labels = Aside.start("labels", () -> begin(graph, factNames, boundaryNames));
    return Proof.search(graph, goals, maximumDepth, assumed);
  }

  private @Nullable StandingLabels begin(StepGraph graph, int[] factNames, int[] boundaryNames) {
    StandingLabels made = new StandingLabels(graph.attackerCount(), maximumDepth);
    made.take(graph, assumed, factNames, boundaryNames);
    return made.follow() ? made : null;
  }

  private @Nullable Proof follow(
      StepGraph graph, int[] goals, int[] factNames, int[] boundaryNames) {
    StandingLabels known = labels == null ? null : labels.get();
    if (known == null || attackerCount != graph.attackerCount()) {
      return null;
    }
    int differing = known.take(graph, assumed, factNames, boundaryNames);
    boolean little = differing <= FEW_STEPS || differing <= stepCount / SMALL_PART;
    return little && known.follow() ? proof(known, graph, goals, factNames, boundaryNames) : null;
  }

  /** The labels of the goals, by the graph's own boundary ids and in their order. */
  private Proof proof(
      StandingLabels known, StepGraph graph, int[] goals, int[] factNames, int[] boundaryNames) {
    int[] distinct = IntSequence.sortedDistinct(goals);
    int[] rowStarts = new int[distinct.length + 2];
    IntSequence rows = new IntSequence(4 * distinct.length);
    for (int goal = 0; goal < distinct.length; goal++) {
      known.minimal(factNames[distinct[goal]], rows);
      rowStarts[goal + 1] = rows.size() / 2;
    }
    rowStarts[distinct.length + 1] = rowStarts[distinct.length];
    int[] idOfName = new int[highest(boundaryNames) + 1];
    for (int boundary = 0; boundary < boundaryNames.length; boundary++) {
      idOfName[boundaryNames[boundary]] = boundary;
    }
    Map<Integer, FailureSet> named = new HashMap<>();
    for (int i = 0; i < rows.size(); i += 2) {
      named.computeIfAbsent(rows.get(i), set -> named(known.sets().boundaries(set), idOfName));
    }
    List<FailureSet> ordered = new ArrayList<>(named.values());
    Collections.sort(ordered);
    Map<FailureSet, Integer> ranks = new HashMap<>();
    for (FailureSet set : ordered) {
      ranks.put(set, ranks.size());
    }
    Map<Integer, Integer> rankOfSet = new HashMap<>();
    named.forEach((set, as) -> rankOfSet.put(set, rank(ranks, as)));
    AttackerSets attackers = new AttackerSets(graph.attackerCount());
    int[] rankOfLabel = new int[rows.size() / 2];
    int[] attackersOfLabel = new int[rankOfLabel.length];
    long[] sorted = new long[rankOfLabel.length];
    for (int i = 0; i < sorted.length; i++) {
      int of = attackers.of(known.attackers(), rows.get(2 * i + 1));
      sorted[i] = (long) rankOfSet.getOrDefault(rows.get(2 * i), 0) << 32 | of;
    }
    for (int goal = 0; goal < distinct.length; goal++) {
      Arrays.sort(sorted, rowStarts[goal], rowStarts[goal + 1]);
    }
    for (int i = 0; i < sorted.length; i++) {
      rankOfLabel[i] = (int) (sorted[i] >>> 32);
      attackersOfLabel[i] = (int) sorted[i];
    }
    int[] rowOfFact = new int[graph.factCount()];
    Arrays.fill(rowOfFact, -1);
    for (int goal = 0; goal < distinct.length; goal++) {
      rowOfFact[distinct[goal]] = goal;
    }
    return new Proof(
        maximumDepth,
        rowOfFact,
        rowStarts,
        rankOfLabel,
        attackersOfLabel,
        ordered.toArray(new FailureSet[0]),
        attackers);
  }

  private static int highest(int[] values) {
    int highest = 0;
    for (int value : values) {
      highest = Math.max(highest, value);
    }
    return highest;
  }

  private static FailureSet named(int[] names, int[] idOfName) {
    int[] ids = new int[names.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = idOfName[names[i]];
    }
    return new FailureSet(ids);
  }

  private static int rank(Map<FailureSet, Integer> ranks, FailureSet set) {
    Integer rank = ranks.get(set);
    if (rank == null) {
      throw new IllegalStateException("a set without its rank: " + set);
    }
    return rank;
  }
}
