package dev.ringfence.engine.proof;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The assumptions that a way to a fact rests on, for many facts and failure sets, asked attacker by
 * attacker: what was derived for the last one serves the next question about him.
 *
 * <p>What an attacker gets without any failure is derived once, by fewest assumptions; each failure
 * set then only adds what it opens, once however often it is asked for. So a set that opens little
 * costs little, however large the system. The way is one of possibly many: {@link Witness} finds
 * one that can spare none of its assumptions.
 */
public final class AssumptionsUsed {
  private static final int UNKNOWN = -1;
  private static final int NOBODY = -1;

  /** Beyond so many sets of assumptions they are collected anew for the next attacker. */
  private static final int MOST_SETS = 1 << 16;

  private final StepGraph graph;
  private int attacker = NOBODY;
  private @Nullable Derivation base;

  /** Sets of assumptions; a fact's is a row of these. */
  private IntRows sets = new IntRows();

  private final Map<Long, Integer> unions = new HashMap<>();

  /** By row of the graph: the same among {@link #sets}, or {@link #UNKNOWN}. */
  private final int[] rowOfGraphRow;

  /** The row of each fact that is got, {@link #UNKNOWN} for others. */
  private final int[] setOf;

  /** Of steps with several premises. */
  private int[] premisesHeld = {};

  /**
   * In compressed rows by boundary: the steps that want for it, perhaps among others, and for no
   * premise.
   */
  private final int[] fencedStarts;

  private int[] fencedBy = {};

  /** By failure set: the rows of {@link #goals}, in their order. */
  private final Map<FailureSet, int[]> rowsOfGoals = new HashMap<>();

  /** Ascending. */
  private final int[] goals;

  private FailureSet failed = FailureSet.NONE;
  private final IntSequence added = new IntSequence();
  private final IntSequence touched = new IntSequence();
  private final IntSequence open = new IntSequence();

  /**
   * @param goals the facts that will be asked for
   */
  public AssumptionsUsed(StepGraph graph, int[] goals) {
    this.graph = graph;
    this.goals = IntSequence.sortedDistinct(goals);
    setOf = new int[graph.factCount()];
    rowOfGraphRow = new int[graph.rows().count()];
    Arrays.fill(rowOfGraphRow, UNKNOWN);
    fencedStarts = new int[graph.boundaryCount() + 1];
  }

  /** Derives what this attacker gets without any failure. */
  private void turnTo(int another) {
    if (sets.count() > MOST_SETS) {
      sets = new IntRows();
      unions.clear();
      Arrays.fill(rowOfGraphRow, UNKNOWN);
    }
    attacker = NOBODY; // until all is there
    rowsOfGoals.clear();
    added.clear();
    touched.clear();
    Derivation got = base;
    if (got == null) {
      got = new Derivation(graph, another, FailureSet.NONE, Derivation.EVERY_ASSUMPTION, -1);
      base = got;
    } else {
      got.again(another);
    }
    Arrays.fill(setOf, UNKNOWN);
    for (int i = 0; i < got.order().size(); i++) {
      int fact = got.order().get(i);
      int giver = got.givenBy(fact);
      setOf[fact] =
          giver >= 0
              ? alongStep(giver)
              : rowOf(graph.startAssumptionRow(Derivation.FIRST_START - giver));
    }
    premisesHeld = got.premisesHeld();
    layFenced(got.fenced());
    attacker = another;
  }

  private void layFenced(IntSequence fenced) {
    Arrays.fill(fencedStarts, 0);
    for (int i = 0; i < fenced.size(); i++) {
      int step = fenced.get(i);
      for (int b = 0, end = graph.boundaryCount(step); b < end; b++) {
        fencedStarts[graph.boundary(step, b) + 1]++;
      }
    }
    IntSequence.countsToStarts(fencedStarts);
    int count = fencedStarts[graph.boundaryCount()];
    if (count > fencedBy.length) {
      fencedBy = new int[IntSequence.grown(count)];
    }
    int[] next = fencedStarts.clone();
    for (int i = 0; i < fenced.size(); i++) {
      int step = fenced.get(i);
      for (int b = 0, end = graph.boundaryCount(step); b < end; b++) {
        fencedBy[next[graph.boundary(step, b)]++] = step;
      }
    }
  }

  /**
   * The assumptions along one way to the goal, ascending.
   *
   * @param another the attacker, the same as last time or another
   * @param failing the boundaries that fail, with which the attacker gets the goal
   */
  public int[] of(int another, int goal, FailureSet failing) {
    if (another != attacker) {
      turnTo(another);
    }
    int[] rows = rowsOfGoals.get(failing);
    if (rows == null) {
      takeBack();
      failed = failing;
      derive();
      rows = new int[goals.length];
      for (int i = 0; i < goals.length; i++) {
        rows[i] = setOf[goals[i]];
      }
      rowsOfGoals.put(failing, rows);
    }
    int place = Arrays.binarySearch(goals, goal);
    if (place < 0 || rows[place] == UNKNOWN) {
      throw new IllegalArgumentException("attacker " + attacker + " does not get fact " + goal);
    }
    return sets.copy(rows[place]);
  }

  private void takeBack() {
    for (int i = 0; i < added.size(); i++) {
      setOf[added.get(i)] = UNKNOWN;
    }
    added.clear();
    for (int i = 0; i < touched.size(); i++) {
      premisesHeld[touched.get(i)]--;
    }
    touched.clear();
  }

  private void derive() {
    open.clear();
    for (int b = 0; b < failed.size(); b++) {
      int boundary = failed.boundary(b);
      for (int i = fencedStarts[boundary]; i < fencedStarts[boundary + 1]; i++) {
        take(fencedBy[i]);
      }
    }
    for (int head = 0; head < open.size(); head++) {
      int step = open.get(head);
      int fact = graph.conclusion(step);
      if (setOf[fact] != UNKNOWN) {
        continue;
      }
      setOf[fact] = alongStep(step);
      added.add(fact);
      for (int i = 0, end = graph.consumerCount(fact); i < end; i++) {
        int next = graph.consumer(fact, i);
        boolean held = (graph.kind(next) & StepGraph.SEVERAL) == 0;
        if (!held) {
          touched.add(next);
          held = ++premisesHeld[next] == graph.premiseCount(next);
        }
        if (held && graph.allows(next, attacker)) {
          take(next);
        }
      }
    }
  }

  private void take(int step) {
    for (int b = 0, end = graph.boundaryCount(step); b < end; b++) {
      if (!failed.contains(graph.boundary(step, b))) {
        return;
      }
    }
    open.add(step);
  }

  private int alongStep(int step) {
    int row = rowOf(graph.assumptionRow(step));
    for (int p = 0, end = graph.premiseCount(step); p < end; p++) {
      row = union(row, setOf[graph.premise(step, p)]);
    }
    return row;
  }

  private int rowOf(int graphRow) {
    if (rowOfGraphRow[graphRow] == UNKNOWN) {
      int[] row = graph.rows().copy(graphRow);
      rowOfGraphRow[graphRow] = sets.intern(row, row.length);
    }
    return rowOfGraphRow[graphRow];
  }

  private int union(int a, int b) {
    if (a == b || b == IntRows.EMPTY) {
      return a;
    }
    if (a == IntRows.EMPTY) {
      return b;
    }
    return unions.computeIfAbsent(
        ((long) Math.min(a, b) << 32) | Math.max(a, b), pair -> internUnion(a, b));
  }

  private int internUnion(int a, int b) {
    int[] both = new int[sets.size(a) + sets.size(b)];
    for (int i = 0; i < sets.size(a); i++) {
      both[i] = sets.at(a, i);
    }
    for (int i = 0; i < sets.size(b); i++) {
      both[sets.size(a) + i] = sets.at(b, i);
    }
    int[] union = IntSequence.sortedDistinct(both);
    return sets.intern(union, union.length);
  }
}
