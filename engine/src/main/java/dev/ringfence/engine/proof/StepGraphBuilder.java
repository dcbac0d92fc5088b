package dev.ringfence.engine.proof;

import org.jspecify.annotations.Nullable;

/** Collects start facts and steps; to be used by one thread and built once. */
public final class StepGraphBuilder {
  final int attackerCount;
  final IntSequence conclusions = new IntSequence();
  final IntSequence rules = new IntSequence();
  final IntSequence premiseStarts = new IntSequence();
  final IntSequence premises = new IntSequence();
  final IntSequence boundaryRows = new IntSequence();
  final IntSequence assumptionRows = new IntSequence();
  final IntSequence masks = new IntSequence();
  final IntRows rows = new IntRows();
  final AttackerSets attackerSets;
  final IntSequence startFacts = new IntSequence();
  final IntSequence startAttackers = new IntSequence();
  final IntSequence startAssumptionRows = new IntSequence();
  private int highestFact = -1;
  private int highestBoundary = -1;

  public StepGraphBuilder(int attackerCount) {
    if (attackerCount < 0) {
      throw new IllegalArgumentException("attackerCount must not be negative: " + attackerCount);
    }
    this.attackerCount = attackerCount;
    attackerSets = new AttackerSets(attackerCount);
    premiseStarts.add(0);
  }

  /** A fact that the attacker has at the beginning. */
  public void start(int attacker, int fact) {
    start(attacker, fact, new int[0]);
  }

  /** A fact that the attacker has at the beginning if all these assumptions are as feared. */
  public void start(int attacker, int fact, int[] assumptions) {
    if (attacker < 0 || attacker >= attackerCount) {
      throw new IllegalArgumentException(
          "attacker " + attacker + " is not one of " + attackerCount);
    }
    startAttackers.add(attacker);
    startFacts.add(checkedFact(fact));
    startAssumptionRows.add(row(assumptions, "assumption"));
  }

  /**
   * Adds a step and gives its id: steps are numbered as they come, equal ones too.
   *
   * @param rule any number of the caller's
   * @param premises all must hold; empty = the step needs none
   * @param boundaries all must fail
   * @param assumptions the step exists only if all are as bad as feared
   * @param attackers only these may use the step, a bit each; null = all
   */
  public int addStep(
      int rule,
      int conclusion,
      int[] premises,
      int[] boundaries,
      int[] assumptions,
      long @Nullable [] attackers) {
    int boundaryRow = row(boundaries, "boundary");
    int boundaryCount = rows.size(boundaryRow);
    if (boundaryCount > 0) {
      highestBoundary = Math.max(highestBoundary, rows.at(boundaryRow, boundaryCount - 1));
    }
    int assumptionRow = row(assumptions, "assumption");
    int mask = attackers == null ? AttackerSets.ALL : mask(attackers);
    conclusions.add(checkedFact(conclusion));
    for (int i = 0; i < premises.length; i++) {
      if (!contains(premises, i, premises[i])) {
        this.premises.add(checkedFact(premises[i]));
      }
    }
    premiseStarts.add(this.premises.size());
    rules.add(rule);
    boundaryRows.add(boundaryRow);
    assumptionRows.add(assumptionRow);
    masks.add(mask);
    return conclusions.size() - 1;
  }

  /** The system of all that was added, with facts and boundaries numbered below these counts. */
  public StepGraph build(int factCount, int boundaryCount) {
    if (highestFact >= factCount) {
      throw new IllegalArgumentException("fact " + highestFact + " is not one of " + factCount);
    }
    if (highestBoundary >= boundaryCount) {
      throw new IllegalArgumentException(
          "boundary " + highestBoundary + " is not one of " + boundaryCount);
    }
    return new StepGraph(this, factCount, boundaryCount);
  }

  private int checkedFact(int fact) {
    if (fact < 0) {
      throw new IllegalArgumentException("a fact must not be negative: " + fact);
    }
    highestFact = Math.max(highestFact, fact);
    return fact;
  }

  private int row(int[] ids, String what) {
    int[] sorted = IntSequence.sortedDistinct(ids);
    if (sorted.length > 0 && sorted[0] < 0) {
      throw new IllegalArgumentException(what + " must not be negative: " + sorted[0]);
    }
    return rows.intern(sorted, sorted.length);
  }

  private int mask(long[] attackers) {
    int words = (attackerCount + 63) >> 6;
    if (attackers.length != words) {
      throw new IllegalArgumentException(
          attackers.length + " words of attackers where there must be " + words);
    }
    if ((attackerCount & 63) != 0 && attackers[words - 1] >>> attackerCount != 0) {
      throw new IllegalArgumentException("a bit is set beyond attacker " + (attackerCount - 1));
    }
    return attackerSets.of(attackers);
  }

  private static boolean contains(int[] values, int length, int value) {
    for (int i = 0; i < length; i++) {
      if (values[i] == value) {
        return true;
      }
    }
    return false;
  }
}
