package dev.ringfence.enforce.rehearsal;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterOverlay;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.intake.pod.PodAdmission;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.policy.controls.admission.PatternPods;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Fences for a cluster, rendered and ready to be laid over it.
 *
 * @param policy what people say, with what is provided and with each tenant's class
 * @param movers tenants that move to clusters of their own
 * @param leaving their namespaces
 */
record Draft(
    Cluster cluster,
    PolicySet policy,
    Provision provision,
    FencePlan plan,
    Controls controls,
    Set<String> movers,
    Set<String> leaving) {

  Draft {
    movers = Set.copyOf(movers);
    leaving = Set.copyOf(leaving);
  }

  /** Everything in force: fences up, pods made anew, and gone who moves out. */
  Cluster inForce() {
    Set<String> all = new TreeSet<>(controls.tenants().keySet());
    return with(controls.inOrder(), all, leaving, true);
  }

  /** What people say once the movers are gone. */
  PolicySet policyAfter() {
    return new PolicySet(
        policy.tenants().stream().filter(each -> !movers.contains(each.name())).toList(),
        policy.isolationClasses(),
        policy.requirements(),
        policy.statements(),
        policy.nodePools(),
        policy.acceptedRisks(),
        policy.tenantLabel(),
        policy.remarks());
  }

  /**
   * The cluster with some of it.
   *
   * @param objects that are applied
   * @param anew tenants whose pods are made anew; those that would be refused run on as they are
   * @param gone namespaces that are deleted
   * @param prepared whether what the cluster lacks was provided
   */
  Cluster with(List<ControlObject> objects, Set<String> anew, Set<String> gone, boolean prepared) {
    Cluster over = RenderedCluster.of(objects, prepared ? provision.manifests() : "");
    return new ClusterOverlay(cluster, over, isIn(gone))
        .build(
            builder -> {
              PodAdmission admission =
                  new PodAdmission(
                      builder.serviceAccounts(),
                      builder.limitRanges(),
                      builder.priorityClasses(),
                      builder.runtimeClasses());
              Map<String, PatternPods> patterns = patterns(anew);
              return pod -> anew(pod, patterns, admission);
            });
  }

  private Map<String, PatternPods> patterns(Set<String> tenants) {
    Map<String, PatternPods> patterns = new HashMap<>();
    for (Fence fence : plan.inCluster()) {
      if (tenants.contains(fence.tenant())) {
        PatternPods pods = new PatternPods(plan, fence);
        fence.namespaces().forEach(namespace -> patterns.put(namespace, pods));
      }
    }
    return patterns;
  }

  private @Nullable PodSpec anew(
      int pod, Map<String, PatternPods> patterns, PodAdmission admission) {
    String namespace = cluster.namespaces().get(cluster.pods().namespace(pod)).name();
    PatternPods pattern = patterns.get(namespace);
    PodSpec spec = cluster.pods().spec(pod);
    if (pattern == null || cluster.pods().completed(pod) || !pattern.refusals(spec).isEmpty()) {
      return null;
    }
    return admission.admit(namespace, pattern.defaulted(spec));
  }

  /** What of a tenant's pods would be refused, by workload, in the order of the cluster. */
  Map<String, List<String>> refusals(Fence fence) {
    PatternPods pattern = new PatternPods(plan, fence);
    Map<String, List<String>> refused = new TreeMap<>();
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      String namespace = cluster.namespaces().get(cluster.pods().namespace(pod)).name();
      if (fence.namespaces().contains(namespace) && !cluster.pods().completed(pod)) {
        List<String> why = pattern.refusals(cluster.pods().spec(pod));
        if (!why.isEmpty()) {
          Set<String> all = new LinkedHashSet<>(why);
          String workload = cluster.pods().topmost(pod).toString();
          all.addAll(refused.getOrDefault(workload, List.of()));
          refused.put(workload, new ArrayList<>(all));
        }
      }
    }
    return refused;
  }

  /** Everything of a namespace goes with it. */
  static Predicate<ObjectReference> isIn(Set<String> namespaces) {
    Set<String> gone = new HashSet<>(namespaces);
    return reference ->
        reference.kind().equals("Namespace")
            ? gone.contains(reference.name())
            : reference.namespace() != null && gone.contains(reference.namespace());
  }
}
