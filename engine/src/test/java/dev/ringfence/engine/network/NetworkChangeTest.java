package dev.ringfence.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A network after changes of policies, of policies of tiers and of namespaces' labels says what one
 * says that is made from nothing with the same.
 */
class NetworkChangeTest {

  private static final int CLUSTERS = Integer.getInteger("ringfence.oracle.changes", 100);
  private static final int CHANGES = 6;

  /** More than are remembered one behind the other. */
  private static final int MANY_CHANGES = 40;

  @Test
  void whateverChangesIsAnsweredAsFromNothing() {
    List<String> disagreements = new ArrayList<>();
    for (long seed = 0; seed < 2L * CLUSTERS; seed++) {
      Changing changing = new Changing(seed);
      int changes = seed % 20 < 2 ? MANY_CHANGES : CHANGES;
      for (int change = 0; change < changes; change++) {
        String what = changing.change();
        if (!changing.isAsFromNothing()) {
          disagreements.add("seed " + seed + ", change " + change + ": " + what);
        }
      }
    }
    assertThat(disagreements).isEmpty();
  }

  /** One cluster that changes, and what is known of it. */
  private static final class Changing {
    private final long seed;
    private final boolean asItStands;
    private final boolean tiers;
    private final Random random;
    private final Map<String, Map<String, String>> relabelled = new HashMap<>();
    private final List<NetworkPolicy> standard;
    private final List<TieredPolicy> tiered;
    private final Deque<State> earlier = new ArrayDeque<>();
    private Cluster cluster;
    private Network network;

    private record State(
        Map<String, Map<String, String>> relabelled,
        List<NetworkPolicy> standard,
        List<TieredPolicy> tiered,
        Cluster cluster,
        Network network) {}

    Changing(long seed) {
      this.seed = seed;
      this.tiers = seed % 2 == 0;
      this.asItStands = tiers || seed % 4 == 1;
      this.random = new Random(seed);
      this.cluster = built();
      this.standard = new ArrayList<>(cluster.networkPolicies());
      this.tiered = new ArrayList<>(cluster.tieredPolicies());
      this.network = fresh();
    }

    private Cluster built() {
      return drawn(new RandomClusters(seed, relabelled));
    }

    private Cluster drawn(RandomClusters clusters) {
      return tiers
          ? clusters.nextWithTiers()
          : asItStands ? clusters.nextWithAddresses() : clusters.next();
    }

    private Network fresh() {
      return Network.of(cluster, new WrittenPolicies(standard, tiered), asItStands);
    }

    /** A change, now and then of what was there before some others. */
    String change() {
      if (!earlier.isEmpty() && random.nextInt(4) == 0) {
        State state = earlier.pop();
        relabelled.clear();
        relabelled.putAll(state.relabelled());
        standard.clear();
        standard.addAll(state.standard());
        tiered.clear();
        tiered.addAll(state.tiered());
        cluster = state.cluster();
        network = state.network();
        return "as before";
      }
      earlier.push(
          new State(
              Map.copyOf(relabelled),
              List.copyOf(standard),
              List.copyOf(tiered),
              cluster,
              network));
      Cluster other = drawn(new RandomClusters(1_000_000 + random.nextInt(10_000), Map.of()));
      return switch (random.nextInt(tiers ? 4 : 2)) {
        case 0 -> policy(other);
        case 1 -> label();
        default -> policyOfATier(other);
      };
    }

    private String policy(Cluster other) {
      if (!standard.isEmpty() && random.nextInt(3) == 0) {
        NetworkPolicy gone = standard.remove(random.nextInt(standard.size()));
        network = network.with(gone, null);
        return "gone: " + gone.meta().reference();
      }
      for (NetworkPolicy policy : other.networkPolicies()) {
        String namespace = policy.meta().namespace();
        if (cluster.namespaceIndex(namespace) < 0) {
          continue;
        }
        int at = standard.isEmpty() ? 0 : random.nextInt(standard.size());
        if (random.nextBoolean()
            && !standard.isEmpty()
            && standard.get(at).meta().namespace().equals(namespace)) {
          NetworkPolicy old = standard.set(at, policy);
          network = network.with(old, policy);
          return old.meta().reference() + " changed";
        }
        standard.add(policy);
        network = network.with(null, policy);
        return "come: " + policy.meta().reference();
      }
      return "nothing";
    }

    private String policyOfATier(Cluster other) {
      List<TieredPolicy> gone = new ArrayList<>();
      List<TieredPolicy> come = new ArrayList<>();
      if (!tiered.isEmpty() && random.nextInt(3) > 0) {
        gone.add(tiered.remove(random.nextInt(tiered.size())));
      }
      if (gone.isEmpty() || random.nextBoolean()) {
        come.add(other.tieredPolicies().getFirst());
        tiered.addAll(come);
      }
      network = network.with(gone, come);
      return gone.size() + " of a tier gone, " + come.size() + " come";
    }

    private String label() {
      String name = "n" + random.nextInt(2);
      int namespace = cluster.namespaceIndex(name);
      if (namespace < 0) {
        return "nothing";
      }
      relabelled.put(
          name,
          random.nextInt(3) == 0 ? Map.of() : Map.of("app", random.nextBoolean() ? "x" : "y"));
      cluster = built();
      network = network.relabelled(namespace, cluster.namespaces().get(namespace).labels());
      return name + " has " + relabelled.get(name);
    }

    boolean isAsFromNothing() {
      Network fresh = fresh();
      int count = asItStands ? cluster.pods().count() : cluster.podClasses().size();
      Matrix left = network.matrix(Doubt.EVERY);
      Matrix right = fresh.matrix(Doubt.EVERY);
      for (int from = 0; from < count; from++) {
        for (int to = 0; to < count; to++) {
          if (asItStands && (isGone(from) || isGone(to))) {
            continue;
          }
          int source = end(network, from);
          int destination = end(network, to);
          for (int granted : new int[] {0, Doubt.EVERY}) {
            if (!network
                .allowed(source, destination, granted)
                .equals(fresh.allowed(end(fresh, from), end(fresh, to), granted))) {
              return false;
            }
          }
          if (!row(network, left, source, destination)
              .equals(row(fresh, right, end(fresh, from), end(fresh, to)))) {
            return false;
          }
        }
      }
      return true;
    }

    private boolean isGone(int pod) {
      return cluster.classOfPod(pod) < 0;
    }

    private int end(Network of, int which) {
      return asItStands ? of.endpointOfPod(which) : of.endpointOf(which);
    }
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
