package dev.ringfence.engine.network;

import java.util.Arrays;

/** Port sets by number: what is worked out for two of them is worked out once. Not thread-safe. */
final class PortNumbers {

  private final PortSets portSets;
  private final PairTable unions = new PairTable();
  private final PairTable intersections = new PairTable();
  private int[] withoutFamily = new int[16];

  PortNumbers(PortSets portSets) {
    this.portSets = portSets;
  }

  int number(PortSet ports) {
    return ports.isEmpty() ? Matrix.CLOSED : portSets.id(ports);
  }

  int union(int one, int other) {
    if (one == other || other == Matrix.CLOSED || one == PortSets.ALL) {
      return one;
    }
    if (one == Matrix.CLOSED || other == PortSets.ALL) {
      return other;
    }
    int known = unions.get(one, other);
    if (known == PairTable.ABSENT) {
      known = number(portSets.get(one).or(portSets.get(other)));
      unions.put(one, other, known);
    }
    return known;
  }

  int intersection(int one, int other) {
    if (one == other || one == Matrix.CLOSED || other == PortSets.ALL) {
      return one;
    }
    if (other == Matrix.CLOSED || one == PortSets.ALL) {
      return other;
    }
    int known = intersections.get(one, other);
    if (known == PairTable.ABSENT) {
      known = number(portSets.get(one).and(portSets.get(other)));
      intersections.put(one, other, known);
    }
    return known;
  }

  /** Families are told apart only until the two directions are joined. */
  int anyFamily(int ports) {
    if (ports <= PortSets.ALL) {
      return ports;
    }
    if (ports >= withoutFamily.length) {
      withoutFamily = Arrays.copyOf(withoutFamily, Math.max(ports + 1, 2 * withoutFamily.length));
    }
    if (withoutFamily[ports] == 0) {
      withoutFamily[ports] = number(portSets.get(ports).anyFamily()) + 1;
    }
    return withoutFamily[ports] - 1;
  }
}
