package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.NetworkPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates each distinct peer of all policies once. */
final class Peers {

  /** The peer of a rule that names none: every address, outside ones included. */
  static final int EVERYONE = 0;

  /**
   * @param namespace the policy's, where it matters: for a podSelector alone; else -1
   */
  private record Key(
      int namespace,
      @Nullable LabelSelector podSelector,
      @Nullable LabelSelector namespaceSelector,
      NetworkPolicy.@Nullable IpBlock ipBlock) {}

  private final Endpoints endpoints;
  private final Addresses addresses;
  private final IdentityLabels identities;
  private final List<LabelSet> namespaceLabels;
  private final SelectorIndex namespaceIndex;
  private final SelectorIndex podIndex;
  private final int namespaceCount;
  private final Map<Key, Integer> known = new HashMap<>();
  private final Map<Integer, LabelSelector> namespaceSelectors = new HashMap<>();
  private final BitSet madeByTiers = new BitSet();
  private final List<Peer> peers = new ArrayList<>();

  Peers(
      List<LabelSet> namespaceLabels,
      Endpoints endpoints,
      Addresses addresses,
      IdentityLabels identities) {
    this.endpoints = endpoints;
    this.addresses = addresses;
    this.namespaceCount = namespaceLabels.size();
    this.namespaceLabels = namespaceLabels;
    this.identities = identities;
    this.namespaceIndex = new SelectorIndex(namespaceLabels, identities::mayMatchNamespace);
    List<LabelSet> podLabels = new ArrayList<>(endpoints.podCount());
    for (int id = 0; id < endpoints.podCount(); id++) {
      podLabels.add(endpoints.get(id).labels());
    }
    this.podIndex = new SelectorIndex(podLabels, identities::mayMatch);
    int[] all = new int[endpoints.count()];
    Arrays.setAll(all, id -> id);
    peers.add(Peer.certain(EVERYONE, true, all, PortSet.ALL, AddressRanges.NONE));
  }

  private Peers(Peers before, List<LabelSet> namespaceLabels, int relabelled) {
    this.endpoints = before.endpoints;
    this.addresses = before.addresses;
    this.namespaceCount = before.namespaceCount;
    this.namespaceLabels = namespaceLabels;
    this.identities = before.identities;
    this.namespaceIndex = before.namespaceIndex.with(namespaceLabels, relabelled);
    this.podIndex = before.podIndex;
    this.known.putAll(before.known);
    this.peers.addAll(before.peers);
    this.namespaceSelectors.putAll(before.namespaceSelectors);
    this.madeByTiers.or(before.madeByTiers);
  }

  /** The same peers by the same numbers, with other labels on one namespace. */
  Peers relabelled(int namespace, LabelSet labels) {
    List<LabelSet> all = new ArrayList<>(namespaceLabels);
    LabelSet before = all.set(namespace, labels);
    Peers relabelled = new Peers(this, all, namespace);
    known.forEach(
        (key, id) -> {
          LabelSelector selector = key.namespaceSelector();
          if (selector != null && selector.matches(before) != selector.matches(labels)) {
            relabelled.peers.set(id, relabelled.select(id, key));
          }
        });
    return relabelled;
  }

  /** By which labels a peer of a NetworkPolicy means other namespaces; null where by none. */
  @Nullable LabelSelector namespaceSelector(int id) {
    return namespaceSelectors.get(id);
  }

  /** Whether tiers made it, out of parts of other peers. */
  boolean isMadeByTiers(int id) {
    return madeByTiers.get(id);
  }

  Peer get(int id) {
    return peers.get(id);
  }

  int count() {
    return peers.size();
  }

  /** Every doubt that some peer rests on, as a mask of {@link Doubt}. */
  int doubts() {
    int doubts = 0;
    for (Peer peer : peers) {
      doubts |= peer.restsOn();
    }
    return doubts;
  }

  /** The number of a peer of a policy in the namespace. */
  int id(int policyNamespace, NetworkPolicy.Peer peer) {
    boolean ownNamespace = peer.ipBlock() == null && peer.namespaceSelector() == null;
    Key key =
        new Key(
            ownNamespace ? policyNamespace : -1,
            peer.podSelector(),
            peer.namespaceSelector(),
            peer.ipBlock());
    Integer id = known.get(key);
    if (id == null) {
      id = peers.size();
      if (peer.namespaceSelector() != null) {
        namespaceSelectors.put(id, peer.namespaceSelector());
      }
      peers.add(peer.ipBlock() == null ? select(id, key) : block(id, peer.ipBlock()));
      known.put(key, id);
    }
    return id;
  }

  private Peer select(int id, Key key) {
    int[] namespaces =
        key.namespaceSelector() == null
            ? new int[] {key.namespace()}
            : namespaceIndex.matching(key.namespaceSelector());
    BitSet selected = new BitSet();
    BitSet onHostNetwork = new BitSet();
    for (int pod : podsOf(namespaces, key.podSelector())) {
      if (endpoints.get(pod).kind() == Endpoint.Kind.HOST_NETWORK_POD) {
        onHostNetwork.set(pod);
      } else {
        selected.set(pod);
      }
    }
    if (SelectorIndex.isSatisfiable(key.podSelector())) {
      for (int namespace : namespaces) {
        selected.set(endpoints.ofCrafted(namespace));
      }
    }
    return Peer.doubtful(
        id,
        array(selected),
        Doubt.HOST_NETWORK_MATCHES,
        array(onHostNetwork),
        PortSet.ALL,
        AddressRanges.NONE);
  }

  /** A peer that the compilation of tiers makes. */
  Peer add(int[] members, int doubt, int[] perhaps, PortSet families) {
    return addMade(
        Peer.doubtful(peers.size(), members, doubt, perhaps, families, AddressRanges.NONE));
  }

  /** The same of addresses outside. */
  Peer add(PortSet families, AddressRanges block, int doubts) {
    return addMade(Peer.addresses(peers.size(), families, block, doubts));
  }

  /** The same with several kinds of doubt. */
  Peer add(int[] members, int[][] doubts, PortSet families) {
    return addMade(new Peer(peers.size(), false, members, doubts, families, AddressRanges.NONE, 0));
  }

  private Peer addMade(Peer peer) {
    madeByTiers.set(peer.id());
    peers.add(peer);
    return peer;
  }

  /** The pods, none on the host network, that a selection stands for. */
  int[] podsOf(LabelSelector namespaceSelector, LabelSelector podSelector) {
    return Arrays.stream(podsOf(namespaceIndex.matching(namespaceSelector), podSelector))
        .filter(pod -> endpoints.get(pod).kind() == Endpoint.Kind.POD)
        .toArray();
  }

  int[] namespacesOf(LabelSelector selector) {
    return namespaceIndex.matching(selector);
  }

  /** The labels of each namespace. */
  List<LabelSet> namespaceLabels() {
    return namespaceLabels;
  }

  boolean isAmong(LabelSelector selector, int namespace) {
    return identities.mayMatchNamespace(selector, namespaceLabels.get(namespace));
  }

  /** The numbers of those that mean others than before, of those that were there. */
  @SuppressWarnings("ReferenceEquality") // what was not made anew is the same object
  BitSet changedSince(Peers before) {
    BitSet changed = new BitSet();
    for (int id = 0; id < before.peers.size(); id++) {
      changed.set(id, peers.get(id) != before.peers.get(id));
    }
    return changed;
  }

  /** By which labels enforcers may not tell pods apart. */
  IdentityLabels identities() {
    return identities;
  }

  Addresses addresses() {
    return addresses;
  }

  private int[] podsOf(int[] namespaces, @Nullable LabelSelector podSelector) {
    LabelSelector pods = podSelector == null ? LabelSelector.EVERYTHING : podSelector;
    BitSet selected = new BitSet();
    if (namespaces.length > Math.max(1, namespaceCount / 8)) {
      BitSet inside = new BitSet();
      for (int namespace : namespaces) {
        inside.set(namespace);
      }
      for (int pod : podIndex.matching(pods)) {
        if (inside.get(endpoints.get(pod).namespace())) {
          selected.set(pod);
        }
      }
    } else {
      for (int namespace : namespaces) {
        for (int pod : endpoints.inNamespace(namespace)) {
          if (identities.mayMatch(pods, endpoints.get(pod).labels())) {
            selected.set(pod);
          }
        }
      }
    }
    return array(selected);
  }

  /**
   * An ipBlock matches the addresses of pods too, by upstream's conformance tests. A block that is
   * no CIDR, which the API server refuses, is taken to be everyone.
   */
  private Peer block(int id, NetworkPolicy.IpBlock written) {
    AddressRanges block = AddressRanges.cidr(written.cidr());
    if (block == null) {
      Peer everyone = peers.get(EVERYONE);
      return Peer.certain(id, true, everyone.members(), PortSet.ALL, AddressRanges.NONE);
    }
    for (String except : written.except()) {
      AddressRanges excepted = AddressRanges.cidr(except);
      block = excepted == null ? block : block.minus(excepted);
    }
    BitSet inside = new BitSet();
    BitSet perhaps = new BitSet();
    AddressRanges podRanges = addresses.podRanges();
    Answer pods =
        podRanges != null
            ? holdsSome(block, podRanges, true)
            : holdsSome(block, AddressRanges.NONE, false);
    Answer nodes = holdsSome(block, addresses.allNodes(), addresses.allNodesKnown());
    for (int endpoint = 0; endpoint < endpoints.count(); endpoint++) {
      switch (holds(block, endpoints.get(endpoint), pods, nodes)) {
        case YES -> inside.set(endpoint);
        case UNKNOWN -> perhaps.set(endpoint);
        case NO -> {}
      }
    }
    PortSet families = block.hasIpv6() ? PortSet.ALL_IPV6 : PortSet.ALL_IPV4;
    return Peer.doubtful(id, array(inside), Doubt.ADDRESSES, array(perhaps), families, block);
  }

  enum Answer {
    YES,
    NO,
    UNKNOWN
  }

  /**
   * Whether an endpoint may have an address of the block.
   *
   * @param pods the answer for whichever pod
   * @param nodes the answer for whichever node
   */
  private Answer holds(AddressRanges block, Endpoint endpoint, Answer pods, Answer nodes) {
    if (addresses.asTheyAre() && !endpoint.addresses().isEmpty()) {
      return block.intersects(endpoint.addresses()) ? Answer.YES : Answer.NO;
    }
    return switch (endpoint.kind()) {
      case POD, CRAFTED ->
          pods == Answer.UNKNOWN && block.intersects(endpoint.addresses()) ? Answer.YES : pods;
      case HOST_NETWORK_POD -> nodes;
      case NODE -> holdsSome(block, endpoint.addresses(), !endpoint.addresses().isEmpty());
    };
  }

  /**
   * Whether one of these addresses is in the block; a node may have others if not all are known.
   */
  static Answer holdsSome(AddressRanges block, AddressRanges some, boolean allKnown) {
    if (block.intersects(some)) {
      return Answer.YES;
    }
    if (allKnown || block.isEmpty()) {
      return Answer.NO;
    }
    return block.containsAll(AddressRanges.ALL_IPV4) ? Answer.YES : Answer.UNKNOWN;
  }

  private static int[] array(BitSet set) {
    return set.stream().toArray();
  }
}
