package dev.ringfence.policy.requirement;

import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.policy.requirement.RequirementRule.EnvironmentRelation;
import dev.ringfence.policy.requirement.TenantSelector.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is required where nobody says otherwise. Two stand between those who do not trust each
 * other, so that one failure is never enough; one stands between colleagues.
 */
public final class DefaultRequirements {

  private static final TenantSelector TENANTS = TenantSelector.of(Kind.TENANT);
  private static final TenantSelector ALL_BUT_PLATFORM =
      TenantSelector.of(Kind.TENANT, Kind.UNCLAIMED);
  private static final TenantSelector PLATFORM = TenantSelector.of(Kind.PLATFORM);
  private static final TenantSelector UNTRUSTED = TENANTS.withTrust(Tenant.Trust.UNTRUSTED);
  private static final TenantSelector ARBITRARY = TENANTS.withCode(Tenant.Code.ARBITRARY);
  private static final String PRODUCTION = "production";

  /**
   * The rows. That bandwidth and shared services count only from untrusted tenants and arbitrary
   * code is what a row without a word about it means.
   */
  public static final List<RequirementRule> ROWS =
      List.of(
          row(TENANTS.withTrust(Tenant.Trust.TRUSTED), TenantSelector.ANYONE, depth(1, 1, 1, 1, 0)),
          row(UNTRUSTED, ALL_BUT_PLATFORM, depth(2, 2, 1, 1, 1)),
          row(ARBITRARY, ALL_BUT_PLATFORM, depth(2, 2, 1, 1, 1)),
          row(UNTRUSTED, PLATFORM, depth(2, 2, 0, 1, 0)),
          row(ARBITRARY, PLATFORM, depth(2, 2, 0, 1, 0)),
          row(TENANTS, TenantSelector.ANYONE.withData(Tenant.Data.CRITICAL), depth(2, 2, 1, 1, 0)),
          otherEnvironment(TENANTS.withEnvironment(PRODUCTION), TenantSelector.ANYONE),
          otherEnvironment(TENANTS, TenantSelector.ANYONE.withEnvironment(PRODUCTION)));

  private DefaultRequirements() {}

  private static RequirementRule row(
      TenantSelector from, TenantSelector to, Map<Stake, Integer> depth) {
    return new RequirementRule(from, to, null, depth, null);
  }

  private static RequirementRule otherEnvironment(TenantSelector from, TenantSelector to) {
    return new RequirementRule(from, to, EnvironmentRelation.OTHER, depth(2, 2, 1, 1, 0), null);
  }

  private static Map<Stake, Integer> depth(
      int takeover, int read, int reach, int disrupt, int observe) {
    Map<Stake, Integer> depth = new EnumMap<>(Stake.class);
    depth.put(Stake.TAKEOVER, takeover);
    depth.put(Stake.READ, read);
    depth.put(Stake.REACH, reach);
    depth.put(Stake.DISRUPT, disrupt);
    depth.put(Stake.OBSERVE, observe);
    return depth;
  }
}
