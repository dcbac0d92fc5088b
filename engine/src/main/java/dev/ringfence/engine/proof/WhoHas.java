package dev.ringfence.engine.proof;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who has which fact when which set fails: by entries of their own, or given to whoever holds a
 * {@link Joint}.
 */
final class WhoHas {
  final LiveSteps steps;
  final BoundarySets sets;
  final AttackerSets attackers;
  final LabelEntries entries;
  final @Nullable Given given;

  /** Whether steps that rest on assumptions are left out. */
  private final boolean certainOnly;

  /** Whether only steps that are for everybody are taken. */
  private final boolean commonOnly;

  private final MinimalRows collected;

  // By fact: the minimal sets with what is given, and what they were worked out of.
  private @Nullable IntSequence[] composed = {};
  private int[] composedAt = {};
  private @Nullable IntSequence[] composedOf = {};
  private int[] @Nullable [] composedWith = new int[0] @Nullable [];

  /** A joint, and who holds it. */
  record Given(Joint joint, Holders holders) {

    /** The sets by which holders are given a fact; none for the joint's own. */
    int[] sets(int fact) {
      return joint.isOf(fact) ? Joint.NONE : joint.given(fact);
    }
  }

  /** By entries alone, and by steps that are for everybody. */
  static WhoHas common(LiveSteps steps, Mode mode) {
    return new WhoHas(steps, mode, new AttackerSets(1), true, null);
  }

  static WhoHas everybody(LiveSteps steps, Mode mode, @Nullable Joint joint) {
    return new WhoHas(steps, mode, steps.attackers, false, joint);
  }

  private WhoHas(
      LiveSteps steps,
      Mode mode,
      AttackerSets attackers,
      boolean commonOnly,
      @Nullable Joint joint) {
    this.steps = steps;
    this.sets = steps.sets;
    this.attackers = attackers;
    this.certainOnly = mode == Mode.REFUTED;
    this.commonOnly = commonOnly;
    entries = new LabelEntries(sets, attackers);
    given = joint == null ? null : new Given(joint, new Holders(steps, entries, joint));
    collected = new MinimalRows(sets, attackers);
  }

  /** The attackers that may take a step. */
  int mask(int step) {
    if (certainOnly && !steps.isCertain(step)) {
      return AttackerSets.NONE;
    }
    int mask = steps.mask(step);
    return !commonOnly || mask == AttackerSets.ALL ? mask : AttackerSets.NONE;
  }

  /** Those of the attackers that do not have the fact, not even given. */
  int lacking(int fact, int set, int of) {
    int left = given == null ? of : notGiven(given, fact, set, LabelEntries.FOREVER, of);
    return entries.lacking(fact, set, LabelEntries.FOREVER, left);
  }

  /**
   * Those of the attackers that have a premise of a step. What is given counts where the step is
   * not covered; else nothing has to follow from it.
   *
   * @param before how old entries have to be; of what is given those of the joint
   */
  int having(int step, int premise, int set, int before, int of) {
    int left = entries.lacking(premise, set, before, of);
    if (left != AttackerSets.NONE && given != null && given.joint.isUncovered(step)) {
      left = notGiven(given, premise, set, before, left);
    }
    return attackers.without(of, left);
  }

  private int notGiven(Given by, int fact, int set, int before, int of) {
    return of == AttackerSets.NONE || by.joint.isOf(fact) || !by.joint.gives(fact, set)
        ? of
        : attackers.without(of, by.holders.of(set, before));
  }

  /** Those of the attackers that have each premise by some set or other, or are given it. */
  int withPremises(int step, int of) {
    Given by = given != null && given.joint.isUncovered(step) ? given : null;
    int left = of;
    for (int i = 0, count = steps.premiseCount(step); i < count; i++) {
      if (left == AttackerSets.NONE) {
        return left;
      }
      int premise = steps.premise(step, i);
      int own = attackers.and(left, entries.everybody(premise));
      left =
          by != null && own != left && by.sets(premise).length > 0
              ? attackers.or(own, attackers.and(left, by.holders.everybody()))
              : own;
    }
    return left;
  }

  /** Whether whoever has the step's premises has its conclusion, whatever stands. */
  boolean isFree(int step) {
    return steps.fence(step) == BoundarySets.NONE && mask(step) == AttackerSets.ALL;
  }

  /** How many attackers have the fact by entries, each counted for each of them. */
  long weight(int fact) {
    int[] row = entries.row(fact);
    long weight = 0;
    for (int i = 0; i < LabelEntries.size(row); i++) {
      weight += attackers.size(LabelEntries.attackers(row, i));
    }
    return weight;
  }

  /**
   * Rows of set and attackers: the minimal sets of a fact, each once; not to be changed. It is the
   * very same sequence as long as the rows are the same.
   */
  IntSequence minimal(int fact) {
    IntSequence own = entries.minimal(fact);
    return given == null || given.sets(fact).length == 0 ? own : composed(fact, own, given);
  }

  @SuppressWarnings("ReferenceEquality") // what changes is made anew
  private IntSequence composed(int fact, IntSequence own, Given by) {
    if (fact >= composed.length) {
      composed = Arrays.copyOf(composed, entries.factCount());
      composedAt = Arrays.copyOf(composedAt, composed.length);
      composedOf = Arrays.copyOf(composedOf, composed.length);
      composedWith = Arrays.copyOf(composedWith, composed.length);
    }
    int[] sets = by.sets(fact);
    IntSequence known = composed[fact];
    if (known == null
        || composedAt[fact] != by.holders.version()
        || composedOf[fact] != own
        || composedWith[fact] != sets) {
      IntSequence now = compose(own, sets, by.holders.rows());
      known = known != null && known.isEqualTo(now) ? known : now;
      composed[fact] = known;
      composedAt[fact] = by.holders.version();
      composedOf[fact] = own;
      composedWith[fact] = sets;
    }
    return known;
  }

  private IntSequence compose(IntSequence own, int[] givenSets, IntSequence holding) {
    for (int i = 0; i < own.size(); i += 2) {
      collected.add(own.get(i), own.get(i + 1));
    }
    for (int set : givenSets) {
      for (int i = 0; i < holding.size(); i += 2) {
        int union = sets.union(set, holding.get(i));
        if (union != BoundarySets.TOO_LARGE) {
          collected.add(union, holding.get(i + 1));
        }
      }
    }
    return collected.take();
  }
}
