package dev.ringfence.engine.network;

import java.util.Arrays;

/**
 * The ends of connections that one peer of a rule stands for, each list ascending. What cannot be
 * known or is left open by the API stands apart, so that whoever uses it can say so.
 *
 * @param id the index in {@link Peers}
 * @param everyone whether it is every address there is, outside ones included
 * @param members certainly among the peer; for {@code everyone} all endpoints
 * @param doubts for each bit of {@link Doubt} those that are among it only if that is granted
 * @param families every port of the families that the peer can be reached by
 * @param block the addresses of an ipBlock, empty for selectors
 */
@SuppressWarnings("ArrayRecordComponent") // read-only by contract
record Peer(
    int id,
    boolean everyone,
    int[] members,
    int[][] doubts,
    PortSet families,
    AddressRanges block) {

  private static final int[] NOBODY = {};
  private static final int[][] CERTAIN = new int[Doubt.COUNT][];

  static {
    Arrays.fill(CERTAIN, NOBODY);
  }

  /** A peer about which there is no doubt. */
  static Peer certain(
      int id, boolean everyone, int[] members, PortSet families, AddressRanges block) {
    return new Peer(id, everyone, members, CERTAIN, families, block);
  }

  /** A peer with one kind of doubt. */
  static Peer doubtful(
      int id, int[] members, int doubt, int[] perhaps, PortSet families, AddressRanges block) {
    int[][] doubts = CERTAIN.clone();
    for (int bit = 0; bit < Doubt.COUNT; bit++) {
      if ((doubt & 1 << bit) != 0) {
        doubts[bit] = perhaps;
      }
    }
    return new Peer(id, false, members, doubts, families, block);
  }

  /** Those that are among it only if one doubt is granted. */
  int[] doubtful(int doubt) {
    return doubts[Integer.numberOfTrailingZeros(doubt)];
  }
}
