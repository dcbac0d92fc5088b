package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.pod.ResourceList;
import dev.ringfence.intake.pod.SchedulingMapper;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;

/** {@code node.k8s.io RuntimeClass}. */
final class RuntimeClassMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and("handler overhead { podFixed } scheduling { nodeSelector tolerations }");

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return false;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Fields root = object.root();
    Fields scheduling = root.fields("scheduling");
    if (root.text("handler").isEmpty()) {
      throw ShapeException.refused(root, "handler", "is missing");
    }
    sink.builder()
        .add(
            new Policies.RuntimeClass(
                object.meta(false),
                root.text("handler"),
                scheduling.textMap("nodeSelector"),
                SchedulingMapper.tolerations(scheduling),
                ResourceList.in(
                    root.fields("overhead"), "podFixed", ResourceList.Place.CONTAINER)));
  }
}
