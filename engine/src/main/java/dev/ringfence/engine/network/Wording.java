package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parts of a policy in words short enough for evidence. */
final class Wording {

  private Wording() {}

  static String peer(NetworkPolicy.Peer peer) {
    NetworkPolicy.IpBlock block = peer.ipBlock();
    if (block != null) {
      return "ipBlock "
          + block.cidr()
          + (block.except().isEmpty() ? "" : " except " + String.join(", ", block.except()));
    }
    List<String> parts = new ArrayList<>();
    if (peer.namespaceSelector() != null) {
      parts.add("namespaceSelector " + selector(peer.namespaceSelector()));
    }
    if (peer.podSelector() != null) {
      parts.add("podSelector " + selector(peer.podSelector()));
    }
    return String.join(" and ", parts);
  }

  static String selector(@Nullable LabelSelector selector) {
    if (selector == null || selector.isEmpty()) {
      return "{} (all)";
    }
    List<String> parts = new ArrayList<>();
    new TreeMap<>(selector.matchLabels()).forEach((key, value) -> parts.add(key + "=" + value));
    for (LabelSelector.Requirement requirement : selector.matchExpressions()) {
      parts.add(
          requirement.key()
              + " "
              + requirement.operator()
              + (requirement.values().isEmpty() ? "" : " " + requirement.values()));
    }
    return String.join(", ", parts);
  }

  static String tierPorts(@Nullable List<TieredPolicy.Port> ports) {
    if (ports == null) {
      return "all ports";
    }
    List<String> parts = new ArrayList<>();
    for (TieredPolicy.Port port : ports) {
      String number =
          port.name() != null
              ? port.name()
              : port.first() == port.last()
                  ? Integer.toString(port.first())
                  : port.first() + "-" + port.last();
      parts.add((port.protocol().isEmpty() ? "any protocol" : port.protocol()) + " " + number);
    }
    return String.join(", ", parts);
  }

  static String ports(List<NetworkPolicy.Port> ports) {
    if (ports.isEmpty()) {
      return "all ports";
    }
    List<String> parts = new ArrayList<>();
    for (NetworkPolicy.Port port : ports) {
      String number =
          port.name() != null
              ? port.name()
              : port.port() == 0
                  ? "all"
                  : port.endPort() > port.port()
                      ? port.port() + "-" + port.endPort()
                      : Integer.toString(port.port());
      parts.add(port.protocol() + " " + number);
    }
    return String.join(", ", parts);
  }
}
