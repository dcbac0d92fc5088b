package dev.ringfence.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Pods;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The rules that are named for a connection are those, and only those, that decide its packets: by
 * {@link DecidingRules}, on {@code ringfence.oracle.clusters} random clusters with tiers.
 */
class RulingsOracleTest {

  private static final int CLUSTERS = Integer.getInteger("ringfence.oracle.clusters", 2000) / 10;

  private final List<String> disagreements = new ArrayList<>();

  @Test
  void exactlyTheRulesThatDecideAPacketAreNamed() {
    for (long seed = 0; seed < CLUSTERS; seed++) {
      Cluster cluster = new RandomClusters(seed).nextWithTiers();
      Network network = Network.asItStands(cluster, false);
      for (int from = 0; from < cluster.pods().count(); from++) {
        for (int to = 0; to < cluster.pods().count(); to++) {
          // A pod's own address is no matter of policies, and the agents are on the host network.
          if (from != to && isPlain(cluster, from) && isPlain(cluster, to)) {
            for (Direction direction : Direction.values()) {
              compare(seed, cluster, network, from, to, direction);
            }
          }
        }
      }
    }
    assertThat(disagreements).isEmpty();
  }

  private static boolean isPlain(Cluster cluster, int pod) {
    return !cluster.pods().spec(pod).hostNetwork() && !cluster.pods().addresses(pod).isEmpty();
  }

  private void compare(
      long seed, Cluster cluster, Network network, int from, int to, Direction direction) {
    List<Ruling> rulings =
        network
            .reasons()
            .rulings(direction, network.endpointOfPod(from), network.endpointOfPod(to));
    for (String sender : cluster.pods().addresses(from)) {
      for (String receiver : cluster.pods().addresses(to)) {
        if (sender.contains(":") == receiver.contains(":")) {
          for (PortSet.Protocol protocol : PortSet.Protocol.values()) {
            for (int port : RandomClusters.PORTS) {
              PacketOracle.Packet packet =
                  new PacketOracle.Packet(
                      end(cluster, from, sender),
                      end(cluster, to, receiver),
                      protocol.name(),
                      port);
              Set<String> expected = DecidingRules.of(cluster, packet, direction);
              Set<String> named = named(rulings, sender.contains(":"), protocol, port);
              if (!named.equals(expected)) {
                disagreements.add(
                    "seed %d %s %d to %d %s %d: %s, not %s"
                        .formatted(seed, direction, from, to, protocol, port, expected, named));
              }
            }
          }
        }
      }
    }
  }

  private static Set<String> named(
      List<Ruling> rulings, boolean ipv6, PortSet.Protocol protocol, int port) {
    TreeSet<String> named = new TreeSet<>();
    for (Ruling ruling : rulings) {
      PortSet family = ipv6 ? PortSet.ALL_IPV6 : PortSet.ALL_IPV4;
      if (ruling.ports().and(family).contains(protocol, port)) {
        named.add(
            ruling.effect() + " " + ruling.rule().policy().name() + " " + ruling.rule().field());
      }
    }
    return named;
  }

  private static PacketOracle.End end(Cluster cluster, int pod, String address) {
    Pods pods = cluster.pods();
    return new PacketOracle.End(
        pods.namespace(pod), pods.labels(pod), pods.spec(pod).containers(), address);
  }
}
