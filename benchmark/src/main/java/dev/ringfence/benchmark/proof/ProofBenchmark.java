package dev.ringfence.benchmark.proof;

import com.sun.management.OperatingSystemMXBean;
import dev.ringfence.engine.proof.Mode;
import dev.ringfence.engine.proof.Proof;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.Locale;

/**
 * Prints how long a proof takes and how much memory it has at most.
 *
 * <p>Arguments, all optional: tenants (1000), images (6000), wide agents (60), maximum depth (2),
 * rounds (3). Peak memory is the heap's after garbage collection cannot be told from Java; what is
 * printed is the peak of used heap, so run with the {@code -Xmx} that is to be shown to suffice.
 */
public final class ProofBenchmark {
  private ProofBenchmark() {}

  public static void main(String[] arguments) {
    int tenants = argument(arguments, 0, 1000);
    int images = argument(arguments, 1, 6000);
    int wideAgents = argument(arguments, 2, 60);
    int maximumDepth = argument(arguments, 3, 2);
    int rounds = argument(arguments, 4, 3);
    ClusterLikeSystem system = new ClusterLikeSystem(tenants, images, wideAgents, 1);
    System.out.printf(
        Locale.ROOT,
        "%d attackers, %d facts, %d steps, %d boundaries, %d goals, depth %d%n",
        tenants,
        system.graph.factCount(),
        system.graph.stepCount(),
        system.graph.boundaryCount(),
        system.goals.length,
        maximumDepth);
    for (int round = 0; round < rounds; round++) {
      System.gc();
      long before = usedHeap();
      resetPeak();
      long cpu = cpuNanoseconds();
      long start = System.nanoTime();
      Proof proof = Proof.search(system.graph, system.goals, maximumDepth, Mode.PESSIMISTIC);
      long proved = System.nanoTime();
      cpu = cpuNanoseconds() - cpu;
      long[] byDepth = new long[maximumDepth + 2];
      long sets = 0;
      for (int goal : system.goals) {
        for (int attacker = 0; attacker < tenants; attacker++) {
          byDepth[proof.depth(attacker, goal) + 1]++;
        }
        for (int label = proof.firstLabel(goal); label < proof.endLabel(goal); label++) {
          for (int word = 0; word < proof.attackerWords(); word++) {
            sets += Long.bitCount(proof.attackerWord(label, word));
          }
        }
      }
      long read = System.nanoTime();
      System.out.printf(
          Locale.ROOT,
          "%d ms (%d ms of CPU, compiler and collector included), peak %d MiB above the graph's %d MiB; read in %d ms: %d minimal sets,"
              + " pairs by depth (none, 0, 1, …) %s%n",
          (proved - start) / 1_000_000,
          cpu / 1_000_000,
          (peakHeap() - before) >> 20,
          before >> 20,
          (read - proved) / 1_000_000,
          sets,
          java.util.Arrays.toString(byDepth));
    }
  }

  private static int argument(String[] arguments, int i, int otherwise) {
    return i < arguments.length ? Integer.parseInt(arguments[i]) : otherwise;
  }

  private static long cpuNanoseconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long usedHeap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void resetPeak() {
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}
