package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.LabelSelector;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The joints between senders and receivers: peers and grants. Joining classes through them costs
 * what the peers hold together, never senders times receivers; only senders and receivers that are
 * both isolated, and that both admit each other, are named pair by pair.
 */
public final class Plan {

  /** Takes the pairs of {@link #pairs}. */
  public interface Pairs {
    /**
     * @param granted the doubts that must be granted for these ports, see {@link Doubt}
     */
    void pair(int destinationClass, PortSet ports, int granted);
  }

  private static final int[] NOBODY = {};

  private final Endpoints endpoints;
  private final Peers peers;
  private final Isolation ingress;
  private final Isolation egress;
  private final Partition sources;
  private final Partition destinations;
  private final int[] sourceExample;
  private final int[] destinationExample;
  private final int[][] receivers;
  private final int[][] grantors;
  private final int doubts;
  private @Nullable IsolatedPairs isolatedPairs;

  Plan(
      Endpoints endpoints,
      Peers peers,
      Isolation ingress,
      Isolation egress,
      Partition sources,
      Partition destinations,
      int doubts) {
    this.endpoints = endpoints;
    this.peers = peers;
    this.ingress = ingress;
    this.egress = egress;
    this.sources = sources;
    this.destinations = destinations;
    this.sourceExample = examples(sources, endpoints.count());
    this.destinationExample = examples(destinations, endpoints.podCount());
    this.receivers = new int[peers.count()][];
    this.grantors = grantors();
    this.doubts = doubts;
  }

  private static int[] examples(Partition partition, int items) {
    int[] examples = new int[partition.count()];
    for (int item = items - 1; item >= 0; item--) {
      examples[partition.classOf(item)] = item;
    }
    return examples;
  }

  /** For each peer the destination classes, isolated ones only, with an ingress grant to it. */
  private int[][] grantors() {
    BitSet[] sets = new BitSet[peers.count()];
    for (int destination = 0; destination < destinationExample.length; destination++) {
      int group = ingress.groupOf(destinationExample[destination]);
      for (int grant : ingress.grantsOfGroup(group)) {
        int peer = ingress.grant(grant).peer();
        sets[peer] = sets[peer] == null ? new BitSet() : sets[peer];
        sets[peer].set(destination);
      }
    }
    int[][] arrays = new int[sets.length][];
    Arrays.setAll(arrays, peer -> sets[peer] == null ? new int[0] : sets[peer].stream().toArray());
    return arrays;
  }

  public int sourceClassCount() {
    return sources.count();
  }

  public int sourceClass(int endpoint) {
    return sources.classOf(endpoint);
  }

  /** An endpoint of the source class. */
  public int sourceExample(int sourceClass) {
    return sourceExample[sourceClass];
  }

  /** Whether the source class of the endpoint is called after it. */
  public boolean isSourceExample(int endpoint) {
    return sourceExample[sources.classOf(endpoint)] == endpoint;
  }

  /** Whether the destination class of the endpoint, a pod's, is called after it. */
  public boolean isDestinationExample(int endpoint) {
    return destinationExample[destinations.classOf(endpoint)] == endpoint;
  }

  public int destinationClassCount() {
    return destinations.count();
  }

  public int destinationClass(int endpoint) {
    return destinations.classOf(endpoint);
  }

  /** An endpoint of the destination class. */
  public int destinationExample(int destinationClass) {
    return destinationExample[destinationClass];
  }

  public boolean isolatedSource(int sourceClass) {
    return egress.isolates(sourceExample[sourceClass]);
  }

  public boolean isolatedDestination(int destinationClass) {
    return ingress.isolates(destinationExample[destinationClass]);
  }

  /** How many peers there are; peer numbers are below it. */
  public int peerCount() {
    return grantors.length;
  }

  /** Whether the peer is every address there is. */
  public boolean isEveryone(int peer) {
    return peers.get(peer).everyone();
  }

  /** Whether the peer is addresses, so that something outside the cluster may be among them. */
  public boolean isBlock(int peer) {
    return !peers.get(peer).block().isEmpty();
  }

  /** By which labels a peer of a NetworkPolicy means other namespaces; null where by none. */
  public @Nullable LabelSelector namespaceSelector(int peer) {
    return peers.namespaceSelector(peer);
  }

  /** Whether tiers made the peer, out of parts of other peers. */
  public boolean isMadeByTiers(int peer) {
    return peers.isMadeByTiers(peer);
  }

  /** The isolated destination classes that grant something to a peer, ascending. */
  public int[] grantors(int peer) {
    return grantors[peer];
  }

  /** The peers to which an isolated destination class grants something, each once. */
  public int[] peersGrantedBy(int destinationClass) {
    int group = ingress.groupOf(destinationExample[destinationClass]);
    return Arrays.stream(ingress.grantsOfGroup(group))
        .map(grant -> ingress.grant(grant).peer())
        .distinct()
        .toArray();
  }

  /** The peers to which policies before a node grant something, each once. */
  public int[] peersGrantedByNode(int endpoint) {
    return Arrays.stream(ingress.grantsOfGroup(ingress.groupOf(endpoint)))
        .map(grant -> ingress.grant(grant).peer())
        .distinct()
        .toArray();
  }

  /** What policies before a node grant to a peer. */
  public PortSet grantedByNode(int peer, int endpoint) {
    PortSet ports = PortSet.NONE;
    for (int grant : ingress.grantsOfGroup(ingress.groupOf(endpoint))) {
      if (ingress.grant(grant).peer() == peer) {
        ports = ports.or(ingress.grant(grant).at(endpoints.get(endpoint), peers.get(peer)));
      }
    }
    return ports.anyFamily();
  }

  /** What an isolated destination class grants to a peer. */
  public PortSet grantedTo(int peer, int destinationClass) {
    return grantedByFamily(peer, destinationClass).anyFamily();
  }

  /** The same, families apart. */
  PortSet grantedByFamily(int peer, int destinationClass) {
    int example = destinationExample[destinationClass];
    PortSet ports = PortSet.NONE;
    for (int grant : ingress.grantsOfGroup(ingress.groupOf(example))) {
      if (ingress.grant(grant).peer() == peer) {
        ports = ports.or(ingress.grant(grant).at(endpoints.get(example), peers.get(peer)));
      }
    }
    return ports;
  }

  /**
   * The source classes that a peer stands for.
   *
   * @param doubt 0 for those that it certainly stands for, or the doubt that makes it stand for
   *     more
   */
  public int[] sourcesIn(int peer, int doubt) {
    return distinct(members(peers.get(peer), doubt), sources, endpoints.count());
  }

  /** The same for destination classes. */
  public int[] destinationsIn(int peer, int doubt) {
    int[] doubtful = members(peers.get(peer), doubt);
    if (doubt != 0) {
      return doubtful.length == 0
          ? doubtful
          : distinct(doubtful, destinations, endpoints.podCount());
    }
    if (receivers[peer] == null) {
      receivers[peer] = distinct(peers.get(peer).members(), destinations, endpoints.podCount());
    }
    return receivers[peer];
  }

  /** Those of some source classes, given by their examples, that a peer in use stands for. */
  public int[] sourcesIn(int peer, int doubt, BitSet examples) {
    return among(members(peers.get(peer), doubt), examples, sources, sourceExample);
  }

  /** The same for destination classes. */
  public int[] destinationsIn(int peer, int doubt, BitSet examples) {
    return among(members(peers.get(peer), doubt), examples, destinations, destinationExample);
  }

  private static int[] among(int[] members, BitSet some, Partition partition, int[] examples) {
    if (members.length == 0 || some.isEmpty()) {
      return NOBODY;
    }
    int[] classes = new int[Math.min(members.length, some.cardinality())];
    int count = 0;
    for (int end = some.nextSetBit(0); end >= 0; end = some.nextSetBit(end + 1)) {
      int of = partition.classOf(end);
      if (examples[of] == end && Arrays.binarySearch(members, end) >= 0) {
        classes[count++] = of;
      }
    }
    return count == classes.length ? classes : Arrays.copyOf(classes, count);
  }

  private static int[] members(Peer peer, int doubt) {
    return doubt == 0 ? peer.members() : peer.doubtful(doubt);
  }

  private static int[] distinct(int[] members, Partition partition, int limit) {
    BitSet classes = new BitSet();
    for (int endpoint : members) {
      if (endpoint < limit) {
        classes.set(partition.classOf(endpoint));
      }
    }
    return classes.stream().toArray();
  }

  /** The egress grants of an isolated source class. */
  public int[] grantsOf(int sourceClass) {
    return egress.grantsOfGroup(egress.groupOf(sourceExample[sourceClass]));
  }

  public int peerOfGrant(int grant) {
    return egress.grant(grant).peer();
  }

  /** The ports of an egress grant at a destination class. */
  public PortSet portsAt(int grant, int destinationClass) {
    Grant granted = egress.grant(grant);
    return granted
        .at(endpoints.get(destinationExample[destinationClass]), peers.get(granted.peer()))
        .anyFamily();
  }

  /** Every isolated destination class that an isolated source class may connect to. */
  public void pairs(int sourceClass, Pairs pairs) {
    isolatedPairs().of(sourceClass, pairs);
  }

  /** The same of one isolated destination class. */
  public void pair(int sourceClass, int destinationClass, Pairs pairs) {
    isolatedPairs().pair(sourceExample[sourceClass], destinationClass, pairs);
  }

  private IsolatedPairs isolatedPairs() {
    IsolatedPairs known = isolatedPairs;
    if (known == null) {
      known = new IsolatedPairs(this, ingress, egress, doubts);
      isolatedPairs = known;
    }
    return known;
  }
}
