package dev.ringfence.engine.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rule names which of the {@link LiveSteps}, each as often as it does: so that the steps of
 * one rule can be told anew while those of the others stand.
 *
 * <p>{@link #take} compares the whole of a new system with what there is: most often a few steps of
 * some hundred thousand differ, in an order that has hardly changed, so the step that followed the
 * last one before is looked at first.
 */
final class RuleSteps {

  /** The place of start facts; rule r has the place r + 1. */
  private static final int STARTS = 0;

  private final LiveSteps steps;
  private final List<IntSequence> named = new ArrayList<>();
  private int[] scratch = new int[8];

  RuleSteps(LiveSteps steps) {
    this.steps = steps;
  }

  /** Makes these the steps of another state of the system, and settles the difference. */
  void take(StepGraph graph, int[] factNames, int[] boundaryNames) {
    List<IntSequence> before = new ArrayList<>(named);
    named.clear();
    IncomingRows incoming = new IncomingRows(steps, graph, boundaryNames);
    Order order = new Order(before);
    for (boolean certain : new boolean[] {true, false}) {
      int[] starts = incoming.startAttackers(certain);
      for (int fact = 0; fact < starts.length; fact++) {
        if (starts[fact] != AttackerSets.NONE) {
          int kind = LiveSteps.kind(starts[fact], certain);
          order.meet(STARTS, factNames[fact], 0, BoundarySets.NONE, kind);
        }
      }
    }
    for (int step = 0; step < graph.stepCount(); step++) {
      int fence = incoming.fence(graph.boundaryRow(step));
      int mask = incoming.mask(graph.mask(step));
      if (fence == BoundarySets.TOO_LARGE || mask == AttackerSets.NONE) {
        continue;
      }
      int to = factNames[graph.conclusion(step)];
      int size = graph.premiseCount(step);
      ensureScratch(size);
      for (int p = 0; p < size; p++) {
        scratch[p] = factNames[graph.premise(step, p)];
      }
      if (!isIdle(to, size)) {
        boolean certain = graph.assumptionRow(step) == IntRows.EMPTY;
        order.meet(graph.rule(step) + 1, to, size, fence, LiveSteps.kind(mask, certain));
      }
    }
    for (IntSequence row : before) {
      drop(row);
    }
    steps.settle();
  }

  /** Takes a change in, and settles the difference. */
  void take(StepChange change, int[] factNames, int[] boundaryNames) {
    Map<Integer, Map<Integer, Integer>> gone = new HashMap<>();
    for (int rule = change.wholeRules().nextSetBit(0);
        rule >= 0;
        rule = change.wholeRules().nextSetBit(rule + 1)) {
      drop(row(rule + 1));
      named.set(rule + 1, new IntSequence());
    }
    for (StepChange.Named one : change.steps()) {
      int mask = one.attackers() == null ? AttackerSets.ALL : steps.attackers.of(one.attackers());
      int fence = steps.sets.of(named(one.boundaries(), boundaryNames));
      int[] from = named(one.premises(), factNames);
      int to = factNames[one.conclusion()];
      boolean idle = Arrays.binarySearch(from, to) >= 0;
      if (fence == BoundarySets.TOO_LARGE || mask == AttackerSets.NONE || idle) {
        continue;
      }
      int kind = LiveSteps.kind(mask, one.certain());
      int step = steps.step(to, from, from.length, fence, kind);
      steps.use(step, one.times());
      if (one.times() > 0) {
        row(one.rule() + 1).add(step);
      } else {
        gone.computeIfAbsent(one.rule() + 1, none -> new HashMap<>()).merge(step, 1, Integer::sum);
      }
    }
    gone.forEach((place, of) -> named.set(place, without(row(place), of)));
    steps.settle();
  }

  private static int[] named(int[] numbers, int[] names) {
    int[] named = new int[numbers.length];
    for (int i = 0; i < named.length; i++) {
      named[i] = names[numbers[i]];
    }
    return IntSequence.sortedDistinct(named);
  }

  private IntSequence row(int place) {
    while (named.size() <= place) {
      named.add(new IntSequence());
    }
    return named.get(place);
  }

  private void drop(IntSequence row) {
    for (int i = 0; i < row.size(); i++) {
      steps.use(row.get(i), -1);
    }
  }

  private static IntSequence without(IntSequence row, Map<Integer, Integer> gone) {
    IntSequence left = new IntSequence(row.size());
    for (int i = 0; i < row.size(); i++) {
      Integer times = gone.get(row.get(i));
      if (times == null || times == 0) {
        left.add(row.get(i));
      } else {
        gone.put(row.get(i), times - 1);
      }
    }
    return left;
  }

  private void ensureScratch(int size) {
    if (size > scratch.length) {
      scratch = new int[2 * size];
    }
  }

  /** Sorts the premises in scratch; says whether the step leads from a fact to itself. */
  private boolean isIdle(int to, int size) {
    boolean idle = false;
    for (int p = 0; p < size; p++) {
      idle |= scratch[p] == to;
    }
    if (size > 1) {
      Arrays.sort(scratch, 0, size);
    }
    return idle;
  }

  /** Goes along the steps as they came last. */
  private final class Order {
    private final List<IntSequence> before;
    private final int[] next;

    Order(List<IntSequence> before) {
      this.before = before;
      this.next = new int[before.size()];
    }

    /** Takes the step whose premises lie in scratch. */
    void meet(int place, int to, int size, int fence, int kind) {
      int step = place < next.length ? follow(place, to, size, fence, kind) : -1;
      if (step < 0) {
        step = steps.step(to, scratch, size, fence, kind);
        if (place < next.length && steps.isNamed(step)) {
          next[place]++; // it stood elsewhere: those after it most likely follow
        }
      }
      row(place).add(step);
      steps.use(step, 1);
    }

    private int follow(int place, int to, int size, int fence, int kind) {
      IntSequence row = before.get(place);
      for (int look = next[place]; look < Math.min(next[place] + 2, row.size()); look++) {
        if (steps.isStep(row.get(look), to, scratch, size, fence, kind)) {
          next[place] = look + 1;
          return row.get(look);
        }
      }
      return -1;
    }
  }
}
