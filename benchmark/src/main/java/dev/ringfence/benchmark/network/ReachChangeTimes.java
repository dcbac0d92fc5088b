package dev.ringfence.benchmark.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.TieredPolicy;
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
 * {@code ringfence-bench reach-change SOURCE}: one policy taken away or put back, one label of a
 * namespace changed, or one policy of a tier, until all pairs of classes are answered anew; without
 * and with policies of tiers beside the others.
 */
public final class ReachChangeTimes {

  private static final int WARM_UP = 400;
  private static final int CHANGES = 400;

  private final Cluster cluster;
  private final Network network;

  private ReachChangeTimes(Cluster cluster) {
    this.cluster = cluster;
    this.network = Network.asItStands(cluster, true);
  }

  /** Prints the median and the 99th percentile of each kind of change. */
  public static void measure(String source) {
    System.out.println("| change | classes | median | 99th percentile | worst |");
    System.out.println("|---|---|---|---|---|");
    SourceSpec files = SourceSpec.of(source);
    ReachChangeTimes plain = new ReachChangeTimes(read(List.of(files)));
    plain.policies(WARM_UP);
    plain.labels(WARM_UP);
    plain.print("a policy", plain.policies(CHANGES));
    plain.print("a namespace's label", plain.labels(CHANGES));
    ReachChangeTimes tiers =
        new ReachChangeTimes(
            read(List.of(files, new SourceSpec.Text("tiers.yaml", Tiers.of(plain.cluster)))));
    tiers.policies(WARM_UP);
    tiers.labels(WARM_UP);
    List<TieredPolicy> ofTenants = tiers.tiers(true);
    List<TieredPolicy> ofAll = tiers.tiers(false);
    tiers.tiers(WARM_UP, ofTenants);
    tiers.tiers(WARM_UP, ofAll);
    tiers.print("a policy, beside tiers", tiers.policies(CHANGES));
    tiers.print("a namespace's label, beside tiers", tiers.labels(CHANGES));
    tiers.print("a policy of a tier, over a tenant", tiers.tiers(CHANGES, ofTenants));
    tiers.print("a policy of a tier, over everybody", tiers.tiers(CHANGES, ofAll));
  }

  private static Cluster read(List<SourceSpec> sources) {
    return Intake.read(sources, IntakeOptions.DEFAULT).cluster();
  }

  private double[] policies(int changes) {
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

  private double[] labels(int changes) {
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

  /** The policies of one tenant each, or those over all of them. */
  private List<TieredPolicy> tiers(boolean ofTenants) {
    return cluster.tieredPolicies().stream()
        .filter(policy -> Tiers.isOfTenant(policy) == ofTenants)
        .toList();
  }

  /** One goes, or passes on what it decided. */
  private double[] tiers(int changes, List<TieredPolicy> policies) {
    SplittableRandom random = new SplittableRandom(3);
    double[] times = new double[changes];
    for (int change = 0; change < changes; change++) {
      TieredPolicy policy = policies.get(random.nextInt(policies.size()));
      List<TieredPolicy> come = change % 2 == 0 ? List.of() : List.of(Tiers.passing(policy));
      long start = clock();
      answer(network.with(List.of(policy), come));
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

  private void print(String change, double[] times) {
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
