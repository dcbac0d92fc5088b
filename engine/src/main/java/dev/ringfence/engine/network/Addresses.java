package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.Pods;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the addresses of pods and nodes. A pod may get any address of the pod ranges
 * when it is scheduled again, so only the ranges count, where they are known; unless the question
 * is about pods as they are.
 */
final class Addresses {

  private final @Nullable AddressRanges podRanges;
  private final AddressRanges allNodes;
  private final boolean allNodesKnown;
  private final boolean asTheyAre;

  private Addresses(
      @Nullable AddressRanges podRanges,
      AddressRanges allNodes,
      boolean allNodesKnown,
      boolean asTheyAre) {
    this.asTheyAre = asTheyAre;
    this.podRanges = podRanges;
    this.allNodes = allNodes;
    this.allNodesKnown = allNodesKnown;
  }

  /**
   * What is known of a cluster's addresses.
   *
   * @param asTheyAre whether a pod that has an address is taken to keep it
   */
  static Addresses of(Cluster cluster, boolean asTheyAre) {
    List<AddressRanges> podRanges = new ArrayList<>();
    List<AddressRanges> nodeAddresses = new ArrayList<>();
    boolean rangesKnown = true;
    boolean nodesKnown = true;
    for (Node node : cluster.nodes()) {
      AddressRanges own = ofPods(node);
      rangesKnown &= !node.assumed() && !own.isEmpty();
      podRanges.add(own);
      AddressRanges addresses = ofNode(node);
      nodesKnown &= !addresses.isEmpty();
      nodeAddresses.add(addresses);
    }
    AddressRanges ranges = AddressRanges.union(podRanges);
    AddressRanges nodes = AddressRanges.union(nodeAddresses);
    // A pod outside its nodes' podCIDRs means that something else hands out addresses.
    return new Addresses(
        rangesKnown && holdsEveryPod(cluster.pods(), ranges) ? ranges : null,
        nodes,
        nodesKnown,
        asTheyAre);
  }

  private static boolean holdsEveryPod(Pods pods, AddressRanges ranges) {
    for (int pod = 0; pod < pods.count(); pod++) {
      if (!pods.spec(pod).hostNetwork() && !pods.completed(pod)) {
        for (String address : pods.addresses(pod)) {
          BigInteger one = AddressRanges.position(address);
          if (one != null && !ranges.contains(one)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static AddressRanges ofPods(Node node) {
    AddressRanges ranges = AddressRanges.NONE;
    for (String cidr : node.podCidrs()) {
      AddressRanges range = AddressRanges.cidr(cidr);
      ranges = range == null ? ranges : ranges.or(range);
    }
    return ranges;
  }

  /** Where pods can be; null where that is unknown. */
  @Nullable AddressRanges podRanges() {
    return podRanges;
  }

  /** Every port of the families in which an end can send and receive, as far as that is known. */
  PortSet families(Endpoint endpoint) {
    AddressRanges own =
        switch (endpoint.kind()) {
          case POD, CRAFTED ->
              podRanges != null && (endpoint.addresses().isEmpty() || !asTheyAre)
                  ? podRanges
                  : asTheyAre ? endpoint.addresses() : AddressRanges.NONE;
          case HOST_NETWORK_POD -> allNodesKnown ? allNodes : AddressRanges.NONE;
          case NODE -> endpoint.addresses();
        };
    if (own.isEmpty() || (own.hasIpv4() && own.hasIpv6())) {
      return PortSet.ALL;
    }
    return own.hasIpv4() ? PortSet.ALL_IPV4 : PortSet.ALL_IPV6;
  }

  /** Whether pods keep the addresses that they have. */
  boolean asTheyAre() {
    return asTheyAre;
  }

  /** The known addresses of all nodes. */
  AddressRanges allNodes() {
    return allNodes;
  }

  boolean allNodesKnown() {
    return allNodesKnown;
  }

  /** The addresses under which others connect to the node; host names among them don't count. */
  static AddressRanges ofNode(Node node) {
    AddressRanges addresses = AddressRanges.NONE;
    for (String text : node.addresses()) {
      AddressRanges one = AddressRanges.cidr(text);
      addresses = one == null ? addresses : addresses.or(one);
    }
    return addresses;
  }

  /**
   * The addresses that the node may send from: besides its own, those of its bridge or tunnel
   * device, which overlays take from the node's pod range.
   */
  static AddressRanges sendingFrom(Node node) {
    AddressRanges own = ofNode(node);
    return own.isEmpty() ? own : own.or(ofPods(node));
  }
}
