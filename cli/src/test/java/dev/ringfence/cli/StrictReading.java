package dev.ringfence.cli;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import java.util.List;

/** Manifests of a test's text as a cluster; what is no Kubernetes object is refused. */
final class StrictReading {

  private StrictReading() {}

  static Cluster cluster(String yaml) {
    return Intake.read(
            List.of(new SourceSpec.Text("cluster.yaml", yaml)),
            new IntakeOptions(true, null, stage -> {}))
        .cluster();
  }
}
