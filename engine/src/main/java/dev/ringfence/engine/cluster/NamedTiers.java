package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Policies in tiers that are told by name, and where those tiers stand, in whatever order read:
 * Calico tries tiers by order, those of one order by name. The policies of Kubernetes' own APIs
 * stand in tiers too, of fixed orders and names.
 */
final class NamedTiers {

  /** A tier without an order comes after all others, but before what is behind all tiers. */
  private static final double LAST_TIER = 1e300;

  /** Which tiers of Calico's take the policies that have a place of their own here. */
  private static final Map<Double, List<String>> FIXED =
      Map.of(
          TieredPolicy.ADMIN_TIER,
          List.of("adminnetworkpolicy", "kube-admin"),
          TieredPolicy.DEFAULT_TIER,
          List.of("default"),
          TieredPolicy.BASELINE_TIER,
          List.of("baselineadminnetworkpolicy", "kube-baseline"));

  /**
   * A tier that is declared.
   *
   * @param deniesRest whether what no policy of the tier matches is denied
   */
  private record Tier(double order, boolean deniesRest) {}

  private final Map<String, Tier> declared = new HashMap<>();
  private final List<Map.Entry<TieredPolicy, String>> policies = new ArrayList<>();

  void declare(String name, double order, boolean deniesRest) {
    double finite = Math.max(-LAST_TIER, Math.min(order, LAST_TIER));
    declared.put(name, new Tier(finite + 0.0, deniesRest)); // No -0.0, which is another key.
  }

  void add(TieredPolicy policy, String tier) {
    policies.add(Map.entry(policy, tier));
  }

  /** Adds the policies, each at the place of its tier; once. */
  void settle(List<TieredPolicy> settled) {
    Map<String, Double> places = places();
    List<Double> inOrder = places.values().stream().distinct().sorted().toList();
    List<String> unplaced =
        policies.stream()
            .map(Map.Entry::getValue)
            .filter(name -> !places.containsKey(name))
            .distinct()
            .sorted()
            .toList();
    for (Map.Entry<TieredPolicy, String> entry : policies) {
      TieredPolicy policy = entry.getKey();
      Double place = places.get(entry.getValue());
      TieredPolicy.Hosts hosts = policy.hosts();
      TieredPolicy.Stage stage = hosts == null ? TieredPolicy.Stage.NORMAL : hosts.stage();
      double tier =
          place == null
              ? TieredPolicy.unplaced(unplaced.indexOf(entry.getValue()), stage)
              : stage.tier(place, inOrder.indexOf(place));
      boolean closes = place != null && deniesRest(entry.getValue());
      settled.add(
          new TieredPolicy(
              policy.meta(),
              policy.api(),
              tier,
              policy.order(),
              policy.subject(),
              section(policy.ingress(), closes),
              section(policy.egress(), closes),
              hosts));
    }
    policies.clear();
  }

  private boolean deniesRest(String name) {
    Tier tier = declared.get(name);
    return tier == null || tier.deniesRest();
  }

  private static TieredPolicy.@Nullable Section section(
      TieredPolicy.@Nullable Section section, boolean closes) {
    return section == null
        ? null
        : new TieredPolicy.Section(section.rules(), section.deniesRest() && closes);
  }

  /** Where each tier stands of which that is known, each at a place of its own. */
  private Map<String, Double> places() {
    Map<Double, TreeSet<String>> byOrder = new TreeMap<>();
    declared.forEach(
        (name, tier) -> byOrder.computeIfAbsent(tier.order(), key -> new TreeSet<>()).add(name));
    byOrder.values().forEach(names -> FIXED.values().forEach(names::removeAll));
    FIXED.forEach(
        (order, names) -> byOrder.computeIfAbsent(order, key -> new TreeSet<>()).addAll(names));
    Map<String, Double> places = new HashMap<>();
    byOrder.forEach((order, names) -> spread(order, List.copyOf(names), places));
    return places;
  }

  /**
   * Tiers of one order, by name. What stands between two fixed ones has no place: which of them is
   * there is up to the version.
   */
  private static void spread(double order, List<String> names, Map<String, Double> places) {
    List<String> fixed = FIXED.getOrDefault(order, List.of());
    int first = fixed.isEmpty() ? 0 : names.indexOf(fixed.getFirst());
    int last = fixed.isEmpty() ? 0 : names.indexOf(fixed.getLast());
    double before = order;
    for (int at = first - 1; at >= 0; at--) {
      before = Math.nextDown(before);
      places.put(names.get(at), before);
    }
    double behind = order;
    for (int at = last; at < names.size(); at++) {
      places.put(names.get(at), behind);
      behind = Math.nextUp(behind);
    }
    fixed.forEach(name -> places.put(name, order));
  }
}
