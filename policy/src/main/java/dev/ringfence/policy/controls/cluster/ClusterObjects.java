package dev.ringfence.policy.controls.cluster;

import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.advice.SandboxOverhead;
import dev.ringfence.policy.advice.SandboxRuntime;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.controls.admission.Words;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The objects of the cluster but for admission. */
public final class ClusterObjects {

  private static final String RBAC = "rbac.authorization.k8s.io/v1";

  private ClusterObjects() {}

  /** In the order in which they must be there. */
  public static List<ControlObject> of(FencePlan plan) {
    List<ControlObject> objects = new ArrayList<>();
    objects.add(member());
    objects.add(viewer());
    objects.addAll(exceptions());
    objects.add(priority());
    objects.addAll(runtimeClasses(plan));
    objects.addAll(FairQueues.of(plan));
    objects.addAll(NodeClosing.of(plan));
    return objects;
  }

  static String head(String apiVersion, String kind, String name) {
    return """
        apiVersion: %s
        kind: %s
        metadata:
          name: %s
          labels:
            app.kubernetes.io/managed-by: ringfence
        """
        .formatted(apiVersion, kind, YamlText.name(name));
  }

  private static ControlObject clusterRole(String control, String name, String rules) {
    return new ControlObject(
        control, RBAC, "ClusterRole", null, name, head(RBAC, "ClusterRole", name) + rules);
  }

  /**
   * What a tenant's people may do: everything about workloads, nothing about grants, fences, nodes
   * or endpoints; no impersonation, no tokens for others, no Ingress, no Pod Disruption of others.
   */
  private static ControlObject member() {
    return clusterRole(
        "access/member-role",
        "ringfence-tenant-member",
        """
        rules:
        - apiGroups: [""]
          resources: [pods, configmaps, secrets, services, persistentvolumeclaims, replicationcontrollers]
          verbs: [create, delete, deletecollection, get, list, patch, update, watch]
        - apiGroups: [""]
          resources: [pods/log, pods/status, events, resourcequotas, limitranges, serviceaccounts, endpoints]
          verbs: [get, list, watch]
        - apiGroups: [""]
          resources: [pods/exec, pods/attach, pods/portforward]
          verbs: [create]
        - apiGroups: [""]
          resources: [pods/ephemeralcontainers]
          verbs: [patch, update]
        - apiGroups: [""]
          resources: [pods/eviction]
          verbs: [create]
        - apiGroups: [apps]
          resources: [daemonsets, deployments, deployments/scale, replicasets, replicasets/scale, statefulsets, statefulsets/scale]
          verbs: [create, delete, deletecollection, get, list, patch, update, watch]
        - apiGroups: [batch]
          resources: [cronjobs, jobs]
          verbs: [create, delete, deletecollection, get, list, patch, update, watch]
        - apiGroups: [autoscaling]
          resources: [horizontalpodautoscalers]
          verbs: [create, delete, get, list, patch, update, watch]
        - apiGroups: [policy]
          resources: [poddisruptionbudgets]
          verbs: [create, delete, get, list, patch, update, watch]
        - apiGroups: [networking.k8s.io]
          resources: [networkpolicies]
          verbs: [get, list, watch]
        """);
  }

  private static ControlObject viewer() {
    return clusterRole(
        "access/viewer-role",
        "ringfence-tenant-viewer",
        """
        rules:
        - apiGroups: [""]
          resources: [pods, pods/log, services, configmaps, persistentvolumeclaims, events, resourcequotas, limitranges]
          verbs: [get, list, watch]
        - apiGroups: [apps]
          resources: [daemonsets, deployments, replicasets, statefulsets]
          verbs: [get, list, watch]
        - apiGroups: [batch]
          resources: [cronjobs, jobs]
          verbs: [get, list, watch]
        """);
  }

  /** Verbs on a resource that no server serves: they open one door in the guards, nothing else. */
  private static List<ControlObject> exceptions() {
    List<ControlObject> objects = new ArrayList<>();
    objects.add(
        fenceRole(
            "ringfence-fence-manager", "clean-up, cross-nodes, manage, schedule, write-endpoints"));
    objects.addAll(
        exception(
            "ringfence-clean-up", "clean-up", "generic-garbage-collector", "namespace-controller"));
    objects.addAll(
        exception(
            "ringfence-write-endpoints",
            "write-endpoints",
            "endpoint-controller",
            "endpointslice-controller",
            "endpointslicemirroring-controller"));
    objects.add(fenceRole("ringfence-schedule", "schedule"));
    objects.add(
        clusterRoleBinding(
            "ringfence-schedule",
            """
            - apiGroup: rbac.authorization.k8s.io
              kind: User
              name: system:kube-scheduler
            """));
    return objects;
  }

  private static List<ControlObject> exception(String name, String verb, String... accounts) {
    StringBuilder subjects = new StringBuilder();
    for (String account : accounts) {
      subjects.append(
          """
          - kind: ServiceAccount
            name: %s
            namespace: kube-system
          """
              .formatted(account));
    }
    return List.of(fenceRole(name, verb), clusterRoleBinding(name, subjects.toString()));
  }

  private static ControlObject fenceRole(String name, String verbs) {
    return clusterRole(
        "guard/exceptions",
        name,
        """
        rules:
        - apiGroups: [ringfence.dev]
          resources: [fences]
          verbs: [%s]
        """
            .formatted(verbs));
  }

  private static ControlObject clusterRoleBinding(String name, String subjects) {
    return new ControlObject(
        "guard/exceptions",
        RBAC,
        "ClusterRoleBinding",
        null,
        name,
        head(RBAC, "ClusterRoleBinding", name)
            + """
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: ClusterRole
              name: %s
            subjects:
            """
                .formatted(name)
            + subjects);
  }

  private static ControlObject priority() {
    String api = "scheduling.k8s.io/v1";
    return new ControlObject(
        "quota/priority-class",
        api,
        "PriorityClass",
        null,
        "ringfence-tenant",
        head(api, "PriorityClass", "ringfence-tenant")
            + """
            description: What tenants may ask for; it evicts nobody.
            preemptionPolicy: Never
            value: 0
            """);
  }

  private static List<ControlObject> runtimeClasses(FencePlan plan) {
    TreeMap<String, Fence> byName = new TreeMap<>();
    for (Fence fence : plan.inCluster()) {
      String name = SandboxRuntime.className(fence.pattern(), fence.settings(), plan.traits());
      if (Promise.isSandboxed(fence.pattern())
          && name != null
          && SandboxRuntime.isMade(fence.settings(), name, plan.traits())) {
        byName.putIfAbsent(name, fence);
      }
    }
    List<ControlObject> objects = new ArrayList<>();
    byName.forEach((name, fence) -> objects.add(runtimeClass(plan, name, fence)));
    return objects;
  }

  private static ControlObject runtimeClass(FencePlan plan, String name, Fence fence) {
    String handler = String.valueOf(SandboxRuntime.handler(fence.settings(), plan.traits()));
    String api = "node.k8s.io/v1";
    boolean pool = !Promise.hasOwnNodes(fence.pattern());
    String scheduling =
        pool
            ? """
            scheduling:
              nodeSelector: {%s: %s}
              tolerations:
              - {key: %s, operator: Equal, value: %s}
            """
                .formatted(
                    Words.POOL_NODE_LABEL,
                    YamlText.name(fence.pool()),
                    Words.POOL_TAINT,
                    YamlText.name(fence.pool()))
            : "";
    return new ControlObject(
        "sandbox/runtime-class",
        api,
        "RuntimeClass",
        null,
        name,
        head(api, "RuntimeClass", name)
            + "handler: "
            + YamlText.name(handler.toLowerCase(Locale.ROOT))
            + "\noverhead:\n  podFixed: "
            + YamlText.map(SandboxOverhead.of(handler))
            + "\n"
            + scheduling);
  }
}
