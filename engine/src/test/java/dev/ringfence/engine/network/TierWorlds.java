package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.cluster.TieredPolicy.Action;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Random policies, and what Calico leaves open about them, tried in every way it may be: tiers that
 * nobody declares, at each place and not at all, and policies of one order, each first. A port that
 * some way opens is perhaps open, one that every way opens is certainly so, and no other is.
 */
final class TierWorlds {

  private static final int PORTS = 6;
  private static final List<String> TIERS = List.of("early", "default", "late", "lost", "missing");

  /** One rule, over a range of ports. */
  private record Rule(Action action, int first, int last) {}

  /**
   * @param global two of one order and one kind are tried by name; else any may be first
   */
  private record Policy(String tier, int order, boolean global, String name, List<Rule> rules) {}

  private final Random random;
  private final List<Policy> policies = new ArrayList<>();
  private final @Nullable List<Integer> allowedByNetworkPolicy;
  private final boolean[] somewhere = new boolean[PORTS + 1];
  private final boolean[] everywhere = new boolean[PORTS + 1];

  TierWorlds(Random random) {
    this.random = random;
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      policies.add(policy(i));
    }
    this.allowedByNetworkPolicy = random.nextBoolean() ? List.of(1 + random.nextInt(PORTS)) : null;
  }

  private Policy policy(int number) {
    List<Rule> rules = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int first = 1 + random.nextInt(PORTS);
      rules.add(
          new Rule(
              Action.values()[random.nextInt(3)],
              first,
              Math.min(PORTS, first + random.nextInt(3))));
    }
    String tier = TIERS.get(random.nextInt(TIERS.size()));
    int order = List.of(999, 1000, 1001).get(random.nextInt(3));
    return new Policy(tier, order, random.nextBoolean(), "p" + number, rules);
  }

  void compare(long seed, List<String> disagreements) {
    Cluster cluster = cluster();
    Network network = Network.asItStands(cluster, false);
    int client = network.endpointOf(SmallCluster.podClass(cluster, "client"));
    int server = network.endpointOf(SmallCluster.podClass(cluster, "server"));
    Arrays.fill(everywhere, true);
    List<String> unplaced =
        policies.stream()
            .map(Policy::tier)
            .filter(tier -> tier.equals("lost") || tier.equals("missing"))
            .distinct()
            .toList();
    placed(List.of("early", "default", "late"), unplaced, this::tryOrders);
    PortSet sure = network.allowed(client, server, 0);
    PortSet perhaps = network.allowed(client, server, Doubt.EVERY);
    for (int port = 1; port <= PORTS; port++) {
      boolean feared = perhaps.contains(PortSet.Protocol.TCP, port);
      boolean certain = sure.contains(PortSet.Protocol.TCP, port);
      if (feared != somewhere[port] || (certain && !everywhere[port])) {
        disagreements.add(
            "seed %d port %d: feared %s, open in some way %s; certain %s, in every way %s; %s %s"
                .formatted(
                    seed,
                    port,
                    feared,
                    somewhere[port],
                    certain,
                    everywhere[port],
                    policies,
                    allowedByNetworkPolicy));
      }
    }
  }

  private Cluster cluster() {
    SmallCluster cluster =
        new SmallCluster()
            .namespace("n", Map.of())
            .node("node", List.of("192.168.0.1"), List.of("10.0.0.0/24"))
            .daemonSet(
                "kube-system",
                "calico-node",
                SmallCluster.container("docker.io/calico/node:v3.32.0"))
            .podOn(null, "n", "client", Map.of("app", "client"), spec("client"), "10.0.0.1")
            .podOn(null, "n", "server", Map.of("app", "server"), spec("server"), "10.0.0.2")
            .tier("early", 10, true)
            .tier("late", 2_000_000, true);
    for (Policy policy : policies) {
      cluster.policy(written(policy), policy.tier());
    }
    if (allowedByNetworkPolicy != null) {
      cluster.policy(
          SmallCluster.policy(
              "n",
              "np",
              Map.of("app", "server"),
              List.of(
                  SmallCluster.rule(
                      List.of(), SmallCluster.tcp(allowedByNetworkPolicy.getFirst()))),
              null));
    }
    return cluster.build();
  }

  private static PodSpec spec(String name) {
    return SmallCluster.spec(SmallCluster.container("registry.test/" + name));
  }

  private static TieredPolicy written(Policy policy) {
    List<TieredPolicy.Rule> rules = new ArrayList<>();
    for (Rule rule : policy.rules()) {
      rules.add(
          new TieredPolicy.Rule(
              "spec.ingress[" + rules.size() + "]",
              rule.action(),
              List.of(new TieredPolicy.Peer.Anything()),
              List.of(new TieredPolicy.Port("TCP", null, rule.first(), rule.last())),
              true));
    }
    return new TieredPolicy(
        policy.global()
            ? SmallCluster.meta("GlobalNetworkPolicy", null, policy.name(), Map.of())
            : SmallCluster.meta("NetworkPolicy", "n", policy.name(), Map.of()),
        TieredPolicy.Api.CALICO,
        0,
        policy.order(),
        List.of(
            new TieredPolicy.Peer.Pods(
                LabelSelector.EVERYTHING, new LabelSelector(Map.of("app", "server"), List.of()))),
        new TieredPolicy.Section(rules, true),
        null);
  }

  /** Each way to put tiers without a place between the others, or to leave them out. */
  private static void placed(
      List<String> order, List<String> unplaced, Consumer<List<String>> each) {
    if (unplaced.isEmpty()) {
      each.accept(order);
      return;
    }
    List<String> rest = unplaced.subList(1, unplaced.size());
    placed(order, rest, each);
    for (int at = 0; at <= order.size(); at++) {
      List<String> more = new ArrayList<>(order);
      more.add(at, unplaced.getFirst());
      placed(more, rest, each);
    }
  }

  /** Each way to try policies of one order, and the NetworkPolicy among those of order 1000. */
  private void tryOrders(List<String> tiers) {
    List<List<List<Policy>>> perTier = new ArrayList<>();
    for (String tier : tiers) {
      List<Policy> inside = policies.stream().filter(policy -> policy.tier().equals(tier)).toList();
      List<List<Policy>> orders = new ArrayList<>();
      permute(inside, new ArrayList<>(), orders);
      perTier.add(orders);
    }
    combine(tiers, perTier, 0, new ArrayList<>());
  }

  private void permute(List<Policy> left, List<Policy> order, List<List<Policy>> orders) {
    if (left.isEmpty()) {
      orders.add(List.copyOf(order));
      return;
    }
    for (Policy next : left) {
      boolean possible =
          left.stream()
              .allMatch(
                  other ->
                      other.order() > next.order()
                          || (other.order() == next.order() && mayFollow(next, other)));
      if (possible) {
        List<Policy> rest = new ArrayList<>(left);
        rest.remove(next);
        order.add(next);
        permute(rest, order, orders);
        order.removeLast();
      }
    }
  }

  /** Those of one order are tried by name where all of them are of one kind, else in any order. */
  private boolean mayFollow(Policy next, Policy other) {
    boolean mixed =
        policies.stream()
            .anyMatch(
                each ->
                    each.tier().equals(next.tier())
                        && each.order() == next.order()
                        && each.global() != next.global());
    return mixed || next.name().compareTo(other.name()) <= 0;
  }

  private void combine(
      List<String> tiers, List<List<List<Policy>>> perTier, int at, List<List<Policy>> chosen) {
    if (at < tiers.size()) {
      for (List<Policy> order : perTier.get(at)) {
        chosen.add(order);
        combine(tiers, perTier, at + 1, chosen);
        chosen.removeLast();
      }
      return;
    }
    int standard = tiers.indexOf("default");
    List<Policy> around = chosen.get(standard);
    for (int before = 0; before <= around.size(); before++) {
      boolean fits = true;
      for (int i = 0; i < around.size(); i++) {
        fits &= i < before ? around.get(i).order() <= 1000 : around.get(i).order() >= 1000;
      }
      if (fits) {
        for (int port = 1; port <= PORTS; port++) {
          boolean open = passes(tiers, chosen, standard, before, port);
          somewhere[port] |= open;
          everywhere[port] &= open;
        }
      }
    }
  }

  private boolean passes(
      List<String> tiers, List<List<Policy>> chosen, int standard, int before, int port) {
    for (int tier = 0; tier < tiers.size(); tier++) {
      Action decided = null;
      boolean asked = false;
      List<Policy> inside = chosen.get(tier);
      boolean closes = !inside.isEmpty();
      for (int i = 0; i <= inside.size() && decided == null; i++) {
        if (tier == standard && i == before && allowedByNetworkPolicy != null) {
          asked = true;
          decided = allowedByNetworkPolicy.contains(port) ? Action.ACCEPT : null;
        }
        if (decided == null && i < inside.size()) {
          decided = decides(inside.get(i), port);
        }
      }
      if (decided == null) {
        // Nobody knows what a tier that is not declared does with the rest: it passes at best.
        boolean declared = !tiers.get(tier).equals("lost") && !tiers.get(tier).equals("missing");
        decided = asked || (closes && declared) ? Action.DENY : Action.PASS;
      }
      if (decided != Action.PASS) {
        return decided == Action.ACCEPT;
      }
    }
    return true;
  }

  private static @Nullable Action decides(Policy policy, int port) {
    for (Rule rule : policy.rules()) {
      if (port >= rule.first() && port <= rule.last()) {
        return rule.action();
      }
    }
    return null;
  }
}
