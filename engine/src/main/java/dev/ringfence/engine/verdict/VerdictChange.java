package dev.ringfence.engine.verdict;

import dev.ringfence.engine.tenancy.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A verdict on a pair that two proofs know, where they differ in depth or outcome.
 *
 * @param from the attacker's name, because ids differ between proofs
 * @param to the victim's
 */
public record VerdictChange(String from, String to, Stake stake, Verdict before, Verdict after) {

  /**
   * All that differ, ordered by names and stake. Pairs of which one proof knows nothing are not.
   */
  public static List<VerdictChange> between(ProofAnswers before, ProofAnswers after) {
    Map<String, Integer> later = new HashMap<>();
    for (Tenant tenant : after.tenancy().tenants()) {
      later.put(tenant.name(), tenant.id());
    }
    List<VerdictChange> changes = new ArrayList<>();
    before.forEachVerdict(
        verdict -> {
          String from = before.tenancy().tenant(verdict.from()).name();
          String to = before.tenancy().tenant(verdict.to()).name();
          Integer attacker = later.get(from);
          Integer victim = later.get(to);
          if (attacker != null && victim != null) {
            Verdict now = after.verdict(attacker, victim, verdict.stake());
            VerdictChange change = new VerdictChange(from, to, verdict.stake(), verdict, now);
            if (change.compare() != 0) {
              changes.add(change);
            }
          }
        });
    return List.copyOf(changes);
  }

  /** Whether the later one is worse. */
  public boolean isWorse() {
    return compare() > 0;
  }

  /** Positive where the later is worse: its outcome, then its depths. */
  private int compare() {
    int outcome = Integer.compare(rank(after), rank(before));
    if (outcome != 0) {
      return outcome;
    }
    int refuted = compare(before.depthIfRefuted(), after.depthIfRefuted());
    return refuted != 0 ? refuted : compare(before.depth(), after.depth());
  }

  private static int rank(Verdict verdict) {
    return switch (verdict.outcome()) {
      case HOLDS -> 0;
      case UNDECIDED -> 1;
      case FALLS_SHORT -> 2;
    };
  }

  /** Null is deeper than any number. */
  private static int compare(@Nullable Integer before, @Nullable Integer after) {
    return Integer.compare(
        before == null ? Integer.MAX_VALUE : before, after == null ? Integer.MAX_VALUE : after);
  }
}
