package dev.ringfence.engine.network;

import java.util.Arrays;
import java.util.BitSet;

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
 * @param blockDoubts doubts of which one must be granted for the block to be meant; 0 where it
 *     certainly is
 */
@SuppressWarnings("ArrayRecordComponent") // read-only by contract
record Peer(
    int id,
    boolean everyone,
    int[] members,
    int[][] doubts,
    PortSet families,
    AddressRanges block,
    int blockDoubts) {

  private static final int[] NOBODY = {};
  private static final int[][] CERTAIN = new int[Doubt.COUNT][];

  static {
    Arrays.fill(CERTAIN, NOBODY);
  }

  /** A peer about which there is no doubt. */
  static Peer certain(
      int id, boolean everyone, int[] members, PortSet families, AddressRanges block) {
    return new Peer(id, everyone, members, CERTAIN, families, block, 0);
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
    return new Peer(id, false, members, doubts, families, block, 0);
  }

  /** Addresses outside, meant certainly or if one of some doubts is granted. */
  static Peer addresses(int id, PortSet families, AddressRanges block, int doubts) {
    return new Peer(id, false, NOBODY, CERTAIN, families, block, doubts);
  }

  /** Every doubt that it rests on, as a mask. */
  int restsOn() {
    int mask = blockDoubts;
    for (int bit = 0; bit < Doubt.COUNT; bit++) {
      mask |= doubts[bit].length > 0 ? 1 << bit : 0;
    }
    return mask;
  }

  /** Whether it means its block, some doubts granted. */
  boolean meansBlock(int granted) {
    return blockDoubts == 0 || (blockDoubts & granted) != 0;
  }

  /** The ends that are among it and not among another, or the other way round, doubts apart. */
  BitSet endsOtherwiseIn(Peer other) {
    BitSet ends = difference(members, other.members);
    for (int bit = 0; bit < Doubt.COUNT; bit++) {
      ends.or(difference(doubts[bit], other.doubts[bit]));
    }
    return ends;
  }

  private static BitSet difference(int[] one, int[] other) {
    BitSet ends = new BitSet();
    for (int end : one) {
      ends.set(end);
    }
    for (int end : other) {
      ends.flip(end);
    }
    return ends;
  }

  /** Those that are among it only if one doubt is granted. */
  int[] doubtful(int doubt) {
    return doubts[Integer.numberOfTrailingZeros(doubt)];
  }
}
