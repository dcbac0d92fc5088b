package dev.ringfence.policy.requirement;

import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Stake;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of requirements.
 *
 * @param environment how the environments of the two must compare; null: however
 * @param depth by stake; a stake left out is not required by this row
 * @param countsUnboundable whether disruption by what Kubernetes cannot bound counts; null: only
 *     from untrusted tenants and arbitrary code
 */
public record RequirementRule(
    TenantSelector from,
    TenantSelector to,
    @Nullable EnvironmentRelation environment,
    Map<Stake, Integer> depth,
    @Nullable Boolean countsUnboundable) {

  /** How two environments compare; a tenant that states none is in no relation to any. */
  public enum EnvironmentRelation {
    SAME,
    OTHER
  }

  public RequirementRule {
    depth = Map.copyOf(depth);
  }

  /** Whether the row speaks about this pair. The platform's own power is shown, not required. */
  public boolean applies(Tenant attacker, Tenant victim) {
    return !attacker.isPlatform()
        && attacker.isAttacker()
        && from.matches(attacker)
        && to.matches(victim)
        && compares(attacker.environment(), victim.environment());
  }

  private boolean compares(String left, String right) {
    if (environment == null) {
      return true;
    }
    if (left.isEmpty() || right.isEmpty()) {
      return false;
    }
    return switch (environment) {
      case SAME -> left.equals(right);
      case OTHER -> !left.equals(right);
    };
  }

  boolean countsUnboundable(Tenant attacker) {
    return countsUnboundable == null ? attacker.isDangerous() : countsUnboundable;
  }
}
