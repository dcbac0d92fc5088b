package dev.ringfence.intake;

import dev.ringfence.engine.admission.SubmittedObject;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.admission.policy.MutatingPolicies;
import dev.ringfence.engine.admission.policy.MutationOutcome;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.cluster.Workload;
import dev.ringfence.intake.pod.AdmittedSpec;
import dev.ringfence.intake.whole.Submission;
import dev.ringfence.intake.whole.WholeObject;
import dev.ringfence.intake.whole.WholeObjects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What MutatingAdmissionPolicies make of pods that are not there yet: of a workload's, as its
 * controller would create them, and of pods among manifests. The objects are read once more, whole,
 * where some policy may meet them. What cannot be worked out stays as it is written, and is not
 * said to be settled: the engine fears the worst of it.
 */
public final class TemplateAdmission {

  private static final Set<String> KINDS =
      Set.of(
          "v1 Pod",
          "v1 ReplicationController",
          "apps/v1 Deployment",
          "apps/v1 ReplicaSet",
          "apps/v1 StatefulSet",
          "apps/v1 DaemonSet",
          "batch/v1 Job",
          "batch/v1 CronJob");

  /** What controllers and other plug-ins write into pods that is not worked out. */
  private static final Pattern NOT_WORKED_OUT =
      Pattern.compile(
          "userInfo|authorizer|ownerReferences|generateName|hash|job-name|controller-uid"
              + "|completion|pod-name|pod-index|priority(?!ClassName: '')|imagePullSecrets|overhead"
              + "|resources");

  private final Cluster cluster;
  private final MutatingPolicies policies;
  private final Submission submission;
  private final AdmittedSpec admitted;
  private final ClusterEdit edit;

  /** By whose they are, the pods that are not there yet. */
  private final Map<ObjectReference, List<Integer>> rows;

  private final Map<ObjectReference, Workload> workloads = new HashMap<>();
  private final Map<ObjectReference, Workload> changed = new HashMap<>();

  private TemplateAdmission(
      Cluster cluster,
      Map<ObjectReference, List<Integer>> rows,
      ExpressionEngine expressions,
      List<WholeObject> objects) {
    this.cluster = cluster;
    this.rows = rows;
    this.policies = MutatingPolicies.of(cluster, expressions);
    this.submission =
        new Submission(
            cluster,
            objects,
            new AdmissionRequest.User("kubernetes-admin", List.of("system:masters")),
            (user, verb, group, resource, subresource, namespace, name, path) -> false);
    this.admitted = new AdmittedSpec(cluster);
    this.edit = new ClusterEdit(cluster);
    cluster.workloads().forEach(one -> workloads.putIfAbsent(one.meta().reference(), one));
  }

  /**
   * The cluster with pods that are not there yet as the policies leave them.
   *
   * @param sources that were read; of standard input and the live API nothing is read again
   * @param expressions asked for only where a policy is in force
   */
  public static Cluster of(
      Cluster cluster, List<SourceSpec> sources, Supplier<ExpressionEngine> expressions) {
    if (MutatingPolicies.of(cluster, ExpressionEngine.NONE).isEmpty()) {
      return cluster;
    }
    Map<ObjectReference, List<Integer>> rows = notThereYet(cluster);
    if (rows.isEmpty()) {
      return cluster;
    }
    boolean pods = rows.keySet().stream().anyMatch(one -> one.kind().equals("Pod"));
    List<WholeObject> objects = new ArrayList<>();
    for (SourceSpec source : sources) {
      if (source instanceof SourceSpec.Files files) {
        objects.addAll(
            WholeObjects.read(
                    List.of(files.path().toString()),
                    (apiVersion, kind) ->
                        KINDS.contains(apiVersion + " " + kind) && (pods || !kind.equals("Pod")))
                .objects());
      } else if (source instanceof SourceSpec.Text text) {
        objects.addAll(WholeObjects.readText(text.name(), text.content()).objects());
      }
    }
    return new TemplateAdmission(cluster, rows, expressions.get(), objects).apply(objects);
  }

  private static Map<ObjectReference, List<Integer>> notThereYet(Cluster cluster) {
    Map<ObjectReference, List<Integer>> rows = new HashMap<>();
    Pods pods = cluster.pods();
    for (int pod = 0; pod < pods.count(); pod++) {
      if (!pods.completed(pod) && !cluster.tellsOf(pod)) {
        rows.computeIfAbsent(pods.topmost(pod), one -> new ArrayList<>()).add(pod);
      }
    }
    return rows;
  }

  private Cluster apply(List<WholeObject> objects) {
    boolean manifests = cluster.sourceKind() == Cluster.SourceKind.MANIFESTS;
    boolean any = false;
    for (WholeObject object : objects) {
      if (KINDS.contains(object.apiVersion() + " " + object.kind())) {
        any |= admit(object, manifests);
      }
    }
    if (!any) {
      return cluster;
    }
    edit.workloads(workload -> changed.getOrDefault(workload.meta().reference(), workload));
    return edit.build();
  }

  /** Whether it was settled what admission leaves of the object's pods. */
  private boolean admit(WholeObject object, boolean manifests) {
    String namespace = object.namespace().isEmpty() ? "default" : object.namespace();
    ObjectReference reference = new ObjectReference(object.kind(), namespace, object.name());
    List<Integer> own = rows.getOrDefault(reference, List.of());
    int at = cluster.namespaceIndex(namespace);
    if (own.size() != 1 || at < 0) {
      return false;
    }
    MutatingPolicies asked = policies.onMakersOfPodsIn(cluster.namespaces().get(at).labels());
    if (asked.isEmpty() || asked.inForce().stream().anyMatch(one -> isOpen(one, object.kind()))) {
      return false;
    }
    SubmittedObject before = submission.of(object);
    SubmittedObject made = before;
    if (manifests) {
      MutationOutcome outcome = asked.mutate(before.request(), before.revision());
      Map<String, Object> content = outcome.request().object();
      if (!isSettled(outcome) || content == null) {
        return false;
      }
      made = outcome.changedBy().isEmpty() ? before : before.revision().with(content);
    }
    AdmissionRequest first = before.isPod() ? before.request() : before.podRequest();
    AdmissionRequest last = made.request();
    if (!made.isPod()) {
      AdmissionRequest pods = made.podRequest();
      if (pods == null) {
        return false;
      }
      MutationOutcome outcome = asked.mutate(pods, made.revision());
      if (!isSettled(outcome)) {
        return false;
      }
      last = outcome.request();
    }
    Map<String, Object> written = first == null ? null : first.object();
    Map<String, Object> stored = last.object();
    if (written == null || stored == null) {
      return false;
    }
    return settle(
        reference,
        own.getFirst(),
        before.revision().podSpec(written),
        before.revision().podSpec(stored),
        LabelSet.of(labels(stored)));
  }

  /** Whether the policies were evaluated and let the object through. */
  private static boolean isSettled(MutationOutcome outcome) {
    return outcome.outcome().undecided().isEmpty() && outcome.outcome().refusals().isEmpty();
  }

  /** Whether a policy looks at what is not worked out, or at an object between it and its pods. */
  private static boolean isOpen(AdmissionRules.Policy policy, String kind) {
    String expressions = "" + policy.matchConditions() + policy.variables() + policy.mutations();
    if (NOT_WORKED_OUT.matcher(expressions).find()
        || (kind.equals("StatefulSet") && expressions.contains("name"))) {
      return true;
    }
    String between =
        switch (kind) {
          case "Deployment" -> "replicasets";
          case "CronJob" -> "jobs";
          default -> "";
        };
    AdmissionRules.MatchResources matches = policy.matchConstraints();
    return !between.isEmpty()
        && matches != null
        && matches.resourceRules().stream()
            .flatMap(rule -> rule.resources().stream())
            .anyMatch(name -> name.equals(between) || name.startsWith("*"));
  }

  private boolean settle(
      ObjectReference reference, int row, PodSpec written, PodSpec stored, LabelSet labels) {
    Pods pods = cluster.pods();
    if (written.equals(stored) && labels.equals(pods.labels(row))) {
      edit.addPoliciesApplied(reference);
      return true;
    }
    // The placement of a DaemonSet's pods is read in its template, which stays as it is written.
    if (reference.kind().equals("DaemonSet")
        && !(written.nodeSelector().equals(stored.nodeSelector())
            && written.tolerations().equals(stored.tolerations())
            && Objects.equals(written.requiredNodeAffinity(), stored.requiredNodeAffinity()))) {
      return false;
    }
    PodSpec spec = admitted.of(reference.namespaceOrEmpty(), pods.spec(row), written, stored);
    edit.admitPod(row, labels, spec);
    edit.addPoliciesApplied(reference);
    Workload workload = workloads.get(reference);
    if (workload != null && !reference.kind().equals("DaemonSet")) {
      changed.put(
          reference,
          new Workload(
              workload.meta(),
              workload.replicas(),
              labels,
              spec,
              workload.topmost(),
              workload.templatePath()));
    }
    return true;
  }

  private static Map<String, String> labels(Map<String, Object> pod) {
    Map<String, String> labels = new TreeMap<>();
    if (pod.get("metadata") instanceof Map<?, ?> metadata
        && metadata.get("labels") instanceof Map<?, ?> written) {
      written.forEach((name, value) -> labels.put(String.valueOf(name), String.valueOf(value)));
    }
    return labels;
  }
}
