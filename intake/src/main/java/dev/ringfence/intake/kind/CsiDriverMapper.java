package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;

/** {@code storage.k8s.io CSIDriver}. */
final class CsiDriverMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and("spec { volumeLifecycleModes storageCapacity }");

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
    Fields spec = object.root().fields("spec");
    sink.builder().addOther(object.meta(false));
    sink.builder()
        .add(
            new Policies.CsiDriver(
                object.meta(false),
                spec.texts("volumeLifecycleModes").contains("Ephemeral"),
                spec.flag("storageCapacity")));
  }
}
