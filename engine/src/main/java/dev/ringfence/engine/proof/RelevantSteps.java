package dev.ringfence.engine.proof;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The steps as the search takes them, selected, merged and laid out by what they lead from. Facts
 * are numbered without gaps.
 *
 * <p>Steps come in three forms. A <em>source</em> has no premise; a start fact is a source for the
 * attackers that begin with it. A <em>move</em> has one premise. A <em>join</em> has several. A
 * step's <em>fence</em> is the set of boundaries that must fail for it.
 */
final class RelevantSteps {
  final BoundarySets boundarySets;
  final AttackerSets attackerSets;
  final int factCount;

  /** By goal, in the order given: its fact here, or -1 where nobody can ever get it. */
  final int[] factOfGoal;

  final int[] sourceTo;
  final int[] sourceAttackers;
  final int[] sourceFences;

  /** Moves in compressed rows by premise; within a row those without a fence come first. */
  final int[] moveStarts;

  final int[] fencedMoveStarts;
  final int[] moveTo;
  final int[] moveAttackers;
  final int[] moveFences;

  final int[] joinTo;
  final int[] joinAttackers;
  final int[] joinFences;
  final int[] joinPremiseStarts;
  final int[] joinPremises;

  /** The joins that have a fact as a premise, in compressed rows by fact. */
  final int[] usedByStarts;

  final int[] usedBy;

  RelevantSteps(StepGraph graph, int[] goals, int maximumDepth, IntPredicate assumed) {
    boundarySets = new BoundarySets(maximumDepth);
    attackerSets = new AttackerSets(graph.attackerCount());
    StepSelection selection = new StepSelection(graph, goals, assumed, boundarySets, attackerSets);
    StepColumns columns = selection.columns();
    boolean[] isGoal = new boolean[columns.factCount];
    for (int goal : goals) {
      if (selection.numberOf()[goal] >= 0) {
        isGoal[selection.numberOf()[goal]] = true;
      }
    }
    int[] name = Merging.merge(columns, isGoal);
    factOfGoal = new int[goals.length];
    for (int goal = 0; goal < goals.length; goal++) {
      int number = selection.numberOf()[goals[goal]];
      factOfGoal[goal] = number < 0 ? -1 : name[number];
    }
    factCount = renumber(columns, factOfGoal);

    int sources = 0;
    int joins = 0;
    int joinPremiseCount = 0;
    for (int step = 0; step < columns.count; step++) {
      if (!columns.struckOut[step]) {
        int premises = columns.premiseCount(step);
        sources += premises == 0 ? 1 : 0;
        joins += premises > 1 ? 1 : 0;
        joinPremiseCount += premises > 1 ? premises : 0;
      }
    }
    sourceTo = new int[sources];
    sourceAttackers = new int[sources];
    sourceFences = new int[sources];
    joinTo = new int[joins];
    joinAttackers = new int[joins];
    joinFences = new int[joins];
    joinPremiseStarts = new int[joins + 1];
    joinPremises = new int[joinPremiseCount];
    laySourcesAndJoins(columns);

    StepColumns.Rows moves = columns.movesByPremise();
    moveStarts = moves.starts;
    fencedMoveStarts = new int[factCount];
    moveTo = new int[moves.steps.length];
    moveAttackers = new int[moves.steps.length];
    moveFences = new int[moves.steps.length];
    layMoves(columns, moves);

    usedByStarts = new int[factCount + 1];
    for (int premise : joinPremises) {
      usedByStarts[premise + 1]++;
    }
    IntSequence.countsToStarts(usedByStarts);
    usedBy = new int[joinPremises.length];
    int[] next = Arrays.copyOf(usedByStarts, factCount);
    for (int join = 0; join < joins; join++) {
      for (int p = joinPremiseStarts[join]; p < joinPremiseStarts[join + 1]; p++) {
        usedBy[next[joinPremises[p]]++] = join;
      }
    }
  }

  /** Numbers the facts that are left without gaps, and gives their count. */
  private static int renumber(StepColumns columns, int[] factOfGoal) {
    int[] number = new int[columns.factCount];
    for (int step = 0; step < columns.count; step++) {
      if (!columns.struckOut[step]) {
        number[columns.to[step]] = 1;
        for (int p = columns.premiseStarts[step]; p < columns.premiseEnds[step]; p++) {
          number[columns.premises[p]] = 1;
        }
      }
    }
    for (int fact : factOfGoal) {
      if (fact >= 0) {
        number[fact] = 1;
      }
    }
    int count = 0;
    for (int fact = 0; fact < number.length; fact++) {
      number[fact] = number[fact] == 1 ? count++ : -1;
    }
    for (int goal = 0; goal < factOfGoal.length; goal++) {
      factOfGoal[goal] = factOfGoal[goal] < 0 ? -1 : number[factOfGoal[goal]];
    }
    columns.rename(number, number);
    columns.factCount = count;
    return count;
  }

  private void laySourcesAndJoins(StepColumns columns) {
    int source = 0;
    int join = 0;
    int premise = 0;
    for (int step = 0; step < columns.count; step++) {
      if (columns.struckOut[step] || columns.isMove(step)) {
        continue;
      }
      if (columns.premiseCount(step) == 0) {
        sourceTo[source] = columns.to[step];
        sourceAttackers[source] = columns.attackers[step];
        sourceFences[source++] = columns.fences[step];
      } else {
        joinTo[join] = columns.to[step];
        joinAttackers[join] = columns.attackers[step];
        joinFences[join] = columns.fences[step];
        for (int p = columns.premiseStarts[step]; p < columns.premiseEnds[step]; p++) {
          joinPremises[premise++] = columns.premises[p];
        }
        joinPremiseStarts[++join] = premise;
      }
    }
  }

  private void layMoves(StepColumns columns, StepColumns.Rows moves) {
    for (int fact = 0; fact < factCount; fact++) {
      // Within a row unfenced moves come first: free ones already do, those for some attackers not.
      int first = moves.starts[fact];
      int last = moves.starts[fact + 1];
      for (int i = moves.starts[fact]; i < moves.starts[fact + 1]; i++) {
        int move = moves.steps[i];
        int at = columns.fences[move] == BoundarySets.NONE ? first++ : --last;
        moveTo[at] = columns.to[move];
        moveAttackers[at] = columns.attackers[move];
        moveFences[at] = columns.fences[move];
      }
      fencedMoveStarts[fact] = first;
    }
  }

  /** Whether whoever has the move's premise has what it leads to, whatever stands. */
  boolean isFreeMove(int move) {
    return moveFences[move] == BoundarySets.NONE && moveAttackers[move] == AttackerSets.ALL;
  }

  boolean isFreeJoin(int join) {
    return joinFences[join] == BoundarySets.NONE && joinAttackers[join] == AttackerSets.ALL;
  }
}
