package dev.ringfence.policy.controls.tenant;

import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.policy.fence.Opening;
import java.util.TreeSet;

/** DNS that answers only own and published names, where Cilium's proxy can hold it. */
final class CiliumDns {

  private CiliumDns() {}

  static ControlObject policy(FencePlan plan, Fence fence, String namespace) {
    TreeSet<String> patterns = new TreeSet<>();
    for (String own : fence.namespaces()) {
      patterns.add("*." + own + ".svc.cluster.local");
      patterns.add("*.*." + own + ".svc.cluster.local");
    }
    for (Opening opening : plan.openings()) {
      if (opening.isFor(fence.tenant())) {
        patterns.add(opening.service() + "." + opening.namespace() + ".svc.cluster.local");
      }
    }
    StringBuilder rules = new StringBuilder();
    for (String pattern : patterns) {
      rules.append("        - matchPattern: ").append(YamlText.quoted(pattern)).append('\n');
    }
    return new ControlObject(
        "network/dns",
        "cilium.io/v2",
        "CiliumNetworkPolicy",
        namespace,
        "ringfence-dns",
        TenantObjects.head("cilium.io/v2", "CiliumNetworkPolicy", namespace, "ringfence-dns")
            + """
            spec:
              endpointSelector: {}
              egress:
              - toEndpoints:
                - matchLabels:
                    k8s:io.kubernetes.pod.namespace: kube-system
                    k8s:k8s-app: kube-dns
                toPorts:
                - ports:
                  - {port: "53", protocol: ANY}
                  rules:
                    dns:
            """
            + rules);
  }
}
