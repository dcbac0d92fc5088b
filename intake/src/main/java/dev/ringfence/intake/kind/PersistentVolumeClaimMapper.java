package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.pod.ResourceList;
import dev.ringfence.intake.pod.Selectors;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;
import org.jspecify.annotations.Nullable;

/** {@code v1 PersistentVolumeClaim}. */
final class PersistentVolumeClaimMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and(
          """
          spec {
            volumeName storageClassName accessModes volumeMode selector
            resources { requests } dataSource dataSourceRef
          }
          """);

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
                spec.textOrNull("storageClassName"),
                spec.texts("accessModes"),
                ResourceList.in(spec.fields("resources"), "requests", ResourceList.Place.VOLUME)
                    .getOrDefault("storage", ""),
                spec.text("volumeMode", "Filesystem"),
                Selectors.labelsOrNull(spec, "selector"),
                dataSource(object.meta(true), spec)));
  }

  private static @Nullable ObjectReference dataSource(ObjectMeta claim, Fields spec) {
    Fields source = spec.fieldsOrNull("dataSourceRef");
    if (source == null) {
      source = spec.fieldsOrNull("dataSource");
    }
    return source == null
        ? null
        : new ObjectReference(
            source.text("kind"),
            KindCatalogue.foreignGroup(source.text("apiGroup") + "/"),
            source.text("namespace", claim.namespace()),
            source.text("name"));
  }
}
