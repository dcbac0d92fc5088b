package dev.ringfence.engine.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What one attacker gets when some boundaries fail, each fact with the step that gave it first: by
 * fewest assumptions, then breadth first. It goes as far as the goals that were asked of it, and on
 * from there when more is asked, so that what it says of a goal does not depend on those before.
 */
final class Derivation {
  static final int NOT_DERIVED = -1;

  /** A fact given by start s says {@code FIRST_START - s}; one given by a step, the step. */
  static final int FIRST_START = -2;

  /**
   * Ways are ordered by the assumptions along them, one that is used twice counted twice; ways with
   * more than these are not told apart. That chooses among derivations, never whether there is one.
   */
  private static final int MOST_ASSUMPTIONS = StepGraph.MOST_ASSUMPTIONS;

  /** Takes every assumption to be as bad as feared, without being asked of each. */
  static final IntPredicate EVERY_ASSUMPTION = assumption -> true;

  private final StepGraph graph;
  private int attacker;
  private final FailureSet failed;
  private final IntPredicate assumed;

  private final int[] givenBy;
  private final IntSequence order = new IntSequence();
  private final IntSequence fenced = new IntSequence();
  private final IntSequence refuted = new IntSequence();

  /** Of steps with several premises; most have one, and are not counted. */
  private final int[] premisesHeld;

  /** The same, at most {@link #MOST_ASSUMPTIONS}. */
  private final byte[] costOfPremises;

  private final List<IntSequence> open = new ArrayList<>();

  /** How far each of {@code open} was looked at, and at which of them it stands. */
  private final int[] heads = new int[MOST_ASSUMPTIONS + 1];

  private int costNow;

  /**
   * Derives until the goal is got, or until there is nothing more.
   *
   * @param goal a fact, or -1 for all
   */
  Derivation(StepGraph graph, int attacker, FailureSet failed, IntPredicate assumed, int goal) {
    this.graph = graph;
    this.attacker = checked(attacker);
    this.failed = failed;
    this.assumed = assumed;
    givenBy = new int[graph.factCount()];
    Arrays.fill(givenBy, NOT_DERIVED);
    premisesHeld = new int[graph.stepCount()];
    costOfPremises = new byte[graph.stepCount()];
    for (int cost = 0; cost <= MOST_ASSUMPTIONS; cost++) {
      open.add(new IntSequence());
    }
    begin();
    reach(goal);
  }

  private int checked(int number) {
    if (number < 0 || number >= graph.attackerCount()) {
      throw new IllegalArgumentException(
          "attacker " + number + " is not one of " + graph.attackerCount());
    }
    return number;
  }

  /** Forgets what was derived, and derives all that another attacker gets. */
  void again(int another) {
    attacker = checked(another);
    Arrays.fill(givenBy, NOT_DERIVED);
    Arrays.fill(premisesHeld, 0);
    Arrays.fill(costOfPremises, (byte) 0);
    order.clear();
    fenced.clear();
    refuted.clear();
    open.forEach(IntSequence::clear);
    Arrays.fill(heads, 0);
    costNow = 0;
    begin();
    reach(-1);
  }

  /** Of what was derived so far. */
  boolean holds(int fact) {
    return givenBy[fact] != NOT_DERIVED;
  }

  /**
   * Derives further until the goal is got, or until there is nothing more.
   *
   * @param goal a fact, or -1 for all
   * @return whether it is got
   */
  boolean reach(int goal) {
    if (goal < 0 || givenBy[goal] == NOT_DERIVED) {
      derive(goal);
    }
    return goal >= 0 && holds(goal);
  }

  int givenBy(int fact) {
    return givenBy[fact];
  }

  /** The facts that hold, each after the premises of the step that gave it. */
  IntSequence order() {
    return order;
  }

  /** The steps that only want for boundaries to fail. */
  IntSequence fenced() {
    return fenced;
  }

  /**
   * How many premises of each step with several hold; the caller may count on in it, until all is
   * derived {@link #again}.
   */
  int[] premisesHeld() {
    return premisesHeld;
  }

  /** The steps that only want for assumptions, whether their boundaries fail or not. */
  IntSequence refuted() {
    return refuted;
  }

  private void begin() {
    for (int start = graph.firstStart(attacker); start < graph.firstStart(attacker + 1); start++) {
      if (assumed(graph.startAssumptionRow(start))) {
        open(FIRST_START - start, graph.startAssumptionCount(start));
      }
    }
    for (int i = 0; i < graph.sourceCount(); i++) {
      take(graph.source(i), graph.kind(graph.source(i)), 0);
    }
  }

  private void derive(int goal) {
    while (costNow < heads.length) {
      if (heads[costNow] == open.get(costNow).size()) {
        costNow++;
        continue;
      }
      int giver = open.get(costNow).get(heads[costNow]++);
      int fact = giver >= 0 ? graph.conclusion(giver) : graph.startFact(FIRST_START - giver);
      if (givenBy[fact] != NOT_DERIVED) {
        continue;
      }
      givenBy[fact] = giver;
      order.add(fact);
      for (int i = 0, end = graph.consumerCount(fact); i < end; i++) {
        int step = graph.consumer(fact, i);
        int kind = graph.kind(step);
        if ((kind & StepGraph.SEVERAL) == 0) {
          take(step, kind, costNow);
          continue;
        }
        int cost = Math.min(MOST_ASSUMPTIONS, costOfPremises[step] + costNow);
        costOfPremises[step] = (byte) cost;
        if (++premisesHeld[step] == graph.premiseCount(step)) {
          take(step, kind, cost);
        }
      }
      if (fact == goal) {
        return;
      }
    }
  }

  /** Takes a step whose premises hold, or notes what it wants for. */
  private void take(int step, int kind, int costOfPremises) {
    if ((kind & StepGraph.RESTRICTED) != 0 && !graph.allows(step, attacker)) {
      return;
    }
    int assumptions = kind & StepGraph.MOST_ASSUMPTIONS;
    if (assumptions > 0 && !assumed(graph.assumptionRow(step))) {
      refuted.add(step);
    } else if ((kind & StepGraph.FENCED) != 0 && !fails(graph.boundaryRow(step))) {
      fenced.add(step);
    } else if (givenBy[graph.conclusion(step)] == NOT_DERIVED) {
      open(step, costOfPremises + assumptions);
    }
  }

  private void open(int giver, int cost) {
    open.get(Math.min(MOST_ASSUMPTIONS, cost)).add(giver);
  }

  private boolean assumed(int row) {
    for (int i = 0, end = graph.rows().size(row); i < end; i++) {
      if (!assumed.test(graph.rows().at(row, i))) {
        return false;
      }
    }
    return true;
  }

  private boolean fails(int row) {
    for (int i = 0, end = graph.rows().size(row); i < end; i++) {
      if (!failed.contains(graph.rows().at(row, i))) {
        return false;
      }
    }
    return true;
  }
}
