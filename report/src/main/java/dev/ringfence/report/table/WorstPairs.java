package dev.ringfence.report.table;

import dev.ringfence.engine.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The worst rows of a stream of verdicts that comes ordered by attacker and victim. It keeps one
 * attacker's rows and the worst so far, never all pairs: a million of them must not need a million
 * rows.
 */
final class WorstPairs {

  private static final Comparator<Numbered> WORST_FIRST =
      (one, other) -> {
        int order = Integer.compare(other.row().severity(), one.row().severity());
        if (order == 0) {
          order = Integer.compare(other.row().shortfalls(), one.row().shortfalls());
        }
        return order == 0 ? Long.compare(one.number(), other.number()) : order;
      };

  private final int maximum;
  private final PriorityQueue<Numbered> worst = new PriorityQueue<>(WORST_FIRST.reversed());
  private final Map<PairRow.Key, PairRow> ofAttacker = new LinkedHashMap<>();
  private @Nullable PairRow open;
  private int attacker = -1;
  private int victim = -1;
  private long pairs;
  private long rows;

  WorstPairs(int maximum) {
    this.maximum = maximum;
  }

  void add(Verdict verdict) {
    if (open == null || verdict.from() != attacker || verdict.to() != victim) {
      closePair();
      if (verdict.from() != attacker) {
        closeAttacker();
      }
      attacker = verdict.from();
      victim = verdict.to();
      open = new PairRow();
      open.addVictim(victim);
    }
    open.add(verdict);
  }

  /** The worst rows, worst first; equal ones in the order in which they came. */
  List<PairRow> finish() {
    closePair();
    closeAttacker();
    List<Numbered> ordered = new ArrayList<>(worst);
    ordered.sort(WORST_FIRST);
    List<PairRow> result = new ArrayList<>(ordered.size());
    for (Numbered numbered : ordered) {
      result.add(numbered.row());
    }
    return result;
  }

  /** How many pairs have a stake that does not hold. */
  long pairs() {
    return pairs;
  }

  private void closePair() {
    PairRow row = open;
    open = null;
    if (row == null || row.severity() == 0) {
      return;
    }
    pairs++;
    PairRow equal = ofAttacker.putIfAbsent(row.key(), row);
    if (equal != null) {
      equal.join(row);
    }
  }

  private void closeAttacker() {
    for (PairRow row : ofAttacker.values()) {
      worst.add(new Numbered(row, rows++));
      if (worst.size() > maximum) {
        worst.poll();
      }
    }
    ofAttacker.clear();
  }

  private record Numbered(PairRow row, long number) {}
}
