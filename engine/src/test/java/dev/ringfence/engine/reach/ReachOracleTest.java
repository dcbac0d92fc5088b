package dev.ringfence.engine.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.network.PacketOracle;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.RandomClusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/**
 * The whole list of connections against {@link PacketOracle}, packet by packet, on {@code
 * ringfence.oracle.clusters} random clusters whose pods have addresses.
 */
class ReachOracleTest {

  private static final int CLUSTERS = Integer.getInteger("ringfence.oracle.clusters", 250);

  /** Around every border of {@link RandomClusters}' blocks, and far from all of them. */
  private static final List<String> OUTSIDE =
      List.of(
          "10.0.0.0",
          "10.0.0.1",
          "10.0.0.2",
          "10.255.255.255",
          "11.0.0.0",
          "192.168.0.0",
          "192.168.0.1",
          "192.168.0.2",
          "192.168.255.255",
          "192.169.0.0",
          "0.0.0.0",
          "255.255.255.255",
          "::",
          "fd00::",
          "fd00::1",
          "fd00::2",
          "ffff::");

  private final List<String> disagreements = new ArrayList<>();

  @Test
  void everyPacketThatTheSpecificationLetsThroughIsListedAndNoOther() {
    for (long seed = 0; seed < CLUSTERS; seed++) {
      Cluster cluster = new RandomClusters(seed).nextWithAddresses();
      compare(seed, cluster, new Assumptions(List.of()), PacketOracle::passes);
    }
    assertThat(disagreements).isEmpty();
  }

  @Test
  void tiersAreTriedInOrderAndEqualPrioritiesTakenAtTheirWorst() {
    for (long seed = 0; seed < CLUSTERS; seed++) {
      compareTiers(seed);
    }
    assertThat(disagreements).isEmpty();
  }

  /** Of two rules of equal priority about a node's address, the one that opens was not a doubt. */
  @Test
  void disagreementsThatWereFoundDoNotComeBack() {
    for (long seed : new long[] {654, 719, 921}) {
      compareTiers(seed);
    }
    assertThat(disagreements).isEmpty();
  }

  private void compareTiers(long seed) {
    Cluster cluster = new RandomClusters(seed).nextWithTiers();
    compare(seed, cluster, new Assumptions(List.of()), PacketOracle::passes);
    Assumptions favourable =
        new Assumptions(
            List.of(new Assumptions.Statement("equal-priority-policies", "closed", "test", null)));
    compare(seed, cluster, favourable, PacketOracle::passesAnyhow);
  }

  private void compare(
      long seed,
      Cluster cluster,
      Assumptions assumptions,
      BiPredicate<PacketOracle, PacketOracle.Packet> judge) {
    Reach reach = Reach.of(cluster, assumptions);
    Map<Long, PortSet> listed = new HashMap<>();
    reach.forEach(
        reach.everything(),
        reach.everything(),
        (from, to, ports) -> listed.put((long) from << 32 | to, ports));
    PacketOracle oracle = new PacketOracle(cluster);
    List<List<PacketOracle.End>> ends = new ArrayList<>();
    for (int end = 0; end < reach.count(); end++) {
      ends.add(ends(reach, end));
    }
    for (int from = 0; from < reach.count(); from++) {
      for (int to = 0; to < reach.count(); to++) {
        if (from != to && (reach.isWorkload(from) || reach.isWorkload(to))) {
          PortSet ports = listed.getOrDefault((long) from << 32 | to, PortSet.NONE);
          for (PortSet.Protocol protocol : PortSet.Protocol.values()) {
            for (int port : RandomClusters.PORTS) {
              boolean expected =
                  passes(oracle, judge, ends.get(from), ends.get(to), protocol, port);
              if (ports.contains(protocol, port) != expected) {
                disagreements.add(
                    "seed " + seed + ": " + from + " to " + to + " " + protocol + port + ports);
              }
            }
          }
        }
      }
    }
  }

  private static List<PacketOracle.End> ends(Reach reach, int end) {
    List<PacketOracle.End> ends = new ArrayList<>();
    if (reach.isWorkload(end)) {
      Cluster cluster = reach.cluster();
      for (int pod = 0; pod < cluster.pods().count(); pod++) {
        if (cluster.pods().topmost(pod).equals(reach.workload(end).reference())) {
          LabelSet labels = cluster.pods().labels(pod);
          for (String address : cluster.pods().addresses(pod)) {
            ends.add(
                new PacketOracle.End(
                    cluster.pods().namespace(pod),
                    labels,
                    cluster.pods().spec(pod).containers(),
                    address));
          }
        }
      }
    } else {
      for (String address : OUTSIDE) {
        AddressRanges one = Objects.requireNonNull(AddressRanges.cidr(address));
        if (reach.addresses(end).containsAll(one)) {
          ends.add(PacketOracle.End.outside(address));
        }
      }
    }
    return ends;
  }

  /** Addresses of one part must agree with each other, so one that passes is as good as all. */
  private static boolean passes(
      PacketOracle oracle,
      BiPredicate<PacketOracle, PacketOracle.Packet> judge,
      List<PacketOracle.End> sources,
      List<PacketOracle.End> destinations,
      PortSet.Protocol protocol,
      int port) {
    for (PacketOracle.End from : sources) {
      for (PacketOracle.End to : destinations) {
        boolean oneFamily = from.address().contains(":") == to.address().contains(":");
        if (oneFamily
            && judge.test(oracle, new PacketOracle.Packet(from, to, protocol.name(), port))) {
          return true;
        }
      }
    }
    return false;
  }
}
