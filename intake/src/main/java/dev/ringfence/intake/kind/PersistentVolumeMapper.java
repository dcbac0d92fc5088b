package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.pod.SchedulingMapper;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;

/** {@code v1 PersistentVolume}. */
final class PersistentVolumeMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and(
          """
          spec {
            *?
            -accessModes -capacity -mountOptions -volumeMode -volumeAttributesClassName
            hostPath claimRef { namespace name } storageClassName persistentVolumeReclaimPolicy
            nodeAffinity { required }
          }
          """);

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
    Fields claim = spec.fieldsOrNull("claimRef");
    Fields hostPath = spec.fieldsOrNull("hostPath");
    Fields required = spec.fields("nodeAffinity").fieldsOrNull("required");
    sink.builder()
        .add(
            new Policies.PersistentVolume(
                object.meta(false),
                hostPath == null ? null : hostPath.text("path"),
                sourceType(spec),
                claim == null
                    ? null
                    : new ObjectReference(
                        "PersistentVolumeClaim", claim.text("namespace"), claim.text("name")),
                spec.text("storageClassName"),
                spec.text("persistentVolumeReclaimPolicy", "Retain"),
                required == null ? null : SchedulingMapper.terms(required)));
  }

  /** The one field that is none of those that every volume may have. */
  private static String sourceType(Fields spec) {
    for (int i = 0; i < spec.size(); i++) {
      switch (spec.name(i)) {
        case "claimRef", "storageClassName", "persistentVolumeReclaimPolicy", "nodeAffinity" -> {}
        default -> {
          return spec.name(i);
        }
      }
    }
    return "";
  }
}
