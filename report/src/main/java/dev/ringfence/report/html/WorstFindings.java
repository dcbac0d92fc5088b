package dev.ringfence.report.html;

import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a bounded number of verdicts to explain, worst first; those that hold come last, so that
 * a small proof is explained as a whole. At most that number is kept of each severity.
 */
final class WorstFindings {

  /** What to explain. */
  record Finding(int from, int to, Stake stake) {}

  private final int maximum;
  private final @Nullable List<Finding>[] bySeverity;

  @SuppressWarnings({"unchecked", "rawtypes"})
  WorstFindings(int maximum) {
    this.maximum = maximum;
    this.bySeverity = new List[Severity.bound()];
  }

  void add(Verdict verdict) {
    int severity = Severity.of(verdict);
    List<Finding> equal = bySeverity[severity];
    if (equal == null) {
      equal = new ArrayList<>();
      bySeverity[severity] = equal;
    }
    if (equal.size() < maximum) {
      equal.add(new Finding(verdict.from(), verdict.to(), verdict.stake()));
    }
  }

  List<Finding> worst() {
    List<Finding> worst = new ArrayList<>();
    for (int severity = bySeverity.length - 1; severity >= 0; severity--) {
      List<Finding> equal = bySeverity[severity];
      for (int at = 0; equal != null && at < equal.size() && worst.size() < maximum; at++) {
        worst.add(equal.get(at));
      }
    }
    return worst;
  }
}
