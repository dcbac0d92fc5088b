package dev.ringfence.policy.controls.tenant;

import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.policy.fence.Opening;
import java.util.TreeMap;
import java.util.TreeSet;

/** DNS that answers only own and published names, where Cilium's proxy can hold it. */
final class CiliumDns {

  /** A cache on the node is the host to Cilium, whatever address it listens at. */
  private static final String HOST =
      """
      - toEntities: [host]
        toPorts:
        - ports:
          - {port: "53", protocol: TCP}
          - {port: "53", protocol: UDP}
      """;

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
      rules.append("- matchPattern: ").append(YamlText.quoted(pattern)).append('\n');
    }
    StringBuilder egress = new StringBuilder();
    for (Opening resolver : plan.resolvers().pods()) {
      if (resolver.isFor(fence.tenant())) {
        egress.append(to(resolver, rules.toString()));
      }
    }
    if (!plan.resolvers().addresses().isEmpty()) {
      egress.append(HOST).append(answering(rules.toString()));
    }
    return policy(namespace, egress.toString());
  }

  /** Where every name may be asked: the way to caches on the node, which no address range means. */
  static ControlObject ofNodes(String namespace) {
    return policy(namespace, HOST);
  }

  private static ControlObject policy(String namespace, String egress) {
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
            """
            + YamlText.indented(egress, 2)
            + "\n");
  }

  private static String to(Opening resolver, String rules) {
    StringBuilder labels = new StringBuilder();
    new TreeMap<>(resolver.selector())
        .forEach(
            (key, value) ->
                labels
                    .append(YamlText.quoted("k8s:" + key))
                    .append(": ")
                    .append(YamlText.quoted(value))
                    .append('\n'));
    StringBuilder list = new StringBuilder();
    for (Opening.Port port : resolver.ports()) {
      list.append("- {port: ")
          .append(YamlText.quoted(port.port()))
          .append(", protocol: ")
          .append(port.protocol())
          .append("}\n");
    }
    return """
        - toEndpoints:
          - matchLabels:
              k8s:io.kubernetes.pod.namespace: %s
        %s
          toPorts:
          - ports:
        %s
        """
            .formatted(
                YamlText.name(resolver.namespace()),
                YamlText.indented(labels.toString(), 6),
                YamlText.indented(list.toString(), 4))
        + answering(rules);
  }

  private static String answering(String rules) {
    return """
            rules:
              dns:
        %s
        """
        .formatted(YamlText.indented(rules, 6));
  }
}
