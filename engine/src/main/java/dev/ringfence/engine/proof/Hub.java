package dev.ringfence.engine.proof;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One fact that freely gives very many others, such as the command of the whole cluster.
 *
 * <p>In a system where many failure sets lead to such a fact, nearly all labels are repetitions of
 * its labels at everything that follows from it. So they are not made: a fact that the hub
 * <em>gives</em> has the hub's labels beside its own. What has to be taken from the hub's labels
 * are the <em>exits</em>: steps with a premise that the hub gives, to a fact that it does not give.
 */
final class Hub {
  /** Goals that are looked at to choose a hub, a bit each. */
  private static final int SAMPLE = 64;

  /**
   * A hub has to give more than one in so many of the sampled goals, to be worth its looking up.
   */
  private static final int WORTHWHILE = 16;

  /** How often a hub is given up for one that it leads to and that does not lead back. */
  private static final int ROUNDS = 16;

  /** The hub, or -1 where there is none. */
  final int fact;

  /** By fact: whether the hub gives it; false for the hub itself. */
  private final boolean[] gives;

  /** By fact: whether it is known to give the hub; not the hub itself. */
  private final boolean[] givesHub;

  final int[] exitTo;
  final int[] exitAttackers;
  final int[] exitFences;
  final int[] exitJoins;

  Hub(RelevantSteps steps, Producers producers) {
    fact = choose(steps, producers);
    gives = new boolean[steps.factCount];
    givesHub = new boolean[steps.factCount];
    Set<Exit> exits = new LinkedHashSet<>();
    IntSequence joins = new IntSequence();
    if (fact >= 0) {
      give(steps);
      gives[fact] = false;
      findGivers(steps, producers);
      for (int from = 0; from < gives.length; from++) {
        if (gives[from]) {
          exits(steps, from, exits);
        }
      }
      for (int join = 0; join < steps.joinTo.length; join++) {
        if (isExit(steps, join)) {
          joins.add(join);
        }
      }
    }
    exitTo = exits.stream().mapToInt(Exit::to).toArray();
    exitAttackers = exits.stream().mapToInt(Exit::attackers).toArray();
    exitFences = exits.stream().mapToInt(Exit::fence).toArray();
    exitJoins = joins.toArray();
  }

  /** Whether whoever has the hub has this fact; not so of the hub itself. */
  boolean gives(int other) {
    return gives[other];
  }

  /** Whether whoever has this fact is known to have the hub; not so of the hub itself. */
  boolean isGivenBy(int other) {
    return givesHub[other];
  }

  private record Exit(int to, int attackers, int fence) {}

  /** The fact that freely leads to most of a sample of goals, by moves alone; -1 = to too few. */
  private static int choose(RelevantSteps steps, Producers producers) {
    int[] goals = steps.factOfGoal;
    long[] reaches = new long[steps.factCount];
    IntSequence open = new IntSequence();
    int sampled = 0;
    for (int i = 0; i < SAMPLE && i < goals.length; i++) {
      int goal = goals[(int) ((long) i * goals.length / Math.min(SAMPLE, goals.length))];
      if (goal >= 0) {
        reaches[goal] |= 1L << i;
        open.add(goal);
        sampled++;
      }
    }
    while (open.size() > 0) {
      int to = open.removeLast();
      for (int i = producers.starts[to]; i < producers.starts[to + 1]; i++) {
        int from = producers.premises[i];
        if (producers.free[i] && (reaches[to] & ~reaches[from]) != 0) {
          reaches[from] |= reaches[to];
          open.add(from);
        }
      }
    }
    int best = -1;
    for (int fact = 0; fact < reaches.length; fact++) {
      if (best < 0 || Long.bitCount(reaches[fact]) > Long.bitCount(reaches[best])) {
        best = fact;
      }
    }
    if (best < 0 || Long.bitCount(reaches[best]) <= Math.max(1, sampled / WORTHWHILE)) {
      return -1;
    }
    return nearestToGoals(steps, producers, reaches, best);
  }

  /**
   * Of the facts that lead to the same goals, one that the others lead to: the command of the
   * cluster, and not some key that gives the command, which few failure sets get to.
   */
  private static int nearestToGoals(
      RelevantSteps steps, Producers producers, long[] reaches, int best) {
    int nearest = best;
    for (int round = 0; round < ROUNDS; round++) {
      IntSequence open = new IntSequence();
      boolean[] leadsBack = new boolean[reaches.length];
      markBackwards(producers, nearest, leadsBack, open);
      boolean[] seen = new boolean[reaches.length];
      int further = -1;
      seen[nearest] = true;
      open.add(nearest);
      while (open.size() > 0 && further < 0) {
        int from = open.removeLast();
        for (int move = steps.moveStarts[from]; move < steps.fencedMoveStarts[from]; move++) {
          int to = steps.moveTo[move];
          if (steps.isFreeMove(move) && !seen[to] && reaches[to] == reaches[best]) {
            seen[to] = true;
            open.add(to);
            further = leadsBack[to] ? further : to;
          }
        }
      }
      if (further < 0) {
        return nearest;
      }
      nearest = further;
    }
    return nearest;
  }

  /** Marks all that free steps give from the hub, itself included. */
  private void give(RelevantSteps steps) {
    int[] missing = new int[steps.joinTo.length];
    for (int join = 0; join < missing.length; join++) {
      missing[join] = steps.joinPremiseStarts[join + 1] - steps.joinPremiseStarts[join];
    }
    IntSequence open = new IntSequence();
    mark(fact, open);
    while (open.size() > 0) {
      int from = open.removeLast();
      for (int move = steps.moveStarts[from]; move < steps.fencedMoveStarts[from]; move++) {
        if (steps.isFreeMove(move)) {
          mark(steps.moveTo[move], open);
        }
      }
      for (int use = steps.usedByStarts[from]; use < steps.usedByStarts[from + 1]; use++) {
        int join = steps.usedBy[use];
        if (--missing[join] == 0 && steps.isFreeJoin(join)) {
          mark(steps.joinTo[join], open);
        }
      }
    }
  }

  private void mark(int given, IntSequence open) {
    if (!gives[given]) {
      gives[given] = true;
      open.add(given);
    }
  }

  /**
   * Finds facts that give the hub, so that a set that gets one of them is known to get the hub
   * before all that the fact gives is worked out. Some may be missed: joins are seen through only
   * where their other premise is the one that most joins have, as a place from which requests are
   * made; whoever has a fact that cannot be got without that premise has it too.
   */
  private void findGivers(RelevantSteps steps, Producers producers) {
    int common = mostUsedPremise(steps);
    IntSequence open = new IntSequence();
    boolean[] givesCommon = new boolean[givesHub.length];
    if (common >= 0) {
      markBackwards(producers, common, givesCommon, open);
    }
    boolean[] without = gotWithout(steps, givesCommon);
    markBackwards(producers, fact, givesHub, open);
    boolean[] givesPremise = new boolean[givesHub.length];
    boolean grew = common >= 0;
    while (grew) {
      grew = false;
      for (int join = 0; join < steps.joinTo.length; join++) {
        int first = steps.joinPremiseStarts[join];
        if (givesHub[steps.joinTo[join]]
            && steps.isFreeJoin(join)
            && steps.joinPremiseStarts[join + 1] == first + 2) {
          int left = steps.joinPremises[first];
          int right = steps.joinPremises[first + 1];
          if (left == common || right == common) {
            markBackwards(producers, left == common ? right : left, givesPremise, open);
          }
        }
      }
      for (int giver = 0; giver < givesHub.length; giver++) {
        if (givesPremise[giver] && !without[giver] && !givesHub[giver]) {
          markBackwards(producers, giver, givesHub, open);
          grew = true;
        }
      }
    }
    givesHub[fact] = false;
  }

  /** The facts that could be got, were all boundaries to fail, without any of these. */
  private static boolean[] gotWithout(RelevantSteps steps, boolean[] avoided) {
    boolean[] got = new boolean[avoided.length];
    IntSequence open = new IntSequence();
    for (int to : steps.sourceTo) {
      getUnless(avoided, to, got, open);
    }
    int[] missing = new int[steps.joinTo.length];
    for (int join = 0; join < missing.length; join++) {
      missing[join] = steps.joinPremiseStarts[join + 1] - steps.joinPremiseStarts[join];
    }
    while (open.size() > 0) {
      int from = open.removeLast();
      for (int move = steps.moveStarts[from]; move < steps.moveStarts[from + 1]; move++) {
        getUnless(avoided, steps.moveTo[move], got, open);
      }
      for (int use = steps.usedByStarts[from]; use < steps.usedByStarts[from + 1]; use++) {
        if (--missing[steps.usedBy[use]] == 0) {
          getUnless(avoided, steps.joinTo[steps.usedBy[use]], got, open);
        }
      }
    }
    return got;
  }

  private static void getUnless(boolean[] avoided, int fact, boolean[] got, IntSequence open) {
    if (!avoided[fact] && !got[fact]) {
      got[fact] = true;
      open.add(fact);
    }
  }

  private static int mostUsedPremise(RelevantSteps steps) {
    int most = -1;
    for (int fact = 0; fact < steps.factCount; fact++) {
      if (uses(steps, fact) > (most < 0 ? 0 : uses(steps, most))) {
        most = fact;
      }
    }
    return most;
  }

  private static int uses(RelevantSteps steps, int fact) {
    return steps.usedByStarts[fact + 1] - steps.usedByStarts[fact];
  }

  /** Marks a fact and all from which free moves lead to it. */
  private static void markBackwards(
      Producers producers, int fact, boolean[] marked, IntSequence open) {
    if (!marked[fact]) {
      marked[fact] = true;
      open.add(fact);
    }
    while (open.size() > 0) {
      int to = open.removeLast();
      for (int i = producers.starts[to]; i < producers.starts[to + 1]; i++) {
        int from = producers.premises[i];
        if (producers.free[i] && !marked[from]) {
          marked[from] = true;
          open.add(from);
        }
      }
    }
  }

  private void exits(RelevantSteps steps, int from, Set<Exit> exits) {
    for (int move = steps.moveStarts[from]; move < steps.moveStarts[from + 1]; move++) {
      int to = steps.moveTo[move];
      if (!gives[to] && to != fact) {
        exits.add(new Exit(to, steps.moveAttackers[move], steps.moveFences[move]));
      }
    }
  }

  /** The hub's own joins are none: they are taken as any fact's are. */
  private boolean isExit(RelevantSteps steps, int join) {
    int to = steps.joinTo[join];
    if (gives[to] || to == fact) {
      return false;
    }
    for (int p = steps.joinPremiseStarts[join]; p < steps.joinPremiseStarts[join + 1]; p++) {
      if (gives[steps.joinPremises[p]]) {
        return true;
      }
    }
    return false;
  }
}
