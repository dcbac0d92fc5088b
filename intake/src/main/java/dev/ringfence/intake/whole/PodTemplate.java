package dev.ringfence.intake.whole;

import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.intake.kind.KindCatalogue;
import dev.ringfence.intake.pod.PodSchema;
import dev.ringfence.intake.pod.PodSpecMapper;
import dev.ringfence.intake.tree.Fields;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pod spec of an object: a pod's own, or that of its controller's template.
 *
 * @param path of the template's or pod's fields, outermost first; empty for a pod
 * @param creator the service account that creates the template's pods; empty for a pod
 */
record PodTemplate(PodSpec spec, List<String> path, String creator) {

  private static final Set<String> WITH_TEMPLATE =
      Set.of(
          "apps/Deployment",
          "apps/ReplicaSet",
          "apps/StatefulSet",
          "apps/DaemonSet",
          "batch/Job",
          "/ReplicationController");

  /** The spec, or null where the object has none. */
  static @Nullable PodTemplate of(WholeObject object) {
    List<List<String>> paths = paths(object);
    return paths.isEmpty() ? null : of(object, paths.getFirst());
  }

  /** Where the spec's parent stands in objects of the kind: one path or none. */
  static List<List<String>> paths(WholeObject object) {
    String kind = KindCatalogue.group(object.apiVersion()) + "/" + object.kind();
    if (kind.equals("/Pod")) {
      return List.of(List.of());
    }
    if (kind.equals("/PodTemplate")) {
      return List.of(List.of("template"));
    }
    if (kind.equals("batch/CronJob")) {
      return List.of(List.of("spec", "jobTemplate", "spec", "template"));
    }
    return WITH_TEMPLATE.contains(kind) ? List.of(List.of("spec", "template")) : List.of();
  }

  private static PodTemplate of(WholeObject object, List<String> path) {
    return object.read(
        root -> {
          Fields template = root;
          for (String field : path) {
            template = template.fields(field);
          }
          Fields spec = template.fields("spec").prune(PodSchema.SPEC);
          Fields annotations = template.fields("metadata").fields("annotations");
          return new PodTemplate(
              PodSpecMapper.map(spec, annotations), path, creator(object.kind()));
        });
  }

  /** The controllers of kube-controller-manager, each with an account of its own. */
  private static String creator(String kind) {
    String name =
        switch (kind) {
          case "Deployment", "ReplicaSet" -> "replicaset-controller";
          case "StatefulSet" -> "statefulset-controller";
          case "DaemonSet" -> "daemon-set-controller";
          case "Job", "CronJob" -> "job-controller";
          case "ReplicationController" -> "replication-controller";
          default -> "";
        };
    return name.isEmpty() ? "" : "system:serviceaccount:kube-system:" + name;
  }
}
