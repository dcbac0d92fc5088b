package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.VolumeLimits;
import dev.ringfence.intake.pod.Selectors;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;

/** {@code storage.k8s.io CSIStorageCapacity}. */
final class CsiStorageCapacityMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and("storageClassName nodeTopology capacity maximumVolumeSize");

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
    Fields root = object.root();
    String capacity = root.scalarOrNull("capacity");
    String largest = root.scalarOrNull("maximumVolumeSize");
    sink.builder()
        .add(
            new VolumeLimits.Capacity(
                object.meta(true),
                root.text("storageClassName"),
                Selectors.labelsOrNull(root, "nodeTopology"),
                capacity == null ? "" : capacity,
                largest == null ? "" : largest));
  }
}
