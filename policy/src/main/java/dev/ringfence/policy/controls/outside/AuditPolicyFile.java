package dev.ringfence.policy.controls.outside;

import dev.ringfence.policy.controls.ControlFile;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import java.util.TreeSet;

/** The API server's audit policy: fences always, tenants by pattern, stricter with privileges. */
public final class AuditPolicyFile {

  private AuditPolicyFile() {}

  public static ControlFile of(FencePlan plan) {
    TreeSet<String> privileged = new TreeSet<>();
    TreeSet<String> ordinary = new TreeSet<>();
    for (Fence fence : plan.inCluster()) {
      boolean strict = fence.pattern() == Pattern.DEDICATED_NODES_WITH_HOST_PRIVILEGES;
      (strict ? privileged : ordinary).addAll(fence.namespaces());
    }
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # kube-apiserver --audit-policy-file
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
        # Secrets, tokens: who, never what.
        - level: Metadata
          resources:
          - {group: "", resources: [secrets, configmaps, serviceaccounts/token]}
          - {group: authentication.k8s.io, resources: [tokenreviews]}
        # Fences, whoever touches them.
        - level: RequestResponse
          verbs: [create, update, patch, delete, deletecollection]
          resources:
          - {group: "", resources: [namespaces, namespaces/status, namespaces/finalize, nodes, resourcequotas, limitranges]}
          - {group: admissionregistration.k8s.io}
          - {group: networking.k8s.io}
          - {group: rbac.authorization.k8s.io}
          - {group: node.k8s.io}
          - {group: scheduling.k8s.io}
          - {group: flowcontrol.apiserver.k8s.io, resources: [flowschemas, prioritylevelconfigurations]}
          - {group: policy.networking.k8s.io}
          - {group: cilium.io, resources: [ciliumnetworkpolicies, ciliumclusterwidenetworkpolicies, ciliumlocalredirectpolicies]}
          - {group: crd.projectcalico.org, resources: [networkpolicies, globalnetworkpolicies, tiers]}
          - {group: projectcalico.org}
        """);
    if (!privileged.isEmpty()) {
      text.append(
          """
          # Namespaces with privileges on the host: everything, with what was sent.
          - level: RequestResponse
            namespaces: %s
          """
              .formatted(YamlText.list(privileged)));
    }
    if (!ordinary.isEmpty()) {
      text.append(
          """
          # Other fenced namespaces: ways into containers with what was sent, writes by name.
          - level: Request
            namespaces: %1$s
            resources:
            - {group: "", resources: [pods/exec, pods/attach, pods/portforward, pods/proxy, services/proxy, pods/ephemeralcontainers]}
          - level: Metadata
            namespaces: %1$s
          """
              .formatted(YamlText.list(ordinary)));
    }
    text.append("- level: Metadata\n  omitManagedFields: true\n");
    return new ControlFile("audit", "files/audit-policy.yaml", text.toString());
  }
}
