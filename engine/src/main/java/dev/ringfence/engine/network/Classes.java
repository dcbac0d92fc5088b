package dev.ringfence.engine.network;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collapses endpoints into those that are alike as senders and those alike as receivers. */
final class Classes {

  private Classes() {}

  /** Senders: the same egress grants, and in the same peers of whatever ingress rule. */
  static Partition sources(Endpoints endpoints, Peers peers, Isolation ingress, Isolation egress) {
    int[] initial = new int[endpoints.count()];
    for (int endpoint = 0; endpoint < initial.length; endpoint++) {
      initial[endpoint] = egress.groupOf(endpoint);
    }
    return refined(gapless(initial), peers, ingress);
  }

  /** Receivers: the same ingress grants and named ports, and in the same peers of egress rules. */
  static Partition destinations(
      Endpoints endpoints, Peers peers, Isolation ingress, Isolation egress) {
    record Key(int group, List<Endpoint.NamedPort> namedPorts) {}
    Map<Key, Integer> keys = new HashMap<>();
    int[] initial = new int[endpoints.podCount()];
    for (int endpoint = 0; endpoint < initial.length; endpoint++) {
      Key key = new Key(ingress.groupOf(endpoint), endpoints.get(endpoint).namedPorts());
      Integer known = keys.putIfAbsent(key, keys.size());
      initial[endpoint] = known == null ? keys.size() - 1 : known;
    }
    return refined(initial, peers, egress);
  }

  private static int[] gapless(int[] classes) {
    Map<Integer, Integer> ids = new HashMap<>();
    int[] renumbered = new int[classes.length];
    for (int item = 0; item < classes.length; item++) {
      Integer known = ids.putIfAbsent(classes[item], ids.size());
      renumbered[item] = known == null ? ids.size() - 1 : known;
    }
    return renumbered;
  }

  private static Partition refined(int[] initial, Peers peers, Isolation byPeersOf) {
    Partition partition = new Partition(initial);
    BitSet used = new BitSet();
    for (int grant = 0; grant < byPeersOf.grantCount(); grant++) {
      used.set(byPeersOf.grant(grant).peer());
    }
    for (int id = used.nextSetBit(0); id >= 0; id = used.nextSetBit(id + 1)) {
      Peer peer = peers.get(id);
      if (!peer.everyone()) {
        partition.split(peer.members());
        for (int doubt : Doubt.SINGLE) {
          if (doubt != 0) {
            partition.split(peer.doubtful(doubt));
          }
        }
      }
    }
    return partition;
  }
}
