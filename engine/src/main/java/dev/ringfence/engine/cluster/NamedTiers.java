package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Policies in tiers that are told by name, and where those tiers stand, in whatever order read. */
final class NamedTiers {

  /** Where tiers stand that nobody declares: finite, and before what is behind all tiers. */
  private static final double LAST_TIER = 1e300;

  /** Up to here sums with {@link TieredPolicy#BEFORE_TIERS} keep their order. */
  private static final double LAST_EARLY_TIER = 1e14;

  /**
   * A tier that policies name.
   *
   * @param deniesRest whether what no policy of the tier matches is denied
   */
  private record Tier(double order, boolean deniesRest) {}

  private final Map<String, Tier> declared = new HashMap<>();
  private final List<Map.Entry<TieredPolicy, String>> policies = new ArrayList<>();

  /** One without an order comes after all others that are declared. */
  void declare(String name, double order, boolean deniesRest) {
    declared.put(name, new Tier(Math.min(order, Math.nextDown(LAST_TIER)), deniesRest));
  }

  /**
   * One whose tier nobody declares comes last, and is taken as permitting: Calico upholds no policy
   * of a tier that is not there, but the tier may only not have been read.
   */
  void add(TieredPolicy policy, String tier) {
    policies.add(Map.entry(policy, tier));
  }

  /** Adds the policies, each at the place of its tier; once. */
  void settle(List<TieredPolicy> settled) {
    for (Map.Entry<TieredPolicy, String> entry : policies) {
      TieredPolicy policy = entry.getKey();
      Tier tier = declared.get(entry.getValue());
      if (tier == null) {
        boolean standard = entry.getValue().equals("default");
        tier = new Tier(standard ? TieredPolicy.DEFAULT_TIER : LAST_TIER, standard);
      }
      TieredPolicy.Hosts hosts = policy.hosts();
      boolean early = hosts != null && hosts.beforeAddressTranslation();
      settled.add(
          new TieredPolicy(
              policy.meta(),
              policy.api(),
              early ? TieredPolicy.BEFORE_TIERS + early(tier) : tier.order(),
              policy.order(),
              policy.subject(),
              section(policy.ingress(), tier),
              section(policy.egress(), tier),
              policy.hosts()));
    }
    policies.clear();
  }

  /** Only a tier that nobody declares gets the last place. */
  private static double early(Tier tier) {
    return tier.order() == LAST_TIER
        ? LAST_EARLY_TIER
        : Math.min(tier.order(), LAST_EARLY_TIER - 1);
  }

  private static TieredPolicy.@Nullable Section section(
      TieredPolicy.@Nullable Section section, Tier tier) {
    return section == null
        ? null
        : new TieredPolicy.Section(
            tier.order() == LAST_TIER ? perhaps(section.rules()) : section.rules(),
            section.deniesRest() && tier.deniesRest());
  }

  private static List<TieredPolicy.Rule> perhaps(List<TieredPolicy.Rule> rules) {
    return rules.stream()
        .map(
            rule ->
                new TieredPolicy.Rule(
                    rule.field(), rule.action(), rule.peers(), rule.ports(), false))
        .toList();
  }

  /** Whether the policy names a tier that nobody declares. */
  static boolean isMissing(TieredPolicy policy) {
    return policy.tier() == LAST_TIER
        || policy.tier() == TieredPolicy.BEFORE_TIERS + LAST_EARLY_TIER;
  }
}
