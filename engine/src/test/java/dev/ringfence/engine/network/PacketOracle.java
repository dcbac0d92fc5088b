package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides one packet at a time, as the API reference of NetworkPolicy reads, sentence by sentence.
 * It is slow and plain on purpose and uses nothing of the engine but the objects themselves.
 */
public final class PacketOracle {

  private final Cluster cluster;
  private final Map<String, byte[]> parsed = new HashMap<>();

  public PacketOracle(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * One end: a pod by namespace, labels and containers, with the address it happens to have; or
   * just an address, and then the namespace is -1.
   */
  public record End(int namespace, LabelSet labels, List<Container> containers, String address) {
    /** What is no pod. */
    public static End outside(String address) {
      return new End(-1, LabelSet.EMPTY, List.of(), address);
    }
  }

  /** A packet to a port. */
  public record Packet(End from, End to, String protocol, int port) {}

  /** Whether the packet passes; where that is left open, whether some choice lets it. */
  public boolean passes(Packet packet) {
    return outcomes(packet, Direction.EGRESS).contains(true)
        && outcomes(packet, Direction.INGRESS).contains(true);
  }

  /** Whether the packet passes however equal priorities are ordered. */
  public boolean passesAnyhow(Packet packet) {
    return !outcomes(packet, Direction.EGRESS).contains(false)
        && !outcomes(packet, Direction.INGRESS).contains(false);
  }

  /** Admin tier, NetworkPolicy, Baseline tier, and then everything is allowed. */
  private Set<Boolean> outcomes(Packet packet, Direction direction) {
    return tier(
        TieredPolicy.ADMIN_TIER,
        packet,
        direction,
        () -> {
          boolean egress = direction == Direction.EGRESS;
          End subject = egress ? packet.from() : packet.to();
          boolean isolated = false;
          for (NetworkPolicy policy : cluster.networkPolicies()) {
            isolated |=
                (egress ? policy.forEgress() : policy.forIngress()) && appliesTo(policy, subject);
          }
          if (isolated) {
            return Set.of(egress ? leaves(packet) : enters(packet));
          }
          return tier(TieredPolicy.BASELINE_TIER, packet, direction, () -> Set.of(true));
        });
  }

  /** Lower priorities first; of equal ones any that matches may decide. */
  private Set<Boolean> tier(
      double tier, Packet packet, Direction direction, Supplier<Set<Boolean>> next) {
    for (int priority = 0; priority < RandomClusters.PRIORITIES; priority++) {
      Set<Boolean> outcomes = new HashSet<>();
      for (TieredPolicy policy : cluster.tieredPolicies()) {
        if (policy.tier() == tier && policy.order() == priority) {
          TieredPolicy.Action action = firstAction(policy, packet, direction);
          if (action != null) {
            switch (action) {
              case ACCEPT -> outcomes.add(true);
              case DENY -> outcomes.add(false);
              case PASS -> outcomes.addAll(next.get());
            }
          }
        }
      }
      if (!outcomes.isEmpty()) {
        return outcomes;
      }
    }
    return next.get();
  }

  private TieredPolicy.@Nullable Action firstAction(
      TieredPolicy policy, Packet packet, Direction direction) {
    boolean egress = direction == Direction.EGRESS;
    TieredPolicy.Section section = egress ? policy.egress() : policy.ingress();
    End subject = egress ? packet.from() : packet.to();
    End other = egress ? packet.to() : packet.from();
    if (section == null || !isOneOf(policy.subject(), subject)) {
      return null;
    }
    for (TieredPolicy.Rule rule : section.rules()) {
      if (isOneOf(rule.peers(), other) && opens(rule, packet)) {
        return rule.action();
      }
    }
    return null;
  }

  private boolean isOneOf(List<? extends TieredPolicy.Peer> peers, End end) {
    for (TieredPolicy.Peer peer : peers) {
      if (is(peer, end)) {
        return true;
      }
    }
    return false;
  }

  boolean is(TieredPolicy.Peer peer, End end) {
    return switch (peer) {
      case TieredPolicy.Peer.Pods pods ->
          end.namespace() >= 0
              && selects(pods.namespaces(), cluster.namespaces().get(end.namespace()).labels())
              && selects(pods.pods(), end.labels());
      case TieredPolicy.Peer.Networks networks ->
          networks.cidrs().stream().anyMatch(cidr -> inside(cidr, end.address()));
      case TieredPolicy.Peer.Nodes nodes ->
          cluster.nodes().stream()
              .filter(node -> selects(nodes.selector(), node.labels()))
              .anyMatch(node -> node.addresses().contains(end.address()));
      default -> throw new IllegalArgumentException("no random policy has " + peer);
    };
  }

  static boolean opens(TieredPolicy.Rule rule, Packet packet) {
    if (rule.ports() == null) {
      return true;
    }
    for (TieredPolicy.Port port : rule.ports()) {
      if (port.name() != null) {
        for (Container container : packet.to().containers()) {
          for (Container.Port declared : container.ports()) {
            if (declared.name().equals(port.name())
                && declared.protocol().equals(packet.protocol())
                && declared.containerPort() == packet.port()) {
              return true;
            }
          }
        }
      } else if (port.protocol().equals(packet.protocol())
          && packet.port() >= port.first()
          && packet.port() <= port.last()) {
        return true;
      }
    }
    return false;
  }

  private boolean leaves(Packet packet) {
    boolean isolated = false;
    for (NetworkPolicy policy : cluster.networkPolicies()) {
      if (policy.forEgress() && appliesTo(policy, packet.from())) {
        isolated = true;
        for (NetworkPolicy.Rule rule : policy.egress()) {
          if (names(policy, rule, packet.to()) && opens(rule, packet)) {
            return true;
          }
        }
      }
    }
    return !isolated;
  }

  private boolean enters(Packet packet) {
    boolean isolated = false;
    for (NetworkPolicy policy : cluster.networkPolicies()) {
      if (policy.forIngress() && appliesTo(policy, packet.to())) {
        isolated = true;
        for (NetworkPolicy.Rule rule : policy.ingress()) {
          if (names(policy, rule, packet.from()) && opens(rule, packet)) {
            return true;
          }
        }
      }
    }
    return !isolated;
  }

  boolean appliesTo(NetworkPolicy policy, End pod) {
    return namespaceName(pod).equals(policy.meta().namespace())
        && selects(policy.podSelector(), pod.labels());
  }

  private String namespaceName(End end) {
    return end.namespace() < 0 ? "" : cluster.namespaces().get(end.namespace()).name();
  }

  private boolean names(NetworkPolicy policy, NetworkPolicy.Rule rule, End other) {
    if (rule.peers().isEmpty()) {
      return true;
    }
    for (NetworkPolicy.Peer peer : rule.peers()) {
      if (names(policy, peer, other)) {
        return true;
      }
    }
    return false;
  }

  boolean names(NetworkPolicy policy, NetworkPolicy.Peer peer, End other) {
    NetworkPolicy.IpBlock block = peer.ipBlock();
    if (block != null) {
      if (!inside(block.cidr(), other.address())) {
        return false;
      }
      for (String except : block.except()) {
        if (inside(except, other.address())) {
          return false;
        }
      }
      return true;
    }
    if (other.namespace() < 0) {
      return false;
    }
    boolean namespaceFits =
        peer.namespaceSelector() == null
            ? namespaceName(other).equals(policy.meta().namespace())
            : selects(
                peer.namespaceSelector(), cluster.namespaces().get(other.namespace()).labels());
    return namespaceFits
        && (peer.podSelector() == null || selects(peer.podSelector(), other.labels()));
  }

  static boolean opens(NetworkPolicy.Rule rule, Packet packet) {
    if (rule.ports().isEmpty()) {
      return true;
    }
    for (NetworkPolicy.Port port : rule.ports()) {
      if (!port.protocol().equals(packet.protocol())) {
        continue;
      }
      if (port.name() != null) {
        for (Container container : packet.to().containers()) {
          for (Container.Port declared : container.ports()) {
            if (declared.name().equals(port.name())
                && declared.protocol().equals(packet.protocol())
                && declared.containerPort() == packet.port()) {
              return true;
            }
          }
        }
      } else if (port.port() == 0
          || (packet.port() >= port.port() && packet.port() <= port.endPort())) {
        return true;
      }
    }
    return false;
  }

  private static boolean selects(@Nullable LabelSelector selector, LabelSet labels) {
    if (selector == null) {
      return false;
    }
    for (String key : selector.matchLabels().keySet()) {
      String value = labels.get(key);
      if (value == null || !value.equals(selector.matchLabels().get(key))) {
        return false;
      }
    }
    for (LabelSelector.Requirement requirement : selector.matchExpressions()) {
      String value = labels.get(requirement.key());
      boolean listed = value != null && requirement.values().contains(value);
      boolean fits =
          switch (requirement.operator()) {
            case IN -> listed;
            case NOT_IN -> !listed;
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case GT, LT, LIKE, NOT_LIKE ->
                throw new IllegalArgumentException("not in a label selector");
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private boolean inside(String cidr, String address) {
    String[] parts = cidr.split("/");
    byte[] network = bytes(parts[0]);
    byte[] candidate = bytes(address);
    if (network.length != candidate.length) {
      return false;
    }
    int bits = Integer.parseInt(parts[1]);
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((network[bit / 8] & mask) != (candidate[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private byte[] bytes(String address) {
    return parsed.computeIfAbsent(
        address,
        text -> {
          try {
            return InetAddress.getByName(text).getAddress();
          } catch (UnknownHostException notAnAddress) {
            throw new IllegalArgumentException(notAnAddress);
          }
        });
  }
}
