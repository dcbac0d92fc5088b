package dev.ringfence.policy.controls.outside;

import dev.ringfence.engine.cluster.Node;
import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.controls.ControlFile;
import dev.ringfence.policy.controls.admission.Words;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Firewall rules outside the cluster: kubelet, NodePorts and agents are closed between pools.
 *
 * <p>By node, because behind an overlay a firewall sees only nodes; where nodes have pod ranges and
 * the network is routed, the ranges are in the sets too, and the comment says when they count.
 */
public final class FirewallFile {

  private FirewallFile() {}

  public static List<ControlFile> of(FencePlan plan) {
    Map<String, List<Node>> pools = new TreeMap<>();
    for (Fence fence : plan.inCluster()) {
      if (Promise.hasOwnNodes(fence.pattern())) {
        pools.put(fence.tenant(), new ArrayList<>());
      }
    }
    if (pools.isEmpty()) {
      return List.of();
    }
    for (Node node : plan.traits().nodes()) {
      String owner = node.labels().get(Words.TENANT_NODE_LABEL);
      if (owner != null && pools.containsKey(owner)) {
        pools.getOrDefault(owner, new ArrayList<>()).add(node);
      }
    }
    StringBuilder sets = new StringBuilder();
    StringBuilder rules = new StringBuilder();
    pools.forEach(
        (tenant, nodes) -> {
          String word = tenant.replace('-', '_');
          sets.append(set("nodes_" + word, addresses(nodes, false)));
          sets.append(set("pods_" + word, addresses(nodes, true)));
          rules.append(
              """
                  # %1$s: its nodes' kubelets, NodePorts and agents for the control plane only.
                  ip saddr != @control_plane ip saddr != @nodes_%2$s ip daddr @nodes_%2$s tcp dport { 1-65535 } drop
                  ip saddr != @control_plane ip saddr != @nodes_%2$s ip daddr @nodes_%2$s udp dport { 1-65535 } drop
                  # Where the CNI is routed, its pods' range too: only to the platform's nodes.
                  ip saddr @pods_%2$s ip daddr != @platform ip daddr != @pods_%2$s ip daddr != @nodes_%2$s drop
              """
                  .formatted(tenant, word));
        });
    return List.of(
        new ControlFile(
            "firewall/pools",
            "files/firewall/pools.nft",
            """
            # For a router or a security group between the pools; nft -c -f FILE checks it.
            # With an overlay, tenants' pods reach others inside the tunnel: its port (4789, 8472
            # or 6081/udp) must be let through, and pod ranges below match nothing.
            table inet ringfence {
              set control_plane { type ipv4_addr; flags interval; }
              set platform { type ipv4_addr; flags interval; }
            %s
              chain forward {
                type filter hook forward priority 0; policy accept;
                ct state established,related accept
            %s  }
            }
            """
                .formatted(sets.toString().stripTrailing(), rules)));
  }

  private static String set(String name, List<String> elements) {
    return "  set "
        + name
        + " { type ipv4_addr; flags interval; "
        + (elements.isEmpty() ? "" : "elements = { " + String.join(", ", elements) + " } ")
        + "}\n";
  }

  private static List<String> addresses(List<Node> nodes, boolean pods) {
    return nodes.stream()
        .flatMap(node -> (pods ? node.podCidrs() : node.addresses()).stream())
        .filter(address -> address.matches("[0-9./]+"))
        .sorted()
        .distinct()
        .toList();
  }
}
