package dev.ringfence.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.NetworkPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A network after changes says what one says that is made from nothing with the same policies. */
class NetworkChangeTest {

  private static final int CLUSTERS = Integer.getInteger("ringfence.oracle.changes", 100);
  private static final int CHANGES = 6;

  @Test
  void policiesThatComeGoAndChangeAreAnsweredAsFromNothing() {
    List<String> disagreements = new ArrayList<>();
    for (long seed = 0; seed < CLUSTERS; seed++) {
      boolean asItStands = seed % 2 == 0;
      Cluster cluster = cluster(seed, asItStands);
      Random random = new Random(seed);
      List<NetworkPolicy> policies = new ArrayList<>(cluster.networkPolicies());
      Network network = Network.of(cluster, policies, asItStands);
      for (int change = 0; change < CHANGES; change++) {
        NetworkPolicy other = otherPolicy(cluster, random);
        if (!policies.isEmpty() && random.nextInt(3) == 0) {
          NetworkPolicy gone = policies.remove(random.nextInt(policies.size()));
          network = network.with(gone, null);
        } else if (other != null && !policies.isEmpty() && random.nextBoolean()) {
          int at = random.nextInt(policies.size());
          NetworkPolicy old = policies.get(at);
          if (old.meta().namespace().equals(other.meta().namespace())) {
            policies.set(at, other);
            network = network.with(old, other);
          }
        } else if (other != null) {
          policies.add(other);
          network = network.with(null, other);
        }
        Network fresh = Network.of(cluster, policies, asItStands);
        if (!alike(cluster, network, fresh, asItStands)) {
          disagreements.add("seed " + seed + ", change " + change);
        }
      }
    }
    assertThat(disagreements).isEmpty();
  }

  /** A policy of another cluster whose namespace this one has. */
  private static @Nullable NetworkPolicy otherPolicy(Cluster cluster, Random random) {
    for (NetworkPolicy policy :
        new RandomClusters(1_000_000 + random.nextInt(10_000)).next().networkPolicies()) {
      if (cluster.namespaceIndex(policy.meta().namespace()) >= 0) {
        return policy;
      }
    }
    return null;
  }

  private static Cluster cluster(long seed, boolean addressed) {
    RandomClusters random = new RandomClusters(seed);
    return addressed ? random.nextWithAddresses() : random.next();
  }

  private static boolean alike(Cluster cluster, Network one, Network other, boolean asItStands) {
    int count = asItStands ? cluster.pods().count() : cluster.podClasses().size();
    Matrix left = one.matrix(Doubt.EVERY);
    Matrix right = other.matrix(Doubt.EVERY);
    for (int from = 0; from < count; from++) {
      for (int to = 0; to < count; to++) {
        if (asItStands && (isGone(cluster, from) || isGone(cluster, to))) {
          continue;
        }
        for (int granted : new int[] {0, Doubt.EVERY}) {
          if (!one.allowed(end(one, from, asItStands), end(one, to, asItStands), granted)
              .equals(
                  other.allowed(
                      end(other, from, asItStands), end(other, to, asItStands), granted))) {
            return false;
          }
        }
        if (!row(one, left, end(one, from, asItStands), end(one, to, asItStands))
            .equals(row(other, right, end(other, from, asItStands), end(other, to, asItStands)))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isGone(Cluster cluster, int pod) {
    return cluster.classOfPod(pod) < 0;
  }

  private static int end(Network network, int which, boolean pods) {
    return pods ? network.endpointOfPod(which) : network.endpointOf(which);
  }

  private static PortSet row(Network network, Matrix matrix, int from, int to) {
    int[] held = new int[matrix.destinationClassCount()];
    int[] open = new int[held.length];
    matrix.row(matrix.sourceClass(from), true, held, open);
    int number = held[matrix.destinationClass(to)];
    return number == Matrix.CLOSED ? PortSet.NONE : network.portSet(number);
  }

  @Test
  void aNamespaceWithOtherLabelsIsSelectedByThem() {
    SmallCluster builder =
        new SmallCluster()
            .namespace("red", Map.of("team", "red"))
            .namespace("blue", Map.of("team", "blue"))
            .pod("red", "front", Map.of())
            .pod("blue", "back", Map.of())
            .policy(
                SmallCluster.policy(
                    "blue",
                    "from-red",
                    Map.of(),
                    List.of(
                        SmallCluster.rule(List.of(SmallCluster.namespaces(Map.of("team", "red"))))),
                    null));
    Cluster cluster = builder.build();
    Network network = Network.of(cluster);
    int front = network.endpointOf(SmallCluster.podClass(cluster, "front"));
    int back = network.endpointOf(SmallCluster.podClass(cluster, "back"));
    int red = cluster.namespaceIndex("red");
    var labels = cluster.namespaces().get(red).labels();
    assertThat(network.allowed(front, back, 0)).isEqualTo(PortSet.ALL);
    Network relabelled = network.relabelled(red, labels.with("team", "green"));
    assertThat(relabelled.allowed(front, back, 0)).isEqualTo(PortSet.NONE);
    assertThat(network.allowed(front, back, 0)).isEqualTo(PortSet.ALL);
    assertThat(relabelled.relabelled(red, labels).allowed(front, back, 0)).isEqualTo(PortSet.ALL);
  }
}
