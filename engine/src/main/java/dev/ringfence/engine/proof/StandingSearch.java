package dev.ringfence.engine.proof;

import dev.ringfence.engine.parallel.Aside;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private @Nullable Aside<@Nullable Standing> standing;
  private boolean followed;

  /** What was found, with every assumption as bad as feared and with none. */
  public record Found(Proof feared, Proof refuted) {}

  private record Standing(LiveSteps steps, StandingLabels feared, StandingLabels refuted) {

    /** Whether what followed from the last difference was worked out. */
    boolean follow() {
      boolean done = feared.follow() && refuted.follow();
      steps.forgetRemoved();
      return done;
    }
  }

  public StandingSearch(int maximumDepth) {
    this.maximumDepth = maximumDepth;
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
  public Found search(StepGraph graph, int[] goals, int[] factNames, int[] boundaryNames) {
    Found found = follow(graph, goals, factNames, boundaryNames);
    followed = found != null;
    if (found != null) {
      return found;
    }
    if (standing == null || standing.get() != null) { // else it was too much once already
      standing = Aside.start("labels", () -> begin(graph, factNames, boundaryNames));
    }
    return new Found(
        Proof.search(graph, goals, maximumDepth, Mode.PESSIMISTIC),
        Proof.search(graph, goals, maximumDepth, Mode.REFUTED));
  }

  private @Nullable Standing begin(StepGraph graph, int[] factNames, int[] boundaryNames) {
    LiveSteps steps = new LiveSteps(graph.attackerCount(), maximumDepth);
    steps.take(graph, factNames, boundaryNames);
    Standing made =
        new Standing(
            steps,
            new StandingLabels(steps, Mode.PESSIMISTIC),
            new StandingLabels(steps, Mode.REFUTED));
    return made.follow() ? made : null;
  }

  private @Nullable Found follow(
      StepGraph graph, int[] goals, int[] factNames, int[] boundaryNames) {
    Standing known = standing == null ? null : standing.get();
    if (known == null || known.steps().attackers.attackerCount() != graph.attackerCount()) {
      return null;
    }
    LiveSteps steps = known.steps();
    steps.take(graph, factNames, boundaryNames);
    int differing = steps.added.size() + steps.removed.size();
    boolean little = differing <= FEW_STEPS || differing <= steps.stepCount() / SMALL_PART;
    if (!little || !known.follow()) {
      return null;
    }
    return new Found(
        proof(known.feared(), steps, graph, goals, factNames, boundaryNames),
        proof(known.refuted(), steps, graph, goals, factNames, boundaryNames));
  }

  /** The labels of the goals, by the graph's own boundary ids and in their order. */
  private Proof proof(
      StandingLabels known,
      LiveSteps steps,
      StepGraph graph,
      int[] goals,
      int[] factNames,
      int[] boundaryNames) {
    int[] distinct = IntSequence.sortedDistinct(goals);
    int[] rowStarts = new int[distinct.length + 2];
    IntSequence rows = new IntSequence(4 * distinct.length);
    for (int goal = 0; goal < distinct.length; goal++) {
      IntSequence minimal = known.minimal(factNames[distinct[goal]]);
      for (int i = 0; i < minimal.size(); i++) {
        rows.add(minimal.get(i));
      }
      rowStarts[goal + 1] = rows.size() / 2;
    }
    rowStarts[distinct.length + 1] = rowStarts[distinct.length];
    int[] idOfName = new int[highest(boundaryNames) + 1];
    for (int boundary = 0; boundary < boundaryNames.length; boundary++) {
      idOfName[boundaryNames[boundary]] = boundary;
    }
    int[] rankOfSet = new int[steps.sets.count()];
    FailureSet[] ordered = rank(rows, steps.sets, idOfName, rankOfSet);
    AttackerSets attackers = new AttackerSets(graph.attackerCount());
    int[] nameOfAttackers = new int[steps.attackers.count()];
    long[] sorted = new long[rows.size() / 2];
    for (int i = 0; i < sorted.length; i++) {
      int of = rows.get(2 * i + 1);
      if (nameOfAttackers[of] == AttackerSets.NONE) {
        nameOfAttackers[of] = attackers.of(steps.attackers, of);
      }
      sorted[i] = (long) rankOfSet[rows.get(2 * i)] << 32 | nameOfAttackers[of];
    }
    for (int goal = 0; goal < distinct.length; goal++) {
      Arrays.sort(sorted, rowStarts[goal], rowStarts[goal + 1]);
    }
    int[] rankOfLabel = new int[sorted.length];
    int[] attackersOfLabel = new int[sorted.length];
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
        maximumDepth, rowOfFact, rowStarts, rankOfLabel, attackersOfLabel, ordered, attackers);
  }

  private static int highest(int[] values) {
    int highest = 0;
    for (int value : values) {
      highest = Math.max(highest, value);
    }
    return highest;
  }

  /** The sets of the rows in their order, and where each stands in it. */
  private static FailureSet[] rank(
      IntSequence rows, BoundarySets sets, int[] idOfName, int[] rankOfSet) {
    IntSequence used = new IntSequence();
    List<FailureSet> inOrder = new ArrayList<>();
    for (int i = 0; i < rows.size(); i += 2) {
      int set = rows.get(i);
      if (rankOfSet[set] == 0) {
        rankOfSet[set] = 1;
        used.add(set);
        inOrder.add(named(sets.boundaries(set), idOfName));
      }
    }
    FailureSet[] ordered = inOrder.toArray(new FailureSet[0]);
    Arrays.sort(ordered);
    for (int i = 0; i < used.size(); i++) {
      rankOfSet[used.get(i)] = Arrays.binarySearch(ordered, inOrder.get(i));
    }
    return ordered;
  }

  private static FailureSet named(int[] names, int[] idOfName) {
    int[] ids = new int[names.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = idOfName[names[i]];
    }
    return new FailureSet(ids);
  }
}
