package dev.ringfence.enforce.rehearsal;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.controls.ControlObject;
import java.util.List;

/**
 * Rendered objects as they are read: the very text that is applied, and no second opinion on it.
 */
final class RenderedCluster {

  private RenderedCluster() {}

  /**
   * Reads objects.
   *
   * @param more further documents, or the empty string
   */
  static Cluster of(List<ControlObject> objects, String more) {
    StringBuilder text = new StringBuilder();
    for (ControlObject object : objects) {
      text.append("---\n").append(object.text()).append('\n');
    }
    if (!more.isEmpty()) {
      text.append("---\n").append(more);
    }
    return text.isEmpty()
        ? new ClusterBuilder(Cluster.SourceKind.MANIFESTS, "").build()
        : Intake.read(
                List.of(new SourceSpec.Text("rendered fences", text.toString())),
                IntakeOptions.DEFAULT)
            .cluster();
  }
}
