package dev.ringfence.engine.proof;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a system that changes, each different one once, with the facts and boundaries called
 * by names that stay. A start fact is a step without premises for the attackers that begin with it.
 *
 * <p>Steps that rest on assumptions and steps that do not are told apart, and are there both. A
 * step is there as often as rules name it: it goes when the last of them no longer does. {@link
 * RuleSteps} says which rule names which.
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

  /** How often the step is named. */
  private int[] uses = new int[1024];

  /** How often it was named when the last change was settled; only of those that are touched. */
  private int[] usesBefore = new int[1024];

  private boolean[] touched = new boolean[1024];
  private final IntSequence touchedSteps = new IntSequence();
  private int count;
  private int alive;
  private final IntSequence free = new IntSequence();

  // A chained table of steps by what they say.
  private int[] nextOfHash = new int[1024];
  private int[] headOfHash = new int[1 << 12];

  private @Nullable IntSequence[] producers = new @Nullable IntSequence[1024];
  private @Nullable IntSequence[] consumers = new @Nullable IntSequence[1024];
  private int factCount;

  /** What the last {@link #settle} found: numbers of new steps. */
  final IntSequence added = new IntSequence();

  /** What the last {@link #settle} missed: numbers of steps. */
  final IntSequence removed = new IntSequence();

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
    return alive;
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

  static int kind(int mask, boolean certain) {
    return 2 * mask + (certain ? 1 : 0);
  }

  /**
   * The number of a step, made where it is not there; {@link #use} or {@link #settle} has to
   * follow.
   *
   * @param from its premises, ascending and each once; copied
   */
  int step(int to, int[] from, int size, int fence, int kind) {
    int slot = hash(to, from, size, fence, kind) & (headOfHash.length - 1);
    int step = headOfHash[slot];
    while (step != NONE && !isStep(step, to, from, size, fence, kind)) {
      step = nextOfHash[step];
    }
    return step == NONE ? link(to, Arrays.copyOf(from, size), fence, kind, slot) : step;
  }

  boolean isStep(int step, int to, int[] from, int size, int fence, int kind) {
    return conclusions[step] == to
        && fences[step] == fence
        && kinds[step] == kind
        && premises[step].length == size
        && Arrays.equals(premises[step], 0, size, from, 0, size);
  }

  boolean isNamed(int step) {
    return uses[step] > 0;
  }

  /** Names a step once more, or once less. */
  void use(int step, int times) {
    touch(step);
    uses[step] += times;
    if (uses[step] < 0) {
      throw new IllegalStateException("step " + step + " went more often than it came");
    }
  }

  private void touch(int step) {
    if (!touched[step]) {
      touched[step] = true;
      usesBefore[step] = uses[step];
      touchedSteps.add(step);
    }
  }

  /**
   * Ends a change. Afterwards {@link #added} and {@link #removed} say what differs; what was
   * removed can be looked at until {@link #forgetRemoved}.
   */
  void settle() {
    added.clear();
    removed.clear();
    for (int i = 0; i < touchedSteps.size(); i++) {
      int step = touchedSteps.get(i);
      touched[step] = false;
      if (usesBefore[step] == 0 && uses[step] > 0) {
        alive++;
        added.add(step);
      } else if (uses[step] == 0) {
        unlink(step);
        if (usesBefore[step] > 0) {
          alive--;
          removed.add(step);
        } else {
          give(step); // it came and went within one change
        }
      }
    }
    touchedSteps.clear();
  }

  /** Gives the numbers of removed steps free. */
  void forgetRemoved() {
    for (int i = 0; i < removed.size(); i++) {
      give(removed.get(i));
    }
    removed.clear();
  }

  private void give(int step) {
    premises[step] = NO_PREMISES;
    free.add(step);
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
    uses[step] = 0;
    touch(step);
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
    int slot = hashOf(step) & (headOfHash.length - 1);
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
    uses = Arrays.copyOf(uses, size);
    usesBefore = Arrays.copyOf(usesBefore, size);
    touched = Arrays.copyOf(touched, size);
    nextOfHash = Arrays.copyOf(nextOfHash, size);
  }

  private void rehash() {
    int[] heads = new int[headOfHash.length * 2];
    int[] next = new int[nextOfHash.length];
    Arrays.fill(heads, NONE);
    for (int head : headOfHash) {
      for (int step = head; step != NONE; step = nextOfHash[step]) {
        int slot = hashOf(step) & (heads.length - 1);
        next[step] = heads[slot];
        heads[slot] = step;
      }
    }
    headOfHash = heads;
    nextOfHash = next;
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

  private int hashOf(int step) {
    int[] from = premises[step];
    return hash(conclusions[step], from, from.length, fences[step], kinds[step]);
  }

  private static int hash(int to, int[] from, int size, int fence, int kind) {
    int hash = ((to * 31 + fence) * 31 + kind) * 0x9E3779B1;
    for (int i = 0; i < size; i++) {
      hash = (hash ^ from[i]) * 0x9E3779B1;
      hash ^= hash >>> 15;
    }
    return hash ^ hash >>> 16;
  }
}
