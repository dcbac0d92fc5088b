package dev.ringfence.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.PodClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The engine against {@link PacketOracle}, on {@code ringfence.oracle.clusters} random clusters.
 */
class NetworkPolicyOracleTest {

  private static final int CLUSTERS = Integer.getInteger("ringfence.oracle.clusters", 1500);

  @Test
  void everyPacketThatTheSpecificationLetsThroughIsAllowedAndNoOther() {
    List<String> disagreements = new ArrayList<>();
    for (long seed = 0; seed < CLUSTERS; seed++) {
      Cluster cluster = new RandomClusters(seed).next();
      Network network = Network.of(cluster);
      PacketOracle oracle = new PacketOracle(cluster);
      for (PodClass source : cluster.podClasses()) {
        for (PodClass destination : cluster.podClasses()) {
          PortSet allowed =
              network.allowed(
                  network.endpointOf(source.id()), network.endpointOf(destination.id()), 0);
          for (PortSet.Protocol protocol : PortSet.Protocol.values()) {
            for (int port : RandomClusters.PORTS) {
              boolean expected =
                  someAddressesPass(cluster, oracle, end(source), end(destination), protocol, port);
              if (allowed.contains(protocol, port) != expected) {
                disagreements.add(
                    "seed " + seed + ": " + source + " to " + destination + " " + protocol + port);
              }
            }
          }
        }
      }
    }
    assertThat(disagreements).isEmpty();
  }

  @Test
  void craftedPodsReachWhateverSomeChoiceOfLabelsReaches() {
    List<String> missed = new ArrayList<>();
    for (long seed = 0; seed < CLUSTERS / 10; seed++) {
      Cluster cluster = new RandomClusters(seed).next();
      Network network = Network.of(cluster);
      PacketOracle oracle = new PacketOracle(cluster);
      for (int namespace = 0; namespace < cluster.namespaces().size(); namespace++) {
        int crafted = network.endpointOf(cluster.podClasses().size() + namespace);
        for (PodClass destination : cluster.podClasses()) {
          PortSet allowed = network.allowed(crafted, network.endpointOf(destination.id()), 0);
          for (LabelSet labels : labelChoices()) {
            PacketOracle.End from = new PacketOracle.End(namespace, labels, List.of(), "");
            for (int port : RandomClusters.PORTS) {
              if (!allowed.contains(PortSet.Protocol.TCP, port)
                  && someAddressesPass(
                      cluster, oracle, from, end(destination), PortSet.Protocol.TCP, port)) {
                missed.add("seed " + seed + ": " + namespace + labels + " to " + destination);
              }
            }
          }
        }
      }
    }
    assertThat(missed).isEmpty();
  }

  private static List<LabelSet> labelChoices() {
    List<LabelSet> choices = new ArrayList<>();
    for (String app : List.of("", "x", "y", "z")) {
      for (String tier : List.of("", "x", "y", "z")) {
        Map<String, String> labels = new java.util.HashMap<>();
        if (!app.isEmpty()) {
          labels.put("app", app);
        }
        if (!tier.isEmpty()) {
          labels.put("tier", tier);
        }
        choices.add(LabelSet.of(labels));
      }
    }
    return choices;
  }

  private static PacketOracle.End end(PodClass podClass) {
    return new PacketOracle.End(
        podClass.namespace(), podClass.labels(), podClass.spec().containers(), "");
  }

  /** A pod may get any address of the pod range, so one choice that passes is enough. */
  private static boolean someAddressesPass(
      Cluster cluster,
      PacketOracle oracle,
      PacketOracle.End from,
      PacketOracle.End to,
      PortSet.Protocol protocol,
      int port) {
    for (List<String> family : List.of(RandomClusters.IPV4, RandomClusters.IPV6)) {
      boolean ipv6 = family.equals(RandomClusters.IPV6);
      if (cluster.nodes().getFirst().podCidrs().stream()
          .noneMatch(cidr -> cidr.contains(":") == ipv6)) {
        continue;
      }
      for (String fromAddress : family) {
        for (String toAddress : family) {
          if (oracle.passes(
              new PacketOracle.Packet(
                  at(from, fromAddress), at(to, toAddress), protocol.name(), port))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static PacketOracle.End at(PacketOracle.End end, String address) {
    return new PacketOracle.End(end.namespace(), end.labels(), end.containers(), address);
  }
}
