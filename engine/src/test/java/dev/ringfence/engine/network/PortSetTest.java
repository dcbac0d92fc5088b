package dev.ringfence.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.network.PortSet.Protocol;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PortSetTest {

  @Test
  void setsBehaveLikeSetsOfPorts() {
    Random random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      BitSet leftPorts = new BitSet();
      BitSet rightPorts = new BitSet();
      PortSet left = random(random, leftPorts);
      PortSet right = random(random, rightPorts);
      BitSet or = (BitSet) leftPorts.clone();
      or.or(rightPorts);
      BitSet and = (BitSet) leftPorts.clone();
      and.and(rightPorts);
      assertThat(ports(left.or(right))).isEqualTo(or);
      assertThat(ports(left.and(right))).isEqualTo(and);
      assertThat(left.or(right).containsAll(left)).isTrue();
      assertThat(left.or(right)).isEqualTo(right.or(left));
    }
  }

  private static PortSet random(Random random, BitSet ports) {
    PortSet set = PortSet.NONE;
    for (int i = random.nextInt(4); i > 0; i--) {
      int from = 1 + random.nextInt(20);
      int to = from + random.nextInt(5);
      ports.set(from, to + 1);
      set = set.or(PortSet.of(Protocol.UDP, from, to));
    }
    return set;
  }

  private static BitSet ports(PortSet set) {
    BitSet ports = new BitSet();
    set.ranges().forEach(range -> ports.set(range.from(), range.to() + 1));
    return ports;
  }

  @Test
  void sctpIsNeverTcp() {
    assertThat(PortSet.of(Protocol.SCTP).and(PortSet.of(Protocol.TCP))).isEqualTo(PortSet.NONE);
  }

  @Test
  void familiesAreApartUntilTheyAreLaidOverEachOther() {
    PortSet ipv4 = PortSet.of(Protocol.TCP, 80).and(PortSet.ALL_IPV4);
    PortSet ipv6 = PortSet.of(Protocol.TCP, 80).and(PortSet.ALL_IPV6);
    assertThat(ipv4.and(ipv6)).isEqualTo(PortSet.NONE);
    assertThat(ipv4.anyFamily())
        .isEqualTo(ipv6.anyFamily())
        .isEqualTo(PortSet.of(Protocol.TCP, 80));
  }

  @Test
  void aSetIsReadAsPeopleWriteIt() {
    assertThat(PortSet.ALL).hasToString("all ports");
    assertThat(
            PortSet.of(Protocol.TCP, 80)
                .or(PortSet.of(Protocol.UDP))
                .or(PortSet.of(Protocol.TCP, 90, 99)))
        .hasToString("TCP 80, TCP 90-99, UDP all");
  }

  @Test
  void everyProtocolInFullIsAll() {
    PortSet all = PortSet.NONE;
    for (Protocol protocol : Protocol.values()) {
      all = all.or(PortSet.of(protocol, 1, 65535));
    }
    assertThat(all).isEqualTo(PortSet.ALL);
  }
}
