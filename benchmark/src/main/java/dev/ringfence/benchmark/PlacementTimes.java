package dev.ringfence.benchmark;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.contention.Contention;
import dev.ringfence.engine.placement.Placement;
import dev.ringfence.engine.placement.filter.CurrentPlacement;
import dev.ringfence.engine.workload.Workloads;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What placement, workload and contention take, three times over, as Markdown table rows. */
final class PlacementTimes {

  private static final int ROUNDS = 3;

  private PlacementTimes() {}

  static void measure(Path source) {
    Cluster cluster =
        Intake.read(List.of(SourceSpec.of(source.toString())), IntakeOptions.DEFAULT).cluster();
    System.out.printf(
        "| model | %d pods in %d classes, %d nodes |%n",
        cluster.pods().count(), cluster.podClasses().size(), cluster.nodes().size());
    for (int round = 1; round <= ROUNDS; round++) {
      Clock clock = Clock.start();
      Placement placement = Placement.of(cluster);
      String ever = clock.lap();
      Workloads.of(cluster);
      String workload = clock.lap();
      Contention.of(cluster);
      String contention = clock.lap();
      System.out.printf(
          Locale.ROOT,
          "| %d | ever, %d node classes: %s | workload %s | contention %s | load %.1f |%n",
          round,
          placement.nodeClasses().size(),
          ever,
          workload,
          contention,
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
    if (Boolean.getBoolean("ringfence.placement.now")) {
      measureNow(cluster);
    }
  }

  /** Where one pod of each class would be put now, on each node: minutes for a large cluster. */
  private static void measureNow(Cluster cluster) {
    Clock clock = Clock.start();
    CurrentPlacement now = CurrentPlacement.of(cluster);
    long refusals = 0;
    for (PodClass podClass : cluster.podClasses()) {
      for (var refusal : now.refusals(podClass.example())) {
        refusals += refusal == null ? 0 : 1;
      }
    }
    System.out.printf(
        "| now | a pod of each class on each node: %s, %d refusals |%n", clock.lap(), refusals);
  }

  /**
   * Wall time, and the processor time of this thread, which does all of it: what other work on the
   * machine does not lengthen.
   */
  private static final class Clock {
    private long wall;
    private long processor;

    static Clock start() {
      Clock clock = new Clock();
      clock.wall = System.nanoTime();
      clock.processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      return clock;
    }

    /** What has passed since the last lap. */
    String lap() {
      long wallNow = System.nanoTime();
      long processorNow = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      String passed =
          String.format(
              Locale.ROOT,
              "%.2f s (processor %.2f s)",
              (wallNow - wall) / 1e9,
              (processorNow - processor) / 1e9);
      wall = wallNow;
      processor = processorNow;
      return passed;
    }
  }
}
