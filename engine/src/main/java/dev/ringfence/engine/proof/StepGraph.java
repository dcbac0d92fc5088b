package dev.ringfence.engine.proof;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What attackers can do, as an immutable AND/OR system: facts, and steps that lead from some facts
 * to a new one, perhaps only if boundaries fail. Facts, boundaries, assumptions and attackers are
 * numbers from 0.
 *
 * <p>A step fires for an attacker once all its premises hold for it, if {@link #attackers} includes
 * it, all the step's boundaries have failed, and all its assumptions are taken to be as bad as
 * feared. Nothing ever takes a fact away; cycles are allowed.
 */
public final class StepGraph {
  private final int factCount;
  private final int boundaryCount;
  private final int attackerCount;

  // A column an attribute. Premises lie in compressed rows. Rows of boundaries and assumptions and
  // attackers' masks are few and much repeated, so a step holds the id of a shared one.
  private final int[] conclusions;
  private final int[] rules;
  private final int[] premiseStarts;
  private final int[] premises;
  private final int[] boundaryRows;
  private final int[] assumptionRows;
  private final int[] masks;
  private final IntRows rows;
  private final AttackerSets attackerSets;

  /**
   * A byte a step, of {@link #SEVERAL}, {@link #RESTRICTED}, {@link #FENCED} and how many
   * assumptions it has.
   */
  private final byte[] kinds;

  // What attackers begin with, grouped by attacker.
  private final int[] startsOfAttacker;
  private final int[] startFacts;
  private final int[] startAttackers;
  private final int[] startAssumptionRows;

  // The steps that have a fact as a premise, in compressed rows by fact.
  private final int[] consumerStarts;
  private final int[] consumers;

  /** The steps without premises. */
  private final int[] sources;

  StepGraph(StepGraphBuilder builder, int factCount, int boundaryCount) {
    this.factCount = factCount;
    this.boundaryCount = boundaryCount;
    attackerCount = builder.attackerCount;
    conclusions = builder.conclusions.toArray();
    rules = builder.rules.toArray();
    premiseStarts = builder.premiseStarts.toArray();
    premises = builder.premises.toArray();
    boundaryRows = builder.boundaryRows.toArray();
    assumptionRows = builder.assumptionRows.toArray();
    masks = builder.masks.toArray();
    rows = builder.rows;
    attackerSets = builder.attackerSets;
    kinds = new byte[conclusions.length];
    for (int step = 0; step < kinds.length; step++) {
      kinds[step] =
          (byte)
              ((premiseCount(step) > 1 ? SEVERAL : 0)
                  | (masks[step] == AttackerSets.ALL ? 0 : RESTRICTED)
                  | (rows.size(boundaryRows[step]) == 0 ? 0 : FENCED)
                  | Math.min(rows.size(assumptionRows[step]), MOST_ASSUMPTIONS));
    }

    int startCount = builder.startFacts.size();
    startsOfAttacker = new int[attackerCount + 1];
    for (int i = 0; i < startCount; i++) {
      startsOfAttacker[builder.startAttackers.get(i) + 1]++;
    }
    IntSequence.countsToStarts(startsOfAttacker);
    startFacts = new int[startCount];
    startAttackers = new int[startCount];
    startAssumptionRows = new int[startCount];
    int[] next = startsOfAttacker.clone();
    for (int i = 0; i < startCount; i++) {
      int position = next[builder.startAttackers.get(i)]++;
      startFacts[position] = builder.startFacts.get(i);
      startAttackers[position] = builder.startAttackers.get(i);
      startAssumptionRows[position] = builder.startAssumptionRows.get(i);
    }

    consumerStarts = new int[factCount + 1];
    for (int premise : premises) {
      consumerStarts[premise + 1]++;
    }
    IntSequence.countsToStarts(consumerStarts);
    consumers = new int[premises.length];
    next = Arrays.copyOf(consumerStarts, factCount);
    IntSequence withoutPremises = new IntSequence();
    for (int step = 0; step < conclusions.length; step++) {
      if (premiseCount(step) == 0) {
        withoutPremises.add(step);
      }
      for (int p = premiseStarts[step]; p < premiseStarts[step + 1]; p++) {
        consumers[next[premises[p]]++] = step;
      }
    }
    sources = withoutPremises.toArray();
  }

  public int factCount() {
    return factCount;
  }

  public int stepCount() {
    return conclusions.length;
  }

  public int boundaryCount() {
    return boundaryCount;
  }

  public int attackerCount() {
    return attackerCount;
  }

  /** The fact that the step leads to. */
  public int conclusion(int step) {
    return conclusions[step];
  }

  public int premiseCount(int step) {
    return premiseStarts[step + 1] - premiseStarts[step];
  }

  /** The i-th premise in the order given, repetitions left out. */
  public int premise(int step, int i) {
    return premises[premiseStarts[step] + i];
  }

  public int boundaryCount(int step) {
    return rows.size(boundaryRows[step]);
  }

  /** The i-th of the boundaries that must all fail, ascending. */
  public int boundary(int step, int i) {
    return rows.at(boundaryRows[step], i);
  }

  public int assumptionCount(int step) {
    return rows.size(assumptionRows[step]);
  }

  /** The i-th assumption, ascending; the step exists only if all are as bad as feared. */
  public int assumption(int step, int i) {
    return rows.at(assumptionRows[step], i);
  }

  /** Which rule of the catalogue made the step: kept for the caller, not looked at here. */
  public int rule(int step) {
    return rules[step];
  }

  /** The only attackers that can use the step, a bit each (a copy); null = all. */
  public long @Nullable [] attackers(int step) {
    return masks[step] == AttackerSets.ALL ? null : attackerSets.bits(masks[step]);
  }

  /** Whether this attacker may use the step. */
  public boolean allows(int step, int attacker) {
    return attackerSets.contains(masks[step], attacker);
  }

  /** How many start facts there are, over all attackers; an attacker's lie together. */
  public int startCount() {
    return startFacts.length;
  }

  /** The first start of this attacker; {@code firstStart(attackerCount())} is the end of all. */
  public int firstStart(int attacker) {
    return startsOfAttacker[attacker];
  }

  public int startFact(int start) {
    return startFacts[start];
  }

  public int startAttacker(int start) {
    return startAttackers[start];
  }

  public int startAssumptionCount(int start) {
    return rows.size(startAssumptionRows[start]);
  }

  public int startAssumption(int start, int i) {
    return rows.at(startAssumptionRows[start], i);
  }

  /** How many steps have this fact as a premise. */
  public int consumerCount(int fact) {
    return consumerStarts[fact + 1] - consumerStarts[fact];
  }

  /** The i-th step, ascending, that has this fact as a premise. */
  public int consumer(int fact, int i) {
    return consumers[consumerStarts[fact] + i];
  }

  /** How many steps have no premise. */
  int sourceCount() {
    return sources.length;
  }

  int source(int i) {
    return sources[i];
  }

  // What the search needs to look at a shared row once and not once a step.

  /** In {@link #kind}: the step has more than one premise. */
  static final int SEVERAL = 1 << 6;

  /** In {@link #kind}: not every attacker may use the step. */
  static final int RESTRICTED = 1 << 5;

  /** In {@link #kind}: boundaries must fail for it. */
  static final int FENCED = 1 << 4;

  /** In {@link #kind}, the bits for the number of assumptions; as many or more. */
  static final int MOST_ASSUMPTIONS = 15;

  /** What most often has to be known of a step, in one place: the rows it is taken from are far. */
  int kind(int step) {
    return kinds[step];
  }

  IntRows rows() {
    return rows;
  }

  int boundaryRow(int step) {
    return boundaryRows[step];
  }

  int assumptionRow(int step) {
    return assumptionRows[step];
  }

  int startAssumptionRow(int start) {
    return startAssumptionRows[start];
  }

  int mask(int step) {
    return masks[step];
  }

  AttackerSets attackerSets() {
    return attackerSets;
  }
}
