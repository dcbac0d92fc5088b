package dev.ringfence.intake.assembly;

import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpec.Toleration;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.engine.cluster.Workload;
import dev.ringfence.intake.kind.ReadPod;
import dev.ringfence.intake.kind.ReadWorkload;
import dev.ringfence.intake.pod.PodAdmission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives the builder the pods: those that were read, and those that controllers would make. */
final class PodAssembly {

  /** A chain of owners that is longer is a circle. */
  private static final int LONGEST_CHAIN = 16;

  private final ClusterBuilder builder;
  private final PodAdmission admission;
  private final List<ReadPod> pods;
  private final List<ReadWorkload> workloads;
  private final Map<ObjectReference, ReadWorkload> byReference = new HashMap<>();
  private final Map<String, IdentityHashMap<PodSpec, PodSpec>> admitted = new HashMap<>();
  private final Set<ObjectReference> havePods = new HashSet<>();

  PodAssembly(
      ClusterBuilder builder,
      PodAdmission admission,
      List<ReadPod> pods,
      List<ReadWorkload> workloads) {
    this.builder = builder;
    this.admission = admission;
    this.pods = pods;
    this.workloads = workloads;
    for (ReadWorkload workload : workloads) {
      byReference.putIfAbsent(workload.meta().reference(), workload);
    }
  }

  void addAll() {
    for (ReadPod pod : pods) {
      add(pod);
    }
    for (ReadWorkload workload : workloads) {
      add(workload);
    }
  }

  private void add(ReadPod pod) {
    ObjectMeta meta = pod.meta();
    ObjectReference topmost = topmost(meta);
    PodSpec spec = pod.spec();
    if (pod.admitted()) {
      spec = withTemplateAffinity(meta.controller(), spec);
    } else {
      spec = admit(meta.namespace(), spec);
    }
    if (!pod.completed()) {
      havePods.add(topmost);
    }
    builder.addPod(
        meta,
        withOwnClaims(meta.name(), spec),
        topmost,
        specPath(topmost),
        pod.nodeName(),
        1,
        pod.completed(),
        pod.addresses());
  }

  /** Each ephemeral volume is a claim that is named after the pod. */
  private PodSpec withOwnClaims(String pod, PodSpec spec) {
    if (spec.volumes().stream().noneMatch(Volume.Ephemeral.class::isInstance)) {
      return spec;
    }
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.volumes =
        spec.volumes().stream()
            .map(volume -> volume instanceof Volume.Ephemeral own ? own.of(pod) : volume)
            .toList();
    return builder.intern(edit.build());
  }

  /** The DaemonSet controller writes over the template's node affinity in each of its pods. */
  private PodSpec withTemplateAffinity(@Nullable ObjectReference owner, PodSpec spec) {
    ReadWorkload workload =
        owner != null && owner.kind().equals("DaemonSet") ? byReference.get(owner) : null;
    if (workload == null || workload.template().requiredNodeAffinity() == null) {
      return spec;
    }
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.requiredNodeAffinity = workload.template().requiredNodeAffinity();
    return builder.intern(edit.build());
  }

  private void add(ReadWorkload workload) {
    ObjectMeta meta = workload.meta();
    ObjectReference topmost = topmost(meta);
    PodSpec template = workload.template();
    if (meta.reference().kind().equals("DaemonSet")) {
      template = builder.intern(DaemonTolerations.added(template));
    }
    PodSpec spec = admit(meta.namespace(), template);
    builder.add(
        new Workload(
            meta,
            workload.replicas(),
            builder.intern(workload.templateLabels()),
            spec,
            topmost,
            workload.templatePath()));
    ObjectReference controller = meta.controller();
    boolean hasOwner = controller != null && byReference.containsKey(controller);
    if (!hasOwner && workload.replicas() != 0 && !havePods.contains(topmost)) {
      ObjectMeta podMeta =
          new ObjectMeta(
              new ObjectReference("Pod", meta.namespace(), meta.name() + Pods.WOULD_BE),
              workload.templateLabels(),
              Map.of(),
              meta.reference(),
              meta.origin());
      builder.addPod(
          podMeta,
          withOwnClaims(podMeta.name(), spec),
          topmost,
          workload.templatePath(),
          null,
          Math.max(1, workload.replicas()),
          false,
          List.of());
    }
  }

  private PodSpec admit(String namespace, PodSpec spec) {
    return admitted
        .computeIfAbsent(namespace, ignored -> new IdentityHashMap<>())
        .computeIfAbsent(spec, one -> builder.intern(admission.admit(namespace, one)));
  }

  /**
   * Up the chain of controllers as far as the source goes; one that is not in it is still named.
   */
  private ObjectReference topmost(ObjectMeta meta) {
    ObjectReference current = meta.reference();
    ObjectReference controller = meta.controller();
    for (int i = 0; i < LONGEST_CHAIN && controller != null; i++) {
      // A mirror pod is controlled by its node, which nobody edits to change the pod.
      if (controller.kind().equals("Node")) {
        return current;
      }
      current = controller;
      ReadWorkload known = byReference.get(current);
      controller = known == null ? null : known.meta().controller();
    }
    return current;
  }

  private String specPath(ObjectReference topmost) {
    ReadWorkload known = byReference.get(topmost);
    if (known != null) {
      return known.templatePath();
    }
    return switch (topmost.kind()) {
      case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController" ->
          "spec.template.spec";
      case "CronJob" -> "spec.jobTemplate.spec.template.spec";
      default -> "spec";
    };
  }

  /** What the DaemonSet controller lets its pods tolerate. */
  private static final class DaemonTolerations {

    private static final String PREFIX = "node.kubernetes.io/";

    static PodSpec added(PodSpec template) {
      List<Toleration> tolerations = new ArrayList<>(template.tolerations());
      add(tolerations, "not-ready", "NoExecute");
      add(tolerations, "unreachable", "NoExecute");
      add(tolerations, "disk-pressure", "NoSchedule");
      add(tolerations, "memory-pressure", "NoSchedule");
      add(tolerations, "pid-pressure", "NoSchedule");
      add(tolerations, "unschedulable", "NoSchedule");
      if (template.hostNetwork()) {
        add(tolerations, "network-unavailable", "NoSchedule");
      }
      PodSpecEdit edit = new PodSpecEdit(template);
      edit.tolerations = tolerations;
      return edit.build();
    }

    private static void add(List<Toleration> tolerations, String taint, String effect) {
      Toleration one = new Toleration(PREFIX + taint, true, "", effect);
      if (!tolerations.contains(one)) {
        tolerations.add(one);
      }
    }
  }
}
