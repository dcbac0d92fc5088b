package dev.ringfence.intake.kind;

import dev.ringfence.intake.pod.PodSchema;
import dev.ringfence.intake.tree.Schema;
import java.util.Map;

/** Which parts of {@code metadata} are wanted. */
public final class Metadata {

  private static final String IDENTITY =
      "name generateName namespace uid? resourceVersion? labels"
          + " ownerReferences { apiVersion kind name controller } ";

  /** For most kinds: annotations too, but for those that tools keep their state in. */
  public static final Schema WHOLE =
      Schema.of(
          IDENTITY
              + """
              annotations {
                *
                -kubectl.kubernetes.io/last-applied-configuration
                -kubernetes.io/description
                -deployment.kubernetes.io/revision
                -deprecated.daemonset.template.generation
                -meta.helm.sh/release-name
                -meta.helm.sh/release-namespace
                -pv.kubernetes.io/bind-completed
                -pv.kubernetes.io/bound-by-controller
                -volume.kubernetes.io/storage-provisioner
                -volume.beta.kubernetes.io/storage-provisioner
                -endpoints.kubernetes.io/last-change-trigger-time
              }
              """);

  /** For pods, of which there are many: only the annotations that change what a pod is. */
  public static final Schema OF_POD =
      Schema.of(
          IDENTITY + "annotations { kubernetes.io/config.mirror " + PodSchema.ANNOTATIONS + " }");

  private Metadata() {}

  /** A schema with this metadata and the fields of {@code notation}. */
  static Schema and(String notation, Map<String, Schema> parts) {
    return Schema.of(notation, parts).with("metadata", WHOLE);
  }

  static Schema and(String notation) {
    return and(notation, Map.of());
  }
}
