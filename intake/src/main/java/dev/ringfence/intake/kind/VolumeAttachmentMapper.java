package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.VolumeLimits;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;

/** {@code storage.k8s.io VolumeAttachment}. */
final class VolumeAttachmentMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and("spec { attacher nodeName source { persistentVolumeName } }");

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
    sink.builder()
        .add(
            new VolumeLimits.Attachment(
                object.meta(false),
                spec.text("attacher"),
                spec.text("nodeName"),
                spec.fields("source").text("persistentVolumeName")));
  }
}
