package dev.ringfence.report.table;

import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attacker and the victims towards which it stands alike: the same depths, requirements and
 * smallest sets, stake by stake.
 */
final class PairRow {

  private static final Stake[] STAKES = Stake.values();

  private final @Nullable Verdict[] verdicts = new @Nullable Verdict[STAKES.length];
  private final List<Integer> victims = new ArrayList<>();
  private int severity;
  private int shortfalls;
  private @Nullable Verdict worst;

  /** Takes one more stake of the first pair. */
  void add(Verdict verdict) {
    verdicts[verdict.stake().ordinal()] = verdict;
    int severityHere = Severity.of(verdict);
    if (severityHere > 0) {
      shortfalls++;
    }
    if (severityHere > severity) {
      severity = severityHere;
      worst = verdict;
    }
  }

  /** Takes the victims of an equal row. */
  void join(PairRow equal) {
    victims.addAll(equal.victims);
  }

  void addVictim(int victim) {
    victims.add(victim);
  }

  @Nullable Verdict verdict(Stake stake) {
    return verdicts[stake.ordinal()];
  }

  List<Integer> victims() {
    return victims;
  }

  /** 0 where every stake holds. */
  int severity() {
    return severity;
  }

  /** The verdict to read first; null where every stake holds. */
  @Nullable Verdict worst() {
    return worst;
  }

  /** How many stakes do not hold. */
  int shortfalls() {
    return shortfalls;
  }

  /** What makes two rows alike. */
  Key key() {
    List<@Nullable Object> parts = new ArrayList<>(STAKES.length * 5);
    for (Verdict verdict : verdicts) {
      if (verdict != null) {
        parts.add(verdict.stake());
        parts.add(verdict.outcome());
        parts.add(verdict.required());
        parts.add(verdict.depth());
        if (worst != null && verdict.stake() == worst.stake()) {
          parts.add(verdict.smallest());
          parts.add(verdict.assumptions());
          parts.add(verdict.resources());
        }
      }
    }
    return new Key(parts);
  }

  /** Equal for rows that are alike. */
  record Key(List<@Nullable Object> parts) {}
}
