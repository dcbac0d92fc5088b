package dev.ringfence.engine.network;

import java.util.BitSet;

/** Collapses endpoints into those that are alike as senders and those alike as receivers. */
final class Classes {

  private Classes() {}

  /** Senders: the same egress grants, and in the same peers of whatever ingress rule. */
  static Partition sources(Endpoints endpoints, Peers peers, Isolation ingress, Isolation egress) {
    int[] initial = new int[endpoints.count()];
    for (int endpoint = 0; endpoint < initial.length; endpoint++) {
      initial[endpoint] = egress.groupOf(endpoint);
    }
    return refined(gapless(initial, egress.groupCount()), peers, ingress);
  }

  /** Receivers: the same ingress grants and named ports, and in the same peers of egress rules. */
  static Partition destinations(
      Endpoints endpoints, Peers peers, Isolation ingress, Isolation egress) {
    int names = endpoints.nameSetCount();
    int[] initial = new int[endpoints.podCount()];
    for (int endpoint = 0; endpoint < initial.length; endpoint++) {
      initial[endpoint] = ingress.groupOf(endpoint) * names + endpoints.nameSetOf(endpoint);
    }
    return refined(gapless(initial, ingress.groupCount() * names), peers, egress);
  }

  /** The same classes, numbered as they come. */
  private static int[] gapless(int[] classes, int bound) {
    int[] renumbered = new int[classes.length];
    int[] numbers = new int[bound];
    int count = 0;
    for (int item = 0; item < classes.length; item++) {
      if (numbers[classes[item]] == 0) {
        numbers[classes[item]] = ++count;
      }
      renumbered[item] = numbers[classes[item]] - 1;
    }
    return renumbered;
  }

  private static Partition refined(int[] initial, Peers peers, Isolation byPeersOf) {
    Partition partition = new Partition(initial);
    BitSet used = byPeersOf.peersInUse();
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
