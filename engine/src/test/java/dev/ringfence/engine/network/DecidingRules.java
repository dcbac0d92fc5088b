package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which rules decide one packet in one direction, by the matching of {@link PacketOracle}: tier by
 * tier, priority by priority, the first rule of each policy; every one that could be the first
 * where priorities are equal.
 */
final class DecidingRules {

  private final Cluster cluster;
  private final PacketOracle oracle;
  private final PacketOracle.Packet packet;
  private final Direction direction;
  private final TreeSet<String> found = new TreeSet<>();

  private DecidingRules(Cluster cluster, PacketOracle.Packet packet, Direction direction) {
    this.cluster = cluster;
    this.oracle = new PacketOracle(cluster);
    this.packet = packet;
    this.direction = direction;
  }

  /** Lines such as {@code STOPS tiered1 spec.ingress[0]}. */
  static Set<String> of(Cluster cluster, PacketOracle.Packet packet, Direction direction) {
    DecidingRules rules = new DecidingRules(cluster, packet, direction);
    if (rules.tier(TieredPolicy.ADMIN_TIER) && !rules.networkPolicies()) {
      rules.tier(TieredPolicy.BASELINE_TIER);
    }
    return rules.found;
  }

  private PacketOracle.End subject() {
    return direction == Direction.EGRESS ? packet.from() : packet.to();
  }

  private PacketOracle.End other() {
    return direction == Direction.EGRESS ? packet.to() : packet.from();
  }

  /** Whether the packet may get behind the tier. */
  private boolean tier(double tier) {
    for (int priority = 0; priority <= 10; priority++) {
      boolean decided = false;
      boolean passed = false;
      for (TieredPolicy policy : cluster.tieredPolicies()) {
        if (policy.tier() == tier && policy.order() == priority) {
          TieredPolicy.Section section =
              direction == Direction.EGRESS ? policy.egress() : policy.ingress();
          boolean applies = policy.subject().stream().anyMatch(pods -> oracle.is(pods, subject()));
          List<TieredPolicy.Rule> rules = section == null || !applies ? List.of() : section.rules();
          for (TieredPolicy.Rule rule : rules) {
            if (rule.peers().stream().anyMatch(peer -> oracle.is(peer, other()))
                && PacketOracle.opens(rule, packet)) {
              String effect =
                  switch (rule.action()) {
                    case ACCEPT -> "LETS_THROUGH";
                    case DENY -> "STOPS";
                    case PASS -> "HANDS_ON";
                  };
              found.add(effect + " " + policy.meta().name() + " " + rule.field());
              decided = true;
              passed |= rule.action() == TieredPolicy.Action.PASS;
              break;
            }
          }
        }
      }
      if (decided) {
        return passed;
      }
    }
    return true;
  }

  /** Whether they decide. */
  private boolean networkPolicies() {
    List<String> stopping = new ArrayList<>();
    TreeSet<String> letting = new TreeSet<>();
    for (NetworkPolicy policy : cluster.networkPolicies()) {
      boolean isolates = direction == Direction.EGRESS ? policy.forEgress() : policy.forIngress();
      if (isolates && oracle.appliesTo(policy, subject())) {
        stopping.add("STOPS " + policy.meta().name() + " spec.policyTypes");
        List<NetworkPolicy.Rule> rules =
            direction == Direction.EGRESS ? policy.egress() : policy.ingress();
        for (int rule = 0; rule < rules.size(); rule++) {
          String path =
              "LETS_THROUGH "
                  + policy.meta().name()
                  + (direction == Direction.EGRESS ? " spec.egress[" : " spec.ingress[")
                  + rule
                  + "]";
          List<NetworkPolicy.Peer> peers = rules.get(rule).peers();
          boolean opens = PacketOracle.opens(rules.get(rule), packet);
          if (opens && peers.isEmpty()) {
            letting.add(path);
          }
          for (int peer = 0; peer < peers.size(); peer++) {
            if (opens && oracle.names(policy, peers.get(peer), other())) {
              letting.add(path + (direction == Direction.EGRESS ? ".to[" : ".from[") + peer + "]");
            }
          }
        }
      }
    }
    found.addAll(letting.isEmpty() ? stopping : letting);
    return !stopping.isEmpty();
  }
}
