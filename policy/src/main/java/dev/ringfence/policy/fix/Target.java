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

  /** The same without what it rests on; null where one of the tenants is not there. */
  ProofAnswers.@Nullable Depths depths(ProofAnswers answers) {
    int attacker = id(answers, from);
    int victim = id(answers, to);
    return attacker < 0 || victim < 0 ? null : answers.depths(attacker, victim, stake);
  }

  /** How many boundaries stand, as many as are required where it holds. */
  int depth(ProofAnswers answers) {
    ProofAnswers.Depths depths = depths(answers);
    if (depths == null) {
      return 0;
    }
    Integer depth = depths.depth();
    return depths.outcome() == Verdict.Outcome.FALLS_SHORT && depth != null
        ? Math.min(depth, depths.required())
        : depths.required();
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
