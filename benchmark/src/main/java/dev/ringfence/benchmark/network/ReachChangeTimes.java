package dev.ringfence.benchmark.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.network.Matrix;
import dev.ringfence.engine.network.Network;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * {@code ringfence-bench reach-change SOURCE}: one policy taken away or put back, or one label of a
 * namespace changed, until all pairs of classes are answered anew.
 */
public final class ReachChangeTimes {

  private static final int WARM_UP = 400;
  private static final int CHANGES = 400;

  private ReachChangeTimes() {}

  /** Prints the median and the 99th percentile of each kind of change. */
  public static void measure(String source) {
    Cluster cluster = Intake.read(List.of(SourceSpec.of(source)), IntakeOptions.DEFAULT).cluster();
    Network network = Network.asItStands(cluster, false);
    System.out.println("| change | classes | median | 99th percentile | worst |");
    System.out.println("|---|---|---|---|---|");
    policies(cluster, network, WARM_UP);
    labels(cluster, network, WARM_UP);
    print("a policy", network, policies(cluster, network, CHANGES));
    print("a namespace's label", network, labels(cluster, network, CHANGES));
  }

  private static double[] policies(Cluster cluster, Network network, int changes) {
    SplittableRandom random = new SplittableRandom(1);
    List<NetworkPolicy> policies = cluster.networkPolicies();
    double[] times = new double[changes];
    for (int change = 0; change < changes; change++) {
      NetworkPolicy policy = policies.get(random.nextInt(policies.size()));
      NetworkPolicy closed =
          new NetworkPolicy(
              policy.meta(), policy.podSelector(), true, true, policy.ingress(), List.of());
      long start = clock();
      answer(network.with(policy, change % 2 == 0 ? null : closed));
      times[change] = (clock() - start) / 1e6;
    }
    return times;
  }

  private static double[] labels(Cluster cluster, Network network, int changes) {
    SplittableRandom random = new SplittableRandom(2);
    double[] times = new double[changes];
    for (int change = 0; change < changes; change++) {
      int namespace = random.nextInt(cluster.namespaces().size());
      var labels = cluster.namespaces().get(namespace).labels();
      long start = clock();
      answer(network.relabelled(namespace, labels.with("tenant", "t" + random.nextInt(20))));
      times[change] = (clock() - start) / 1e6;
    }
    return times;
  }

  private static void answer(Network network) {
    Matrix matrix = network.matrix(0);
    int[] held = new int[matrix.destinationClassCount()];
    int[] open = new int[held.length];
    for (int source = 0; source < matrix.sourceClassCount(); source++) {
      matrix.row(source, true, held, open);
    }
  }

  private static void print(String change, Network network, double[] times) {
    Arrays.sort(times);
    System.out.printf(
        "| %s | %d | %.1f ms | %.1f ms | %.1f ms |%n",
        change,
        network.matrix(0).sourceClassCount(),
        times[times.length / 2],
        times[times.length * 99 / 100],
        times[times.length - 1]);
  }

  /** The processor's time of this thread: a busy machine would tell of its other work. */
  private static long clock() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
