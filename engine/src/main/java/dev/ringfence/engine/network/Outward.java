package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
  private final Endpoints endpoints;
  private final Peers peers;
  private final Isolation egress;
  private final NetworkReads reads;

  /** By text: the same few are asked for by every source. */
  private final Map<String, Target> single = new ConcurrentHashMap<>();

  Outward(Cluster cluster, Endpoints endpoints, Peers peers, Isolation egress, NetworkReads reads) {
    this.reads = reads;
    this.endpoints = endpoints;
    this.cluster = cluster;
    this.peers = peers;
    this.egress = egress;
  }

  /** Towards one address as text, for example a metadata service's. */
  public PortSet toAddress(int source, String address) {
    return towards(source, single.computeIfAbsent(address, Outward::target)).certain();
  }

  private static Target target(String address) {
    AddressRanges one = AddressRanges.cidr(address);
    if (one == null) {
      throw new IllegalArgumentException("no IP address: " + address);
    }
    return new Target(one, true, new int[0]);
  }

  /** Addresses that something stands at. */
  public static final class Target {
    private final AddressRanges known;
    private final boolean allKnown;
    private final int[] nodes;

    private Target(AddressRanges known, boolean allKnown, int[] nodes) {
      this.known = known;
      this.allKnown = allKnown;
      this.nodes = nodes;
    }
  }

  /** Some address that nothing tells. */
  public Target unknown() {
    return new Target(AddressRanges.NONE, false, new int[0]);
  }

  /** The addresses of some node of a list. */
  public Target nodes(int[] nodes) {
    List<AddressRanges> known = new ArrayList<>();
    boolean allKnown = true;
    for (int node : nodes) {
      AddressRanges own = Addresses.ofNode(cluster.nodes().get(node));
      known.add(own);
      allKnown &= !own.isEmpty();
    }
    return new Target(AddressRanges.union(known), allKnown, nodes);
  }

  /** What a source may send there. A selector never stands for an address that is no pod's. */
  public Ports towards(int source, Target target) {
    reads.notePolicies();
    if (!egress.isolates(source)) {
      return new Ports(PortSet.ALL, PortSet.ALL);
    }
    PortSet certain = PortSet.NONE;
    PortSet perhaps = PortSet.NONE;
    for (int grant : egress.grantsOfGroup(egress.groupOf(source))) {
      Ports ports = granted(grant, target);
      certain = certain.or(ports.certain());
      perhaps = perhaps.or(ports.ifAddressed());
    }
    return new Ports(certain, perhaps);
  }

  /** What one egress grant, which never changes, lets its sources send there. */
  public Ports granted(int grant, Target target) {
    Peer peer = peers.get(egress.grant(grant).peer());
    PortSet ports = egress.grant(grant).ports().anyFamily();
    Peers.Answer answer =
        peer.everyone() || meansSomeNode(peer, target.nodes)
            ? Peers.Answer.YES
            : Peers.holdsSome(peer.block(), target.known, target.allKnown);
    return switch (answer) {
      case YES -> new Ports(ports, ports);
      case UNKNOWN -> new Ports(PortSet.NONE, ports);
      case NO -> new Ports(PortSet.NONE, PortSet.NONE);
    };
  }

  /**
   * Whether the peer stands for a node as such, by its labels or as an entity, whatever addresses
   * it has. Doubts about anything but addresses are taken to be as feared.
   */
  private boolean meansSomeNode(Peer peer, int[] nodes) {
    for (int node : nodes) {
      if (Doubt.admits(peer, endpoints.ofNode(node), Doubt.EVERY & ~Doubt.ADDRESSES)) {
        return true;
      }
    }
    return false;
  }

  /** The grants towards an address, as rules that evidence can name. */
  public List<RuleReference> rulesTowards(int source) {
    reads.notePolicies();
    List<RuleReference> references = new ArrayList<>();
    for (int id : egress.grantsOfGroup(egress.groupOf(source))) {
      Peer peer = peers.get(egress.grant(id).peer());
      if (peer.everyone() || !peer.block().isEmpty()) {
        references.addAll(Reasons.byGrant(egress, peers, source, id));
      }
    }
    return references;
  }
}
