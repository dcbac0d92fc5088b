package dev.ringfence.engine.proof;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a system that changes, each different one once, with the facts and boundaries called
 * by names that stay. A start fact is a step without premises for the attackers that begin with it.
 *
 * <p>Steps that rest on assumptions and steps that do not are told apart, and are there both.
 *
 * <p>{@link #take} compares the whole of a new system with what there is and keeps the difference:
 * most often a few steps of some hundred thousand, in an order that has hardly changed, so the step
 * that followed the last one before is looked at first.
 */
final class LiveSteps {
  private static final int NONE = -1;
  private static final int[] NO_PREMISES = {};

  final int maximumDepth;
  final BoundarySets sets;
  final AttackerSets attackers;

  // Columns by step; the numbers of steps that are gone are given again.
  private int[] conclusions = new int[1024];
  private int[][] premises = new int[1024][];
  private int[] fences = new int[1024];

  /** Twice the attackers that may take the step, and 1 where it rests on no assumption. */
  private int[] kinds = new int[1024];

  private int[] seen = new int[1024];
  private int[] nextOfHash = new int[1024];
  private int count;
  private final IntSequence free = new IntSequence();
  private int[] headOfHash = new int[1 << 12];
  private int turn;

  private @Nullable IntSequence[] producers = new @Nullable IntSequence[1024];
  private @Nullable IntSequence[] consumers = new @Nullable IntSequence[1024];
  private int factCount;

  /** The steps as they came last, and as they come now. */
  private InOrder before = new InOrder();

  private InOrder order = new InOrder();

  /** What the last {@link #take} found: numbers of new steps. */
  final IntSequence added = new IntSequence();

  /** What the last {@link #take} missed: numbers of steps. */
  final IntSequence removed = new IntSequence();

  private final IntSequence dead = new IntSequence();
  private int[] scratch = new int[8];

  LiveSteps(int attackerCount, int maximumDepth) {
    this.maximumDepth = maximumDepth;
    sets = new BoundarySets(maximumDepth);
    attackers = new AttackerSets(attackerCount);
    Arrays.fill(headOfHash, NONE);
  }

  int factCount() {
    return factCount;
  }

  int stepCount() {
    return order.steps.size();
  }

  int conclusion(int step) {
    return conclusions[step];
  }

  /** Ascending, each once; not to be changed. */
  int[] premises(int step) {
    return premises[step];
  }

  int fence(int step) {
    return fences[step];
  }

  int mask(int step) {
    return kinds[step] >> 1;
  }

  /** Whether the step rests on no assumption. */
  boolean isCertain(int step) {
    return (kinds[step] & 1) != 0;
  }

  /** The steps to a fact. */
  @Nullable IntSequence producers(int fact) {
    return fact < producers.length ? producers[fact] : null;
  }

  /** The steps from a fact. */
  @Nullable IntSequence consumers(int fact) {
    return fact < consumers.length ? consumers[fact] : null;
  }

  /**
   * Makes these the steps of another state of the system. Afterwards {@link #added} and {@link
   * #removed} say what differs; what was removed can be looked at until {@link #forgetRemoved}.
   */
  void take(StepGraph graph, int[] factNames, int[] boundaryNames) {
    turn++;
    added.clear();
    removed.clear();
    InOrder emptied = before;
    before = order;
    order = emptied;
    order.clear();
    Incoming incoming = new Incoming(graph, boundaryNames);
    int place = 0;
    for (boolean certain : new boolean[] {true, false}) {
      int[] starts = incoming.startAttackers(certain);
      for (int fact = 0; fact < starts.length; fact++) {
        if (starts[fact] != AttackerSets.NONE) {
          place = meet(place, factNames[fact], 0, BoundarySets.NONE, kind(starts[fact], certain));
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
      if (size > scratch.length) {
        scratch = new int[2 * size];
      }
      boolean idle = false;
      for (int p = 0; p < size; p++) {
        scratch[p] = factNames[graph.premise(step, p)];
        idle |= scratch[p] == to;
      }
      if (!idle) {
        if (size > 1) {
          Arrays.sort(scratch, 0, size);
        }
        boolean certain = graph.assumptionRow(step) == IntRows.EMPTY;
        place = meet(place, to, size, fence, kind(mask, certain));
      }
    }
    for (int i = 0; i < before.steps.size(); i++) {
      int step = before.steps.get(i);
      if (seen[step] != turn) {
        seen[step] = turn;
        removed.add(step);
      }
    }
    for (int i = 0; i < removed.size(); i++) {
      unlink(removed.get(i));
    }
  }

  private static int kind(int mask, boolean certain) {
    return 2 * mask + (certain ? 1 : 0);
  }

  /** Gives the numbers of removed steps free. */
  void forgetRemoved() {
    for (int i = 0; i < removed.size(); i++) {
      premises[removed.get(i)] = NO_PREMISES;
      free.add(removed.get(i));
    }
    removed.clear();
  }

  /** Takes the step that lies in scratch; gives the place after it in the order before. */
  private int meet(int place, int to, int size, int fence, int kind) {
    int step = NONE;
    int next = place;
    for (int look = place; look < place + 2 && step == NONE; look++) {
      if (before.isStep(look, to, scratch, size, fence, kind)) {
        step = before.steps.get(look);
        next = look + 1;
      }
    }
    if (step == NONE) {
      int slot = hash(to, scratch, size, fence, kind) & (headOfHash.length - 1);
      step = headOfHash[slot];
      while (step != NONE && !isStep(step, to, size, fence, kind)) {
        step = nextOfHash[step];
      }
      next = place + 1;
      if (step == NONE) {
        step = link(to, Arrays.copyOf(scratch, size), fence, kind, slot);
        added.add(step);
        next = place;
      }
    }
    if (seen[step] != turn) {
      seen[step] = turn;
      order.add(step, to, scratch, size, fence, kind);
    }
    return next;
  }

  private boolean isStep(int step, int to, int size, int fence, int kind) {
    return conclusions[step] == to
        && fences[step] == fence
        && kinds[step] == kind
        && premises[step].length == size
        && Arrays.equals(premises[step], 0, size, scratch, 0, size);
  }

  private int link(int to, int[] from, int fence, int kind, int slot) {
    int step = free.size() > 0 ? free.removeLast() : count++;
    if (step == conclusions.length) {
      grow();
    }
    conclusions[step] = to;
    premises[step] = from;
    fences[step] = fence;
    kinds[step] = kind;
    seen[step] = 0;
    nextOfHash[step] = headOfHash[slot];
    headOfHash[slot] = step;
    producers = with(producers, to, step);
    for (int fact : from) {
      consumers = with(consumers, fact, step);
      factCount = Math.max(factCount, fact + 1);
    }
    factCount = Math.max(factCount, to + 1);
    if (count > headOfHash.length) {
      rehash();
    }
    return step;
  }

  private void unlink(int step) {
    int slot =
        hash(conclusions[step], premises[step], premises[step].length, fences[step], kinds[step])
            & (headOfHash.length - 1);
    if (headOfHash[slot] == step) {
      headOfHash[slot] = nextOfHash[step];
    } else {
      int at = headOfHash[slot];
      while (nextOfHash[at] != step) {
        at = nextOfHash[at];
      }
      nextOfHash[at] = nextOfHash[step];
    }
    remove(producers[conclusions[step]], step);
    for (int fact : premises[step]) {
      remove(consumers[fact], step);
    }
  }

  private void grow() {
    int size = IntSequence.grown(conclusions.length);
    conclusions = Arrays.copyOf(conclusions, size);
    premises = Arrays.copyOf(premises, size);
    fences = Arrays.copyOf(fences, size);
    kinds = Arrays.copyOf(kinds, size);
    seen = Arrays.copyOf(seen, size);
    nextOfHash = Arrays.copyOf(nextOfHash, size);
  }

  private void rehash() {
    dead.clear();
    for (int slot = 0; slot < headOfHash.length; slot++) {
      for (int step = headOfHash[slot]; step != NONE; step = nextOfHash[step]) {
        dead.add(step);
      }
    }
    headOfHash = new int[headOfHash.length * 2];
    Arrays.fill(headOfHash, NONE);
    for (int i = 0; i < dead.size(); i++) {
      int step = dead.get(i);
      int slot =
          hash(conclusions[step], premises[step], premises[step].length, fences[step], kinds[step])
              & (headOfHash.length - 1);
      nextOfHash[step] = headOfHash[slot];
      headOfHash[slot] = step;
    }
  }

  private static @Nullable IntSequence[] with(@Nullable IntSequence[] rows, int fact, int step) {
    @Nullable IntSequence[] larger =
        fact < rows.length
            ? rows
            : Arrays.copyOf(rows, Math.max(fact + 1, IntSequence.grown(rows.length)));
    IntSequence row = larger[fact];
    if (row == null) {
      row = new IntSequence(2);
      larger[fact] = row;
    }
    row.add(step);
    return larger;
  }

  private static void remove(@Nullable IntSequence row, int step) {
    int last = row == null ? step : row.removeLast();
    for (int i = 0; row != null && last != step; i++) {
      if (row.get(i) == step) {
        row.set(i, last);
        last = step;
      }
    }
  }

  private static int hash(int to, int[] from, int size, int fence, int kind) {
    int hash = ((to * 31 + fence) * 31 + kind) * 0x9E3779B1;
    for (int i = 0; i < size; i++) {
      hash = (hash ^ from[i]) * 0x9E3779B1;
      hash ^= hash >>> 15;
    }
    return hash ^ hash >>> 16;
  }

  /** Steps one after the other, laid out to be compared in one pass. */
  private static final class InOrder {
    final IntSequence steps = new IntSequence();
    private final IntSequence to = new IntSequence();
    private final IntSequence fences = new IntSequence();
    private final IntSequence kinds = new IntSequence();
    private final IntSequence ends = new IntSequence();
    private final IntSequence premises = new IntSequence();

    void clear() {
      steps.clear();
      to.clear();
      fences.clear();
      kinds.clear();
      ends.clear();
      premises.clear();
    }

    void add(int step, int conclusion, int[] from, int size, int fence, int kind) {
      steps.add(step);
      to.add(conclusion);
      fences.add(fence);
      kinds.add(kind);
      for (int i = 0; i < size; i++) {
        premises.add(from[i]);
      }
      ends.add(premises.size());
    }

    boolean isStep(int at, int conclusion, int[] from, int size, int fence, int kind) {
      if (at >= steps.size()
          || to.get(at) != conclusion
          || fences.get(at) != fence
          || kinds.get(at) != kind) {
        return false;
      }
      int start = at == 0 ? 0 : ends.get(at - 1);
      boolean same = ends.get(at) - start == size;
      for (int i = 0; same && i < size; i++) {
        same = premises.get(start + i) == from[i];
      }
      return same;
    }
  }

  /** What the rows and masks of a graph are here, each worked out once. */
  private final class Incoming {
    private static final int UNKNOWN = -2;
    private final StepGraph graph;
    private final int[] boundaryNames;
    private final int[] fenceOfRow;
    private final int[] maskOfMask;

    Incoming(StepGraph graph, int[] boundaryNames) {
      this.graph = graph;
      this.boundaryNames = boundaryNames;
      fenceOfRow = new int[graph.rows().count()];
      Arrays.fill(fenceOfRow, UNKNOWN);
      maskOfMask = new int[graph.attackerSets().count()];
      Arrays.fill(maskOfMask, UNKNOWN);
    }

    int fence(int row) {
      if (fenceOfRow[row] == UNKNOWN) {
        int[] named = graph.rows().copy(row);
        for (int i = 0; i < named.length; i++) {
          named[i] = boundaryNames[named[i]];
        }
        Arrays.sort(named);
        fenceOfRow[row] = sets.of(named);
      }
      return fenceOfRow[row];
    }

    int mask(int mask) {
      if (maskOfMask[mask] == UNKNOWN) {
        maskOfMask[mask] = attackers.of(graph.attackerSets(), mask);
      }
      return maskOfMask[mask];
    }

    /** By fact of the graph: who begins with it, for certain or only by assumption. */
    int[] startAttackers(boolean certain) {
      int[] byFact = new int[graph.factCount()];
      long[] bits = new long[attackers.width()];
      for (int start = 0; start < graph.startCount(); start++) {
        if (certain == (graph.startAssumptionRow(start) == IntRows.EMPTY)) {
          int attacker = graph.startAttacker(start);
          bits[attacker >> 6] = 1L << attacker;
          int fact = graph.startFact(start);
          byFact[fact] = attackers.or(byFact[fact], attackers.of(bits));
          bits[attacker >> 6] = 0;
        }
      }
      return byFact;
    }
  }
}
