package dev.ringfence.benchmark.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.network.Matrix;
import dev.ringfence.engine.network.Network;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/**
 * {@code ringfence-bench reach-fleet SOURCE}: all pairs with ports of as many clusters as a fleet
 * has, one after the other, each from nothing and none kept. Every one is the cluster of the
 * source: what is measured is the time and the memory of so many in one virtual machine.
 */
public final class ReachFleet {

  private ReachFleet() {}

  /** Prints one row of a Markdown table. */
  public static void measure(String source, int clusters) {
    Cluster cluster = Intake.read(List.of(SourceSpec.of(source)), IntakeOptions.DEFAULT).cluster();
    double[] seconds = new double[clusters];
    for (int each = 0; each < clusters; each++) {
      long start = clock();
      Matrix matrix = Network.asItStands(cluster, false).matrix(0);
      int[] held = new int[matrix.destinationClassCount()];
      int[] open = new int[held.length];
      for (int from = 0; from < matrix.sourceClassCount(); from++) {
        matrix.row(from, true, held, open);
      }
      seconds[each] = (clock() - start) / 1e9;
    }
    System.gc();
    long live = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    double total = Arrays.stream(seconds).sum();
    Arrays.sort(seconds);
    System.out.println(
        "| clusters | pods of each | all of them | median | 99th percentile | MiB |");
    System.out.println("|---|---|---|---|---|---|");
    System.out.printf(
        "| %,d | %,d | %.1f s | %.3f s | %.3f s | %d |%n",
        clusters,
        cluster.pods().count(),
        total,
        seconds[clusters / 2],
        seconds[clusters * 99 / 100],
        live);
  }

  /** The processor's time of this thread: a busy machine would tell of its other work. */
  private static long clock() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
