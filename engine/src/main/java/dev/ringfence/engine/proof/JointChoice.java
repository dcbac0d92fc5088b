package dev.ringfence.engine.proof;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which facts are to be a {@link Joint}: what is found does not rest on it, only how fast. */
final class JointChoice {
  /** Below so many entries there is little to spare. */
  private static final int FEW_ENTRIES = 1 << 10;

  /** Facts that are looked at to choose, a bit each. */
  private static final int SAMPLE = 64;

  /** A joint has to give one in so many of them. */
  private static final int WORTHWHILE = 8;

  /** A fact that is a premise of one in so many steps is counted as had by whoever matters. */
  private static final int COMMON = 16;

  private static final int NOBODY = -1;

  private final LiveSteps steps;
  private final StandingLabels labels;

  private JointChoice(LiveSteps steps, StandingLabels labels) {
    this.steps = steps;
    this.labels = labels;
  }

  /**
   * Chooses the fact that freely gives most to most: of a sample of the facts that anybody has, and
   * of attackers and sets. Beside it the premise that most steps have, as a place that requests are
   * made from, because what needs both is nearly everything.
   *
   * @param labels of all that the steps make
   * @return ascending, or null where none is worth its while
   */
  static int @Nullable [] of(LiveSteps steps, StandingLabels labels) {
    return labels.entryCount() < FEW_ENTRIES ? null : new JointChoice(steps, labels).choose();
  }

  private int @Nullable [] choose() {
    int common = common();
    long[] reaches = reaches(common);
    int best = NOBODY;
    long most = 0;
    for (int fact = 0; fact < reaches.length; fact++) {
      int given = Long.bitCount(reaches[fact]);
      long score = given < SAMPLE / WORTHWHILE ? 0 : given * labels.weight(fact);
      if (score > most) {
        best = fact;
        most = score;
      }
    }
    if (best == NOBODY) {
      return null;
    }
    int[] facts = common == NOBODY || common == best ? new int[] {best} : new int[] {best, common};
    Arrays.sort(facts);
    return facts;
  }

  private int common() {
    int common = NOBODY;
    int most = steps.stepCount() / COMMON;
    for (int fact = 0; fact < steps.factCount(); fact++) {
      IntSequence consumers = steps.consumers(fact);
      if (consumers != null && consumers.size() > most && labels.weight(fact) > 0) {
        common = fact;
        most = consumers.size();
      }
    }
    return common;
  }

  /** By fact: which of the sample it freely gives, with the common one, step by step. */
  private long[] reaches(int common) {
    IntSequence had = new IntSequence();
    for (int fact = 0; fact < steps.factCount(); fact++) {
      if (labels.weight(fact) > 0) {
        had.add(fact);
      }
    }
    long[] reaches = new long[steps.factCount()];
    IntSequence open = new IntSequence();
    for (int i = 0; i < SAMPLE && had.size() > 0; i++) {
      int fact = had.get((int) ((long) i * had.size() / SAMPLE));
      reaches[fact] |= 1L << i;
      open.add(fact);
    }
    while (open.size() > 0) {
      int to = open.removeLast();
      IntSequence producers = steps.producers(to);
      for (int i = 0; producers != null && i < producers.size(); i++) {
        int from = onlyPremise(producers.get(i), common);
        if (from >= 0 && (reaches[to] & ~reaches[from]) != 0) {
          reaches[from] |= reaches[to];
          open.add(from);
        }
      }
    }
    return reaches;
  }

  /** The premise of a free step beside the common one, or -1 where there is not one alone. */
  private int onlyPremise(int step, int common) {
    if (!labels.isFree(step)) {
      return NOBODY;
    }
    int only = NOBODY;
    for (int i = 0, count = steps.premiseCount(step); i < count; i++) {
      int premise = steps.premise(step, i);
      if (premise != common && only != NOBODY) {
        return NOBODY;
      }
      only = premise == common ? only : premise;
    }
    return only;
  }
}
