package dev.ringfence.benchmark.network;

import dev.ringfence.benchmark.GrowthPicture;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.network.Matrix;
import dev.ringfence.engine.network.Network;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code ringfence-bench reach-growth SOURCE FILE.svg}: how all pairs with ports grow with pods,
 * policies and namespaces, each by itself. The pods' spec is that of the first pod of the source.
 */
public final class ReachGrowth {

  private static final int ROUNDS = 5;

  private ReachGrowth() {}

  /** Prints a table and writes the picture. */
  public static void measure(PodSpec spec, Path picture) throws IOException {
    List<GrownCluster> pods = new ArrayList<>();
    List<GrownCluster> policies = new ArrayList<>();
    List<GrownCluster> namespaces = new ArrayList<>();
    for (int step = 1; step <= 5; step++) {
      pods.add(new GrownCluster(30_000 * step, 10_000, 5_000));
      policies.add(new GrownCluster(60_000, 4_000 * step, 4_000));
      namespaces.add(new GrownCluster(60_000, 10_000, 2_000 * step));
    }
    time(pods.getFirst(), spec); // warms up
    System.out.println("| pods | policies | namespaces | seconds |");
    System.out.println("|---|---|---|---|");
    List<GrowthPicture.Panel> panels =
        List.of(
            panel("pods (10,000 policies, 5,000 namespaces)", pods, spec),
            panel("policies (60,000 pods, 4,000 namespaces)", policies, spec),
            panel("namespaces (60,000 pods, 10,000 policies)", namespaces, spec));
    Files.writeString(picture, GrowthPicture.of("all pairs with ports", panels));
  }

  private static GrowthPicture.Panel panel(
      String title, List<GrownCluster> clusters, PodSpec spec) {
    List<GrowthPicture.Point> points = new ArrayList<>();
    for (GrownCluster cluster : clusters) {
      double seconds = time(cluster, spec);
      System.out.printf(
          "| %,d | %,d | %,d | %.3f |%n",
          cluster.pods(), cluster.policies(), cluster.namespaces(), seconds);
      long size =
          title.startsWith("pods")
              ? cluster.pods()
              : title.startsWith("policies") ? cluster.policies() : cluster.namespaces();
      points.add(new GrowthPicture.Point(size, seconds));
    }
    return new GrowthPicture.Panel(title, points);
  }

  /** The median round, in the processor's time: a busy machine would tell of its other work. */
  private static double time(GrownCluster grown, PodSpec spec) {
    Cluster cluster = grown.build(spec);
    double[] seconds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      Matrix matrix = Network.asItStands(cluster, false).matrix(0);
      int[] held = new int[matrix.destinationClassCount()];
      int[] open = new int[held.length];
      for (int source = 0; source < matrix.sourceClassCount(); source++) {
        matrix.row(source, true, held, open);
      }
      seconds[round] =
          (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
    }
    Arrays.sort(seconds);
    return seconds[ROUNDS / 2];
  }
}
