package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.LabelSelector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
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
  private final int[] stamps;
  private final int doubts;
  private int stamp;
  private int @Nullable [][] peersOfSource;

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
    this.stamps = new int[destinations.count()];
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
    return peers.count();
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

  /**
   * Every isolated destination class that an isolated source class may connect to. Candidates come
   * from whichever side names fewer: those that the source's grants stand for, or those that grant
   * something to a peer of the source. A rule towards all namespaces on one side then costs nothing
   * as long as the other side is narrow.
   */
  public void pairs(int sourceClass, Pairs pairs) {
    List<int[]> granted = new ArrayList<>();
    for (int grant : grantsOf(sourceClass)) {
      for (int doubt : Doubt.SINGLE) {
        granted.add(destinationsIn(peerOfGrant(grant), doubt));
      }
    }
    List<int[]> granting = new ArrayList<>();
    for (int peer : peersOfSource(sourceClass)) {
      granting.add(grantors[peer]);
    }
    int source = sourceExample[sourceClass];
    stamp++;
    for (int[] candidates : total(granting) < total(granted) ? granting : granted) {
      for (int destination : candidates) {
        if (stamps[destination] != stamp && isolatedDestination(destination)) {
          stamps[destination] = stamp;
          pair(source, destination, pairs);
        }
      }
    }
  }

  private static long total(List<int[]> lists) {
    long total = 0;
    for (int[] list : lists) {
      total += list.length;
    }
    return total;
  }

  /** The peers of ingress rules that certainly or perhaps stand for the source class. */
  private int[] peersOfSource(int sourceClass) {
    int[][] known = peersOfSource;
    if (known == null) {
      List<List<Integer>> lists = new ArrayList<>();
      for (int each = 0; each < sources.count(); each++) {
        lists.add(new ArrayList<>());
      }
      for (int peer = 0; peer < grantors.length; peer++) {
        if (grantors[peer].length > 0) {
          for (int doubt : Doubt.SINGLE) {
            for (int each : sourcesIn(peer, doubt)) {
              lists.get(each).add(peer);
            }
          }
        }
      }
      known = new int[lists.size()][];
      for (int each = 0; each < known.length; each++) {
        known[each] = lists.get(each).stream().mapToInt(Integer::intValue).toArray();
      }
      peersOfSource = known;
    }
    return known[sourceClass];
  }

  private void pair(int source, int destinationClass, Pairs pairs) {
    int destination = destinationExample[destinationClass];
    PortSet known = PortSet.NONE;
    int granted = 0;
    do {
      PortSet out = egress.granted(source, destination, destination, granted);
      PortSet ports =
          out.isEmpty()
              ? PortSet.NONE
              : out.and(ingress.granted(destination, source, destination, granted)).anyFamily();
      if (!known.containsAll(ports)) {
        pairs.pair(destinationClass, ports, granted);
        known = known.or(ports);
      }
      // The next subset of the doubts that some peer has: few clusters have any.
      granted = ((granted | ~doubts) + 1) & doubts;
    } while (granted != 0);
  }
}
