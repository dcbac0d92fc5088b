package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.NetworkPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides one packet at a time, as the API reference of NetworkPolicy reads, sentence by sentence.
 * It is slow and plain on purpose and uses nothing of the engine but the objects themselves.
 */
public final class PacketOracle {

  private final Cluster cluster;

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

  public boolean passes(Packet packet) {
    return leaves(packet) && enters(packet);
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

  private boolean appliesTo(NetworkPolicy policy, End pod) {
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

  private boolean names(NetworkPolicy policy, NetworkPolicy.Peer peer, End other) {
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

  private static boolean opens(NetworkPolicy.Rule rule, Packet packet) {
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
            case GT, LT -> throw new IllegalArgumentException("not in a label selector");
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean inside(String cidr, String address) {
    try {
      String[] parts = cidr.split("/");
      byte[] network = InetAddress.getByName(parts[0]).getAddress();
      byte[] candidate = InetAddress.getByName(address).getAddress();
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
    } catch (UnknownHostException notAnAddress) {
      throw new IllegalArgumentException(notAnAddress);
    }
  }
}
