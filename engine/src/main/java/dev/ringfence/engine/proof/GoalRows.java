package dev.ringfence.engine.proof;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lays the labels of the goals out as {@link Proof} wants them, from {@link StandingLabels}. Rows
 * of goals whose labels are the same as last time are copied, so that a change costs what it
 * changes.
 */
final class GoalRows {
  private static final int[] NO_GOALS = {};

  private final int maximumDepth;

  // As they were laid out last. Arrays are never changed once a proof has them.
  private int[] goals = NO_GOALS;
  private int[] goalNames = NO_GOALS;
  private @Nullable IntSequence[] minimal = {};
  private int[] rowStarts = {0, 0};
  private int[] setOfLabel = {};
  private int[] attackersOfLabel = {};

  /** By number of a set: as the proof gives it; null where no label had it yet. */
  private @Nullable FailureSet[] sets = {};

  private int[] idOfName = {};

  GoalRows(int maximumDepth) {
    this.maximumDepth = maximumDepth;
  }

  /**
   * The labels of the goals, by the graph's own boundary ids and in their order.
   *
   * @param distinct facts of the graph, ascending and each once
   */
  Proof proof(
      StandingLabels known,
      LiveSteps steps,
      int factCount,
      int[] distinct,
      int[] factNames,
      int[] boundaryNames) {
    int[] names = new int[distinct.length];
    for (int goal = 0; goal < names.length; goal++) {
      names[goal] = factNames[distinct[goal]];
    }
    int[] ids = idOfName(boundaryNames);
    if (!Arrays.equals(names, goalNames) || !Arrays.equals(ids, idOfName)) {
      minimal = new @Nullable IntSequence[names.length];
      sets = new @Nullable FailureSet[0];
      idOfName = ids;
      goalNames = names;
    }
    goals = distinct;
    layOut(known, steps);
    int[] rowOfFact = new int[factCount];
    Arrays.fill(rowOfFact, -1);
    for (int goal = 0; goal < goals.length; goal++) {
      rowOfFact[goals[goal]] = goal;
    }
    return new Proof(
        maximumDepth,
        rowOfFact,
        rowStarts,
        setOfLabel,
        attackersOfLabel,
        requireAll(sets),
        steps.attackers);
  }

  @SuppressWarnings("NullAway") // every set that a label has is there
  private static FailureSet[] requireAll(@Nullable FailureSet[] sets) {
    return sets;
  }

  private void layOut(StandingLabels known, LiveSteps steps) {
    int count = goals.length;
    @Nullable IntSequence[] now = new @Nullable IntSequence[count];
    int[] starts = new int[count + 2];
    boolean same = true;
    for (int goal = 0; goal < count; goal++) {
      IntSequence row = known.minimal(goalNames[goal]);
      now[goal] = row;
      starts[goal + 1] = starts[goal] + row.size() / 2;
      same &= isSame(row, minimal[goal]);
    }
    starts[count + 1] = starts[count];
    if (same) {
      return;
    }
    sets = Arrays.copyOf(sets, steps.sets.count());
    int[] ofLabel = new int[starts[count]];
    int[] attackers = new int[starts[count]];
    for (int goal = 0; goal < count; goal++) {
      IntSequence row = now[goal];
      int length = starts[goal + 1] - starts[goal];
      if (row != null && isSame(row, minimal[goal])) {
        System.arraycopy(setOfLabel, rowStarts[goal], ofLabel, starts[goal], length);
        System.arraycopy(attackersOfLabel, rowStarts[goal], attackers, starts[goal], length);
      } else if (row != null) {
        inOrder(row, steps.sets, starts[goal], ofLabel, attackers);
      }
    }
    minimal = now;
    rowStarts = starts;
    setOfLabel = ofLabel;
    attackersOfLabel = attackers;
  }

  /** A row that changes is made anew, so the very same one holds the same labels. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(IntSequence row, @Nullable IntSequence before) {
    return row == before;
  }

  /** Labels by their sets, smallest first, then by boundary ids. */
  private void inOrder(
      IntSequence row, BoundarySets of, int start, int[] ofLabel, int[] attackers) {
    int length = row.size() / 2;
    Label[] labels = new Label[length];
    for (int i = 0; i < length; i++) {
      labels[i] = new Label(failureSet(row.get(2 * i), of), row.get(2 * i), row.get(2 * i + 1));
    }
    Arrays.sort(labels);
    for (int i = 0; i < length; i++) {
      ofLabel[start + i] = labels[i].number();
      attackers[start + i] = labels[i].attackers();
    }
  }

  private record Label(FailureSet set, int number, int attackers) implements Comparable<Label> {
    @Override
    public int compareTo(Label other) {
      return set.compareTo(other.set);
    }
  }

  private FailureSet failureSet(int number, BoundarySets of) {
    FailureSet known = sets[number];
    if (known == null) {
      int[] boundaries = of.boundaries(number);
      for (int i = 0; i < boundaries.length; i++) {
        boundaries[i] = idOfName[boundaries[i]];
      }
      known = new FailureSet(boundaries);
      sets[number] = known;
    }
    return known;
  }

  private static int[] idOfName(int[] boundaryNames) {
    int highest = 0;
    for (int name : boundaryNames) {
      highest = Math.max(highest, name);
    }
    int[] ids = new int[highest + 1];
    Arrays.fill(ids, -1);
    for (int boundary = 0; boundary < boundaryNames.length; boundary++) {
      ids[boundaryNames[boundary]] = boundary;
    }
    return ids;
  }
}
