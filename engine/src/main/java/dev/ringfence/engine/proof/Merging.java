package dev.ringfence.engine.proof;

import java.util.Arrays;

/**
 * Makes a system smaller without changing what any goal's labels are: facts that always have the
 * same labels become one, facts that serve for one other only are passed over, and steps that say
 * nothing new are struck out.
 *
 * <p>Three rules, in turns: the facts of a cycle of free moves are one; a fact that nothing but one
 * free move leads to is that move's premise; a fact that is no goal and leads nowhere but by one
 * free move need not be kept apart from what it leads to.
 */
final class Merging {
  private static final int NO_STEP = -1;
  private static final int SEVERAL = -2;
  private static final int ROUNDS = 3;

  private final StepColumns steps;
  private final boolean[] isGoal;

  /** By fact: what it is called now; a fact that was passed over has no name of its own. */
  private final int[] name;

  private Merging(StepColumns steps, boolean[] isGoal) {
    this.steps = steps;
    this.isGoal = isGoal.clone();
    name = identity(steps.factCount);
  }

  /**
   * Merges in place.
   *
   * @return by fact, the fact that now has its labels; not to be relied on where the fact is no
   *     goal
   */
  static int[] merge(StepColumns steps, boolean[] isGoal) {
    Merging merging = new Merging(steps, isGoal);
    merging.strikeOutRepetitions();
    merging.rename(new FreeCycles(steps).leaders());
    for (int round = 0; round < ROUNDS; round++) {
      merging.strikeOutRepetitions();
      merging.mergeIntoOnlyProducer();
      merging.strikeOutRepetitions();
      merging.passOverToOnlyConsumer();
    }
    merging.strikeOutRepetitions();
    return merging.name;
  }

  private void rename(int[] leaders) {
    steps.rename(leaders, leaders);
    for (int fact = 0; fact < name.length; fact++) {
      name[fact] = leaders[name[fact]];
      isGoal[leaders[fact]] |= isGoal[fact];
    }
  }

  /** Of moves between the same two facts, one that is free says it all, and equal ones are one. */
  private void strikeOutRepetitions() {
    StepColumns.Rows moves = steps.movesByPremise();
    int[] lastTo = new int[steps.factCount];
    Arrays.fill(lastTo, NO_STEP);
    for (int fact = 0; fact < steps.factCount; fact++) {
      for (int i = moves.starts[fact]; i < moves.starts[fact + 1]; i++) {
        int move = moves.steps[i];
        int other = lastTo[steps.to[move]];
        boolean sameEnds = other != NO_STEP && steps.onlyPremise(other) == fact;
        if (sameEnds
            && (steps.isFreeMove(other)
                || (steps.fences[other] == steps.fences[move]
                    && steps.attackers[other] == steps.attackers[move]))) {
          steps.struckOut[move] = true;
        } else {
          lastTo[steps.to[move]] = move;
        }
      }
    }
  }

  private void mergeIntoOnlyProducer() {
    int[] producer = new int[steps.factCount];
    Arrays.fill(producer, NO_STEP);
    for (int step = 0; step < steps.count; step++) {
      if (!steps.struckOut[step]) {
        producer[steps.to[step]] = producer[steps.to[step]] == NO_STEP ? step : SEVERAL;
      }
    }
    int[] leaders = identity(steps.factCount);
    for (int fact = 0; fact < leaders.length; fact++) {
      int step = producer[fact];
      if (step >= 0 && steps.isFreeMove(step)) {
        leaders[fact] = steps.onlyPremise(step);
      }
    }
    follow(leaders);
    rename(leaders);
  }

  private void passOverToOnlyConsumer() {
    int[] consumer = new int[steps.factCount];
    Arrays.fill(consumer, NO_STEP);
    for (int step = 0; step < steps.count; step++) {
      for (int p = steps.premiseStarts[step];
          !steps.struckOut[step] && p < steps.premiseEnds[step];
          p++) {
        int premise = steps.premises[p];
        consumer[premise] = consumer[premise] == NO_STEP ? step : SEVERAL;
      }
    }
    int[] next = identity(steps.factCount);
    for (int fact = 0; fact < next.length; fact++) {
      int step = consumer[fact];
      if (step >= 0 && !isGoal[fact] && steps.isFreeMove(step)) {
        next[fact] = steps.to[step];
      }
    }
    follow(next);
    for (int fact = 0; fact < next.length; fact++) {
      if (next[fact] != fact) {
        steps.struckOut[consumer[fact]] = true;
      }
    }
    steps.rename(next, identity(steps.factCount));
  }

  /** Lets each fact point to the end of its chain; a chain that ends in a cycle is left alone. */
  private static void follow(int[] next) {
    byte[] state = new byte[next.length]; // 0 = not looked at, 1 = on the chain, 2 = done
    IntSequence chain = new IntSequence();
    for (int fact = 0; fact < next.length; fact++) {
      int at = fact;
      while (state[at] == 0) {
        state[at] = 1;
        chain.add(at);
        at = next[at] == at ? at : next[at];
      }
      boolean cycle = state[at] == 1 && next[at] != at;
      if (cycle) {
        next[at] = at; // whole once cut here: the rest of the cycle leads to it
      }
      int end = next[at] == at ? at : next[at];
      while (chain.size() > 0) {
        int member = chain.removeLast();
        state[member] = 2;
        next[member] = end;
      }
    }
  }

  private static int[] identity(int count) {
    int[] identity = new int[count];
    for (int i = 0; i < count; i++) {
      identity[i] = i;
    }
    return identity;
  }
}
