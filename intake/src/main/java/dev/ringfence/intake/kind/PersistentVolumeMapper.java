package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.pod.ResourceList;
import dev.ringfence.intake.pod.SchedulingMapper;
import dev.ringfence.intake.pod.VolumeBackend;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;

/** {@code v1 PersistentVolume}. */
final class PersistentVolumeMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and(
          """
          spec {
            *
            accessModes capacity volumeMode -mountOptions -volumeAttributesClassName
            claimRef { namespace name } storageClassName persistentVolumeReclaimPolicy
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
    String type = sourceType(spec);
    Fields source = spec.fields(type);
    boolean ofNode = type.equals("hostPath") || type.equals("local");
    Fields required = spec.fields("nodeAffinity").fieldsOrNull("required");
    sink.builder()
        .add(
            new Policies.PersistentVolume(
                object.meta(false),
                ofNode ? source.text("path") : null,
                type,
                ofNode ? "" : VolumeBackend.of(source),
                claim == null
                    ? null
                    : new ObjectReference(
                        "PersistentVolumeClaim", claim.text("namespace"), claim.text("name")),
                spec.text("storageClassName"),
                spec.text("persistentVolumeReclaimPolicy", "Retain"),
                ResourceList.in(spec, "capacity", ResourceList.Place.VOLUME)
                    .getOrDefault("storage", ""),
                spec.texts("accessModes"),
                spec.text("volumeMode", "Filesystem"),
                required == null ? null : SchedulingMapper.terms(required),
                type.equals("csi") ? CsiLocation.of(source) : ""));
  }

  /** The one field that is none of those that every volume may have. */
  private static String sourceType(Fields spec) {
    for (int i = 0; i < spec.size(); i++) {
      switch (spec.name(i)) {
        case "claimRef",
            "storageClassName",
            "persistentVolumeReclaimPolicy",
            "nodeAffinity",
            "accessModes",
            "capacity",
            "volumeMode" -> {}
        default -> {
          return spec.name(i);
        }
      }
    }
    return "";
  }
}
