package dev.ringfence.policy.controls.tenant;

import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.advice.SandboxRuntime;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.controls.admission.Words;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.policy.fence.FencePlanner;
import dev.ringfence.policy.fence.Profiles;
import dev.ringfence.policy.shape.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything in a tenant's own namespaces, in the order in which it must be there. */
public final class TenantObjects {

  private final FencePlan plan;
  private final Fence fence;
  private final List<ControlObject> objects = new ArrayList<>();

  private TenantObjects(FencePlan plan, Fence fence) {
    this.plan = plan;
    this.fence = fence;
  }

  /** The objects of one tenant. */
  public static List<ControlObject> of(FencePlan plan, Fence fence) {
    TenantObjects tenant = new TenantObjects(plan, fence);
    for (String namespace : fence.namespaces()) {
      tenant.namespace(namespace);
      tenant.objects.addAll(new NetworkObjects(plan, fence, namespace).all());
      tenant.quota(namespace);
      tenant.limits(namespace);
      tenant.account(namespace);
      tenant.members(namespace);
    }
    return tenant.objects;
  }

  private void add(
      String control, String apiVersion, String kind, String namespace, String name, String spec) {
    objects.add(new ControlObject(control, apiVersion, kind, namespace, name, spec));
  }

  static String head(String apiVersion, String kind, String namespace, String name) {
    return """
        apiVersion: %s
        kind: %s
        metadata:
          name: %s
          namespace: %s
          labels:
            app.kubernetes.io/managed-by: ringfence
        """
        .formatted(apiVersion, kind, YamlText.name(name), YamlText.name(namespace));
  }

  private void namespace(String namespace) {
    String version = "v" + plan.traits().release();
    Map<String, String> notes = new TreeMap<>();
    if (fence.usesApi()) {
      notes.put(Words.API, "open");
    }
    String runtimeClass =
        SandboxRuntime.className(fence.pattern(), fence.settings(), plan.traits());
    if (Promise.isSandboxed(fence.pattern()) && runtimeClass != null) {
      notes.put(Words.RUNTIME_CLASS, runtimeClass);
      notes.put(Words.POOL, fence.pool());
    }
    if (!fence.hostPrivileges().isEmpty()) {
      notes.put(
          Words.PRIVILEGES,
          String.join(",", fence.hostPrivileges().stream().map(Spelling::word).toList()));
    }
    String registry = fence.settings().registryOf(fence.tenant());
    if (registry != null) {
      notes.put(Words.REGISTRY, registry);
    }
    String bandwidth = fence.settings().bandwidth();
    if (bandwidth != null) {
      notes.put(Words.BANDWIDTH, bandwidth);
    }
    String level = fence.level().label();
    objects.add(
        new ControlObject(
            "namespace",
            "v1",
            "Namespace",
            null,
            namespace,
            """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: %s
            %s  labels:
                app.kubernetes.io/managed-by: ringfence
                ringfence.dev/isolation-class: %s
                ringfence.dev/pattern: %s
                ringfence.dev/stage: enforce
                ringfence.dev/tenant: %s
                pod-security.kubernetes.io/enforce: %s
                pod-security.kubernetes.io/enforce-version: %s
                pod-security.kubernetes.io/audit: %s
                pod-security.kubernetes.io/audit-version: %s
                pod-security.kubernetes.io/warn: %s
                pod-security.kubernetes.io/warn-version: %s
            """
                .formatted(
                    YamlText.name(namespace),
                    notes.isEmpty() ? "" : "  annotations: " + YamlText.map(notes) + "\n",
                    YamlText.name(fence.isolationClass()),
                    FencePlanner.word(fence.pattern()),
                    YamlText.name(fence.tenant()),
                    level,
                    version,
                    level,
                    version,
                    level,
                    version)));
  }

  private void quota(String namespace) {
    StringBuilder hard = new StringBuilder();
    Profiles.quota(fence.settings())
        .forEach(
            (resource, quantity) ->
                hard.append("    ")
                    .append(YamlText.quoted(resource))
                    .append(": ")
                    .append(YamlText.quoted(quantity))
                    .append('\n'));
    add(
        "quota/resources",
        "v1",
        "ResourceQuota",
        namespace,
        "ringfence",
        head("v1", "ResourceQuota", namespace, "ringfence") + "spec:\n  hard:\n" + hard);
    add(
        "quota/priority",
        "v1",
        "ResourceQuota",
        namespace,
        "ringfence-priority",
        head("v1", "ResourceQuota", namespace, "ringfence-priority")
            + """
            spec:
              hard:
                pods: "0"
              scopeSelector:
                matchExpressions:
                - operator: In
                  scopeName: PriorityClass
                  values: [system-cluster-critical, system-node-critical]
            """);
  }

  private void limits(String namespace) {
    add(
        "quota/limits",
        "v1",
        "LimitRange",
        namespace,
        "ringfence",
        head("v1", "LimitRange", namespace, "ringfence")
            + """
            spec:
              limits:
              - type: Container
                default: %s
                defaultRequest: %s
              - type: PersistentVolumeClaim
                max: {storage: 100Gi}
            """
                .formatted(flow(Profiles.DEFAULT_LIMITS), flow(Profiles.DEFAULT_REQUESTS)));
  }

  private static String flow(SortedMap<String, String> quantities) {
    return quantities.toString().replace("=", ": ");
  }

  private void account(String namespace) {
    if (!fence.usesApi()) {
      add(
          "access/no-default-token",
          "v1",
          "ServiceAccount",
          namespace,
          "default",
          head("v1", "ServiceAccount", namespace, "default")
              + "automountServiceAccountToken: false\n");
    }
  }

  private void members(String namespace) {
    if (fence.users().isEmpty()) {
      return;
    }
    StringBuilder subjects = new StringBuilder();
    for (Rbac.Subject subject : fence.users()) {
      subjects.append(
          """
          - apiGroup: rbac.authorization.k8s.io
            kind: %s
            name: %s
          """
              .formatted(
                  subject.kind() == Rbac.SubjectKind.GROUP ? "Group" : "User",
                  YamlText.quoted(subject.name())));
    }
    String role = fence.choosesPods() ? "ringfence-tenant-member" : "ringfence-tenant-viewer";
    add(
        "access/members",
        "rbac.authorization.k8s.io/v1",
        "RoleBinding",
        namespace,
        "ringfence-members",
        head("rbac.authorization.k8s.io/v1", "RoleBinding", namespace, "ringfence-members")
            + """
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: ClusterRole
              name: %s
            subjects:
            """
                .formatted(role)
            + subjects);
  }
}
