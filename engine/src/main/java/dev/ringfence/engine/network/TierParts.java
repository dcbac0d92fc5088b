package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.NetworkSet;
import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.cluster.TieredPolicy.Peer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** From the peers of a rule, as they are written, to the ends and addresses that they stand for. */
final class TierParts {

  /**
   * One peer of the rule.
   *
   * @param surely whatever address or labels the end has
   * @param byChoice some of what stands behind the end: an address that it may get, labels that an
   *     attacker may choose
   * @param perhaps if the doubt is granted
   * @param block the addresses outside that it stands for
   * @param everyAddress whether it stands for every address outside
   * @param anyAddress whether it may stand for any address outside
   */
  record Part(
      BitSet surely,
      BitSet byChoice,
      BitSet perhaps,
      int doubt,
      PortSet families,
      AddressRanges block,
      boolean everyAddress,
      boolean anyAddress) {}

  private final Cluster cluster;
  private final GuardedHosts hosts;
  private final Endpoints endpoints;
  private final Peers peers;
  private final List<Part> parts = new ArrayList<>();

  TierParts(Cluster cluster, GuardedHosts hosts, Endpoints endpoints, Peers peers) {
    this.cluster = cluster;
    this.hosts = hosts;
    this.endpoints = endpoints;
    this.peers = peers;
  }

  /** Those of one rule. */
  List<Part> of(TieredPolicy.Rule rule) {
    return of(rule.peers());
  }

  private List<Part> of(List<Peer> written) {
    for (Peer peer : written) {
      switch (peer) {
        case Peer.Pods pods -> add(pods);
        case Peer.Networks networks -> add(networks);
        case Peer.Nodes nodes -> addNodes(matching(nodes));
        case Peer.Hosts found -> addNodes(hosts.found(found));
        case Peer.NetworkSets sets -> add(sets);
        case Peer.Outside outside -> parts.add(ofAddresses(true, false));
        case Peer.Names names -> parts.add(ofAddresses(false, true));
        case Peer.Anything anything -> {
          Part everything = ofAddresses(true, false);
          everything.surely().set(0, endpoints.count());
          parts.add(everything);
        }
        case Peer.Every every -> {
          JoinedParts joined = new JoinedParts(endpoints.count());
          for (Peer.Condition condition : every.conditions()) {
            TierParts one = new TierParts(cluster, hosts, endpoints, peers);
            joined.and(one.of(condition.anyOf()), condition.negated());
          }
          parts.addAll(joined.parts());
        }
      }
    }
    return List.copyOf(parts);
  }

  private static Part ofAddresses(boolean every, boolean any) {
    return new Part(
        new BitSet(),
        new BitSet(),
        new BitSet(),
        Doubt.NOT_UNDERSTOOD,
        PortSet.ALL,
        AddressRanges.NONE,
        every,
        any);
  }

  private void add(Peer.Pods pods) {
    BitSet surely = new BitSet();
    BitSet byChoice = new BitSet();
    BitSet perhaps = new BitSet();
    boolean known = peers.identities().areAllKnown(pods);
    for (int pod : peers.podsOf(pods.namespaces(), pods.pods())) {
      (known ? surely : perhaps).set(pod);
    }
    boolean satisfiable = SelectorIndex.isSatisfiable(pods.pods());
    for (int namespace : peers.namespacesOf(pods.namespaces())) {
      int crafted = endpoints.ofCrafted(namespace);
      if (pods.pods().isEmpty()) {
        surely.set(crafted);
      } else if (satisfiable) {
        byChoice.set(crafted);
      }
    }
    parts.add(
        new Part(
            surely,
            byChoice,
            perhaps,
            perhaps.isEmpty() ? 0 : Doubt.NOT_UNDERSTOOD,
            PortSet.ALL,
            AddressRanges.NONE,
            false,
            false));
  }

  private void add(Peer.NetworkSets wanted) {
    for (NetworkSet set : cluster.networkSets()) {
      String namespace = set.meta().reference().namespace();
      LabelSelector namespaces = wanted.namespaces();
      boolean inside =
          (namespaces == null || namespace == null)
              ? (namespaces == null && namespace == null)
              : peers.isAmong(namespaces, cluster.namespaceIndex(namespace));
      if (inside && wanted.sets().matches(set.meta().labels())) {
        add(new Peer.Networks(set.nets(), List.of(), true));
      }
    }
  }

  /** Families apart: a range of one says nothing of packets of the other. */
  private void add(Peer.Networks networks) {
    List<AddressRanges> ranges = new ArrayList<>();
    for (String cidr : networks.cidrs()) {
      AddressRanges range = AddressRanges.cidr(cidr);
      if (range == null) {
        // No API server lets it in; what it would mean nobody can say.
        parts.add(ofAddresses(false, true));
      } else {
        ranges.add(range);
      }
    }
    AddressRanges all = AddressRanges.union(ranges);
    for (String cidr : networks.except()) {
      AddressRanges except = AddressRanges.cidr(cidr);
      all = except == null ? all : all.minus(except);
    }
    for (AddressRanges family : List.of(AddressRanges.ALL_IPV4, AddressRanges.ALL_IPV6)) {
      AddressRanges block = all.and(family);
      if (!block.isEmpty()) {
        addBlock(block, family, networks.pods());
      }
    }
  }

  private void addBlock(AddressRanges block, AddressRanges family, boolean pods) {
    BitSet surely = new BitSet();
    BitSet byChoice = new BitSet();
    BitSet perhaps = new BitSet();
    Addresses addresses = peers.addresses();
    AddressRanges podRanges = addresses.podRanges();
    boolean nodes = pods || hosts.rangesMeanNodes();
    for (int end = 0; nodes && end < endpoints.count(); end++) {
      Endpoint endpoint = endpoints.get(end);
      boolean ofNode =
          endpoint.kind() == Endpoint.Kind.NODE
              || endpoint.kind() == Endpoint.Kind.HOST_NETWORK_POD;
      if (!ofNode && !pods) {
        continue;
      }
      AddressRanges own = endpoint.addresses();
      if (own.isEmpty() || (!ofNode && podRanges != null && !addresses.asTheyAre())) {
        own = ofNode ? addresses.allNodes() : podRanges == null ? AddressRanges.NONE : podRanges;
      }
      boolean known =
          ofNode
              ? addresses.allNodesKnown()
                  || (endpoint.kind() == Endpoint.Kind.NODE && !own.isEmpty())
              : podRanges != null || (addresses.asTheyAre() && !own.isEmpty());
      AddressRanges inFamily = own.and(family);
      if (block.containsAll(family) || (known && block.containsAll(inFamily))) {
        // An end without an address of the family sends nothing in it.
        surely.set(end);
      } else if (known && block.intersects(inFamily)) {
        byChoice.set(end);
      } else if (!known) {
        perhaps.set(end);
      }
    }
    boolean ipv6 = block.hasIpv6();
    parts.add(
        new Part(
            surely,
            byChoice,
            perhaps,
            Doubt.ADDRESSES,
            ipv6 ? PortSet.ALL_IPV6 : PortSet.ALL_IPV4,
            block,
            false,
            false));
  }

  private BitSet matching(Peer.Nodes nodes) {
    BitSet matching = new BitSet();
    for (int node = 0; node < cluster.nodes().size(); node++) {
      matching.set(node, nodes.selector().matches(cluster.nodes().get(node).labels()));
    }
    return matching;
  }

  /** Pods on the host network have their node's addresses, and may be on any node. */
  private void addNodes(BitSet nodes) {
    BitSet surely = new BitSet();
    BitSet byChoice = new BitSet();
    List<AddressRanges> addresses = new ArrayList<>();
    int matching = nodes.cardinality();
    for (int node = nodes.nextSetBit(0); node >= 0; node = nodes.nextSetBit(node + 1)) {
      surely.set(endpoints.ofNode(node));
      addresses.add(Addresses.ofNode(cluster.nodes().get(node)));
    }
    for (int end = 0; end < endpoints.podCount(); end++) {
      if (endpoints.get(end).kind() == Endpoint.Kind.HOST_NETWORK_POD && matching > 0) {
        (matching == cluster.nodes().size() ? surely : byChoice).set(end);
      }
    }
    parts.add(
        new Part(
            surely,
            byChoice,
            new BitSet(),
            0,
            PortSet.ALL,
            AddressRanges.union(addresses),
            false,
            false));
  }
}
