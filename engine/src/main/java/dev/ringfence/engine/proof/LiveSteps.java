package dev.ringfence.engine.proof;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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

  final int maximumDepth;
  final BoundarySets sets;
  final AttackerSets attackers;

  /*
   * What a step says lies together, because following pointers is what most time goes into: its
   * conclusion, its fence, its kind (twice the attackers that may take it, and 1 where it rests on
   * no assumption), how many premises it has, and the first of them. The numbers of steps that are
   * gone are given again.
   */
  private static final int STRIDE = 8;
  private static final int FENCE = 1;
  private static final int KIND = 2;
  private static final int PREMISES = 3;
  private static final int FIRST_PREMISE = 4;
  private static final int MOST_PREMISES = STRIDE - FIRST_PREMISE;

  private int[] said = new int[STRIDE << 10];

  /** By step: all premises, where they are more than have room in a row. */
  private final Map<Integer, int[]> manyPremises = new HashMap<>();

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
    return said[STRIDE * step];
  }

  int premiseCount(int step) {
    return said[STRIDE * step + PREMISES];
  }

  /** A premise by its place; they ascend, and each is there once. */
  int premise(int step, int at) {
    int count = said[STRIDE * step + PREMISES];
    return count <= MOST_PREMISES
        ? said[STRIDE * step + FIRST_PREMISE + at]
        : Objects.requireNonNull(manyPremises.get(step))[at];
  }

  int fence(int step) {
    return said[STRIDE * step + FENCE];
  }

  int mask(int step) {
    return said[STRIDE * step + KIND] >> 1;
  }

  /** Whether the step rests on no assumption. */
  boolean isCertain(int step) {
    return (said[STRIDE * step + KIND] & 1) != 0;
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
    return step == NONE ? link(to, from, size, fence, kind, slot) : step;
  }

  boolean isStep(int step, int to, int[] from, int size, int fence, int kind) {
    int at = STRIDE * step;
    if (said[at] != to
        || said[at + FENCE] != fence
        || said[at + KIND] != kind
        || said[at + PREMISES] != size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (premise(step, i) != from[i]) {
        return false;
      }
    }
    return true;
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
    manyPremises.remove(step);
    said[STRIDE * step + PREMISES] = 0;
    free.add(step);
  }

  private int link(int to, int[] from, int size, int fence, int kind, int slot) {
    int step = free.size() > 0 ? free.removeLast() : count++;
    if (step == uses.length) {
      grow();
    }
    int at = STRIDE * step;
    said[at] = to;
    said[at + FENCE] = fence;
    said[at + KIND] = kind;
    said[at + PREMISES] = size;
    if (size <= MOST_PREMISES) {
      System.arraycopy(from, 0, said, at + FIRST_PREMISE, size);
    } else {
      manyPremises.put(step, Arrays.copyOf(from, size));
    }
    uses[step] = 0;
    touch(step);
    nextOfHash[step] = headOfHash[slot];
    headOfHash[slot] = step;
    producers = with(producers, to, step);
    for (int i = 0; i < size; i++) {
      consumers = with(consumers, from[i], step);
      factCount = Math.max(factCount, from[i] + 1);
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
    remove(producers[conclusion(step)], step);
    for (int i = 0; i < premiseCount(step); i++) {
      remove(consumers[premise(step, i)], step);
    }
  }

  private void grow() {
    int size = IntSequence.grown(uses.length);
    said = Arrays.copyOf(said, Math.multiplyExact(size, STRIDE));
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
    int at = STRIDE * step;
    int hash = hash(said[at], said[at + FENCE], said[at + KIND]);
    for (int i = 0; i < premiseCount(step); i++) {
      hash = mixed(hash, premise(step, i));
    }
    return hash ^ hash >>> 16;
  }

  private static int hash(int to, int[] from, int size, int fence, int kind) {
    int hash = hash(to, fence, kind);
    for (int i = 0; i < size; i++) {
      hash = mixed(hash, from[i]);
    }
    return hash ^ hash >>> 16;
  }

  private static int hash(int to, int fence, int kind) {
    return ((to * 31 + fence) * 31 + kind) * 0x9E3779B1;
  }

  private static int mixed(int hash, int premise) {
    int mixed = (hash ^ premise) * 0x9E3779B1;
    return mixed ^ mixed >>> 15;
  }
}
