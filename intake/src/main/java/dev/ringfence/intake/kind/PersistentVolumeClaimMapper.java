package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;

/** {@code v1 PersistentVolumeClaim}. */
final class PersistentVolumeClaimMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and("spec { volumeName storageClassName accessModes }");

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return true;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Fields spec = object.root().fields("spec");
    sink.builder()
        .add(
            new Policies.PersistentVolumeClaim(
                object.meta(true),
                spec.text("volumeName"),
                spec.text("storageClassName"),
                spec.texts("accessModes")));
  }
}
