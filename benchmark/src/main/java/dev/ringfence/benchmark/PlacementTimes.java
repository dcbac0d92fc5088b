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
      long start = System.nanoTime();
      Placement placement = Placement.of(cluster);
      long placed = System.nanoTime();
      Workloads.of(cluster);
      long examined = System.nanoTime();
      Contention.of(cluster);
      long bounded = System.nanoTime();
      CurrentPlacement now = CurrentPlacement.of(cluster);
      long refusals = 0;
      for (PodClass podClass : cluster.podClasses()) {
        for (var refusal : now.refusals(podClass.example())) {
          refusals += refusal == null ? 0 : 1;
        }
      }
      long answered = System.nanoTime();
      System.out.printf(
          Locale.ROOT,
          "| %d | ever, %d node classes: %.2f s | workload %.2f s | contention %.2f s | now, a pod"
              + " of each class on each node: %.2f s, %d refusals | load %.1f |%n",
          round,
          placement.nodeClasses().size(),
          (placed - start) / 1e9,
          (examined - placed) / 1e9,
          (bounded - examined) / 1e9,
          (answered - bounded) / 1e9,
          refusals,
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
  }
}
