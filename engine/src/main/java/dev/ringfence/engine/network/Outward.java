package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;

/** What egress policies allow towards addresses that are no pod's. */
public final class Outward {

  /**
   * Ports towards some address.
   *
   * @param certain open whatever the address is
   * @param ifAddressed open too if the address, which is not known, falls into an ipBlock
   */
  public record Ports(PortSet certain, PortSet ifAddressed) {}

  private final Cluster cluster;
  private final Addresses addresses;
  private final Peers peers;
  private final Isolation egress;

  Outward(Cluster cluster, Addresses addresses, Peers peers, Isolation egress) {
    this.cluster = cluster;
    this.addresses = addresses;
    this.peers = peers;
    this.egress = egress;
  }

  /** Towards one address as text, for example a metadata service's. */
  public PortSet toAddress(int source, String address) {
    AddressRanges one = AddressRanges.cidr(address);
    if (one == null) {
      throw new IllegalArgumentException("no IP address: " + address);
    }
    return towards(source, one, true).certain();
  }

  /** Towards some node of a list. A selector never stands for a node itself. */
  public Ports toNodes(int source, int[] nodes) {
    List<AddressRanges> known = new ArrayList<>();
    boolean allKnown = true;
    for (int node : nodes) {
      AddressRanges own = Addresses.ofNode(cluster.nodes().get(node));
      known.add(own);
      allKnown &= !own.isEmpty();
    }
    return towards(source, AddressRanges.union(known), allKnown);
  }

  /**
   * Towards the nodes whose addresses are given, or some unknown address where the list is empty.
   */
  public Ports toUnknown(int source) {
    return towards(source, AddressRanges.NONE, false);
  }

  private Ports towards(int source, AddressRanges targets, boolean allKnown) {
    if (!egress.isolates(source)) {
      return new Ports(PortSet.ALL, PortSet.ALL);
    }
    PortSet certain = PortSet.NONE;
    PortSet perhaps = PortSet.NONE;
    for (int id : egress.grantsOfGroup(egress.groupOf(source))) {
      Grant grant = egress.grant(id);
      Peer peer = peers.get(grant.peer());
      Peers.Answer answer =
          peer.everyone() ? Peers.Answer.YES : Peers.holdsSome(peer.block(), targets, allKnown);
      switch (answer) {
        case YES -> certain = certain.or(grant.ports());
        case UNKNOWN -> perhaps = perhaps.or(grant.ports());
        case NO -> {}
      }
    }
    return new Ports(certain.anyFamily(), certain.or(perhaps).anyFamily());
  }

  /** Whether every node's addresses are known. */
  public boolean nodeAddressesKnown() {
    return addresses.allNodesKnown();
  }

  /** A number that is equal for sources with equal egress grants, from 0. */
  public int groupOf(int source) {
    return egress.groupOf(source);
  }

  /** The grants towards an address, as rules that evidence can name. */
  public List<RuleReference> rulesTowards(int source) {
    List<RuleReference> references = new ArrayList<>();
    for (int id : egress.grantsOfGroup(egress.groupOf(source))) {
      Peer peer = peers.get(egress.grant(id).peer());
      if (peer.everyone() || !peer.block().isEmpty()) {
        references.addAll(egress.rulesGranting(source, id));
      }
    }
    return references;
  }
}
