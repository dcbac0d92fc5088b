package dev.ringfence.engine.proof;

import java.util.Arrays;

/**
 * Steps as columns, while they are chosen and merged: each leads from its premises to a fact, for
 * some attackers, if its fence (a set of boundaries) fails. Steps may be struck out and renamed.
 */
final class StepColumns {
  int factCount;
  final int count;
  final int[] to;
  final int[] attackers;
  final int[] fences;

  /** Premises of step s lie in {@code premises[premiseStarts[s] .. premiseEnds[s])}, ascending. */
  final int[] premiseStarts;

  final int[] premiseEnds;
  final int[] premises;
  final boolean[] struckOut;

  StepColumns(int factCount, IntSequence rows, IntSequence premises) {
    this.factCount = factCount;
    count = rows.size() / 4;
    to = new int[count];
    attackers = new int[count];
    fences = new int[count];
    premiseStarts = new int[count];
    premiseEnds = new int[count];
    this.premises = premises.toArray();
    struckOut = new boolean[count];
    for (int step = 0; step < count; step++) {
      to[step] = rows.get(step * 4);
      attackers[step] = rows.get(step * 4 + 1);
      fences[step] = rows.get(step * 4 + 2);
      premiseStarts[step] = rows.get(step * 4 + 3);
      premiseEnds[step] = step + 1 < count ? rows.get(step * 4 + 7) : this.premises.length;
    }
  }

  int premiseCount(int step) {
    return premiseEnds[step] - premiseStarts[step];
  }

  boolean isMove(int step) {
    return premiseCount(step) == 1;
  }

  /** A move that everybody can make whatever stands. */
  boolean isFreeMove(int step) {
    return isMove(step) && fences[step] == BoundarySets.NONE && attackers[step] == AttackerSets.ALL;
  }

  int onlyPremise(int step) {
    return premises[premiseStarts[step]];
  }

  /** Gives facts other names, as conclusions and as premises, and strikes out what gets idle. */
  void rename(int[] nameAsConclusion, int[] nameAsPremise) {
    for (int step = 0; step < count; step++) {
      if (struckOut[step]) {
        continue;
      }
      to[step] = nameAsConclusion[to[step]];
      int start = premiseStarts[step];
      int end = premiseEnds[step];
      for (int p = start; p < end; p++) {
        premises[p] = nameAsPremise[premises[p]];
      }
      if (end - start > 1) {
        Arrays.sort(premises, start, end);
        int kept = start + 1;
        for (int p = start + 1; p < end; p++) {
          if (premises[p] != premises[kept - 1]) {
            premises[kept++] = premises[p];
          }
        }
        premiseEnds[step] = kept;
      }
      for (int p = start; p < premiseEnds[step]; p++) {
        struckOut[step] |= premises[p] == to[step];
      }
    }
  }

  /** The moves that are left, in compressed rows by premise, free ones first in each row. */
  Rows movesByPremise() {
    int[] starts = new int[factCount + 1];
    for (int step = 0; step < count; step++) {
      if (!struckOut[step] && isMove(step)) {
        starts[onlyPremise(step) + 1]++;
      }
    }
    IntSequence.countsToStarts(starts);
    int[] first = Arrays.copyOf(starts, factCount);
    int[] last = Arrays.copyOfRange(starts, 1, factCount + 1);
    int[] steps = new int[starts[factCount]];
    for (int step = 0; step < count; step++) {
      if (!struckOut[step] && isMove(step)) {
        int premise = onlyPremise(step);
        steps[isFreeMove(step) ? first[premise]++ : --last[premise]] = step;
      }
    }
    return new Rows(starts, steps);
  }

  /** Steps in compressed rows by fact. */
  static final class Rows {
    final int[] starts;
    final int[] steps;

    Rows(int[] starts, int[] steps) {
      this.starts = starts;
      this.steps = steps;
    }
  }
}
