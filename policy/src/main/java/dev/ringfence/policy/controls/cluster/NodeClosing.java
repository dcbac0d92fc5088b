package dev.ringfence.policy.controls.cluster;

import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.controls.admission.Words;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Closes the way from tenants' pods to nodes, in the words of whatever enforces here. */
final class NodeClosing {

  private static final String CONTROL = "network/own-node";
  private static final String NAME = "ringfence-nodes";

  private NodeClosing() {}

  static List<ControlObject> of(FencePlan plan) {
    List<ControlObject> objects = new ArrayList<>();
    if (plan.traits().serves("clusternetworkpolicies.policy.networking.k8s.io")) {
      objects.add(clusterNetworkPolicy(plan));
    }
    if (plan.traits().enforcers().contains("cilium")
        && plan.traits().serves("ciliumclusterwidenetworkpolicies.cilium.io")) {
      objects.add(cilium());
    }
    if (plan.traits().enforcers().contains("calico")
        && plan.traits().serves("globalnetworkpolicies.crd.projectcalico.org")) {
      objects.add(calico(plan));
    }
    return objects;
  }

  private static ControlObject object(String apiVersion, String kind, String spec) {
    return new ControlObject(
        CONTROL, apiVersion, kind, null, NAME, ClusterObjects.head(apiVersion, kind, NAME) + spec);
  }

  private static ControlObject clusterNetworkPolicy(FencePlan plan) {
    TreeSet<String> api = new TreeSet<>();
    for (Fence fence : plan.inCluster()) {
      if (fence.usesApi()) {
        api.addAll(fence.settings().apiServerAddresses());
      }
    }
    String accept =
        api.isEmpty()
            ? ""
            : """
              - name: api-server
                action: Accept
                to:
                - networks: %s
                protocols:
                - tcp: {destinationPort: {number: 6443}}
            """
                .formatted(YamlText.list(api));
    return object(
        "policy.networking.k8s.io/v1alpha2",
        "ClusterNetworkPolicy",
        """
        spec:
          tier: Admin
          priority: 10
          subject:
            namespaces:
              matchExpressions:
              - {key: %s, operator: Exists}
              - {key: %s, operator: NotIn, values: [observe]}
          egress:
        """
                .formatted(Words.TENANT, Words.STAGE)
            + accept
            + """
              - name: nodes
                action: Deny
                to:
                - nodes: {}
            """);
  }

  private static ControlObject cilium() {
    return object(
        "cilium.io/v2",
        "CiliumClusterwideNetworkPolicy",
        """
        spec:
          endpointSelector:
            matchExpressions:
            - {key: "k8s:io.cilium.k8s.namespace.labels.%1$s", operator: Exists}
            - {key: "k8s:io.cilium.k8s.namespace.labels.%2$s", operator: NotIn, values: [observe]}
          egressDeny:
          - toEntities: [host, remote-node]
        """
            .formatted(Words.TENANT, Words.STAGE));
  }

  private static ControlObject calico(FencePlan plan) {
    TreeSet<String> nets = new TreeSet<>();
    plan.traits()
        .nodes()
        .forEach(
            node ->
                node.addresses()
                    .forEach(
                        address -> {
                          if (address.matches("[0-9.]+")) {
                            nets.add(address + "/32");
                          } else if (address.indexOf(':') >= 0) {
                            nets.add(address + "/128");
                          }
                        }));
    return object(
        "crd.projectcalico.org/v1",
        "GlobalNetworkPolicy",
        """
        spec:
          order: 10
          namespaceSelector: has(%1$s) && %2$s != "observe"
          types: [Egress]
          egress:
          - action: Deny
            destination: {nets: %3$s}
          - action: Pass
        """
            .formatted(Words.TENANT, Words.STAGE, YamlText.list(nets)));
  }
}
