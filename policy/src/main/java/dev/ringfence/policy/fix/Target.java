package dev.ringfence.policy.fix;

import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/** A requirement, by the names of the tenants: their numbers may differ from proof to proof. */
public record Target(String from, String to, Stake stake) {

  /** What a proof says of it; null where one of the tenants is not there. */
  public @Nullable Verdict in(ProofAnswers answers) {
    int attacker = id(answers, from);
    int victim = id(answers, to);
    return attacker < 0 || victim < 0 ? null : answers.verdict(attacker, victim, stake);
  }

  /** How many boundaries stand, as many as are required where it holds. */
  int depth(ProofAnswers answers) {
    Verdict verdict = in(answers);
    if (verdict == null) {
      return 0;
    }
    Integer depth = verdict.depth();
    return verdict.outcome() == Verdict.Outcome.FALLS_SHORT && depth != null
        ? Math.min(depth, verdict.required())
        : verdict.required();
  }

  private static int id(ProofAnswers answers, String name) {
    for (var tenant : answers.tenancy().tenants()) {
      if (tenant.name().equals(name)) {
        return tenant.id();
      }
    }
    return -1;
  }
}
