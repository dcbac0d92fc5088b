package dev.ringfence.benchmark.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.network.Matrix;
import dev.ringfence.engine.network.Network;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.List;

/**
 * {@code ringfence-bench reach SOURCE}: all pairs of pods with ports, from the cluster in memory,
 * as rows of a Markdown table. Each round begins from nothing but the cluster.
 */
public final class ReachTimes {

  private static final int ROUNDS = 5;

  private ReachTimes() {}

  /** Reads the source, answers {@value #ROUNDS} times, and prints each. */
  public static void measure(String source) {
    Intake.Result read = Intake.read(List.of(SourceSpec.of(source)), IntakeOptions.DEFAULT);
    Cluster cluster = read.cluster();
    System.gc();
    System.out.printf(
        "%d pods in %d classes, %d namespaces, %d policies, %d MiB live with the cluster%n%n",
        cluster.pods().count(),
        cluster.podClasses().size(),
        cluster.namespaces().size(),
        cluster.networkPolicies().size() + cluster.tieredPolicies().size(),
        live() >> 20);
    System.out.println(
        "| round | compile | all pairs | both | source × destination classes | open pairs of pods |"
            + " open with ports | live MiB |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (int round = 1; round <= ROUNDS; round++) {
      round(cluster, round);
    }
  }

  private static void round(Cluster cluster, int round) {
    long start = clock();
    Network network = Network.asItStands(cluster, false);
    Matrix matrix = network.matrix(0);
    long compiled = clock();
    long[] sending = new long[matrix.sourceClassCount()];
    long[] receiving = new long[matrix.destinationClassCount()];
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      if (cluster.classOfPod(pod) >= 0) {
        int endpoint = network.endpointOfPod(pod);
        sending[matrix.sourceClass(endpoint)]++;
        receiving[matrix.destinationClass(endpoint)]++;
      }
    }
    int[] held = new int[receiving.length];
    int[] open = new int[receiving.length];
    long pairs = 0;
    long withPorts = 0;
    for (int source = 0; source < sending.length; source++) {
      if (sending[source] > 0) {
        matrix.row(source, true, held, open);
        for (int destination = 0; destination < held.length; destination++) {
          if (held[destination] != Matrix.CLOSED) {
            pairs += sending[source] * receiving[destination];
            withPorts += held[destination] > 0 ? sending[source] * receiving[destination] : 0;
          }
        }
      }
    }
    long answered = clock();
    System.gc();
    long live;
    try {
      live = live() >> 20;
    } finally {
      Reference.reachabilityFence(network);
      Reference.reachabilityFence(matrix);
    }
    System.out.printf(
        "| %d | %.3f s | %.3f s | %.3f s | %d × %d | %d | %d | %d |%n",
        round,
        (compiled - start) / 1e9,
        (answered - compiled) / 1e9,
        (answered - start) / 1e9,
        sending.length,
        receiving.length,
        pairs,
        withPorts,
        live);
  }

  /** The processor's time of this thread: a busy machine would tell of its other work. */
  private static long clock() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long live() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
