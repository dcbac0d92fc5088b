package dev.ringfence.policy.controls.outside;

import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.network.PodAddressing;
import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.controls.ControlFile;
import dev.ringfence.policy.controls.admission.Words;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.policy.fence.Opening;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Firewall rules outside the cluster: kubelets, NodePorts and agents are closed between pools.
 *
 * <p>Where pods' addresses are routed, their ranges are held apart too. Behind an overlay a
 * firewall sees only nodes: it holds those apart, and lets the tunnel through, inside which only
 * the network's own policies stand. Where neither is known both are written, and say so.
 */
public final class FirewallFile {

  private static final List<String> CONTROL_PLANE =
      List.of("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master");

  /** VXLAN, Geneve, Flannel's VXLAN; WireGuard of Flannel, Calico and Cilium. */
  private static final String TUNNELS = "{ 4789, 6081, 8472, 51820, 51821, 51871 }";

  /** Etcd, kubelet, its old read-only port, kube-proxy's health, NodePorts. */
  private static final String NODE_PORTS = "{ 2379-2380, 10250, 10255, 10256, 30000-32767 }";

  private final FencePlan plan;
  private final Set<String> pools = new TreeSet<>();
  private final StringBuilder sets = new StringBuilder();
  private final StringBuilder rules = new StringBuilder();
  private final List<String> gaps = new ArrayList<>();

  private FirewallFile(FencePlan plan) {
    this.plan = plan;
  }

  /** One file, or none where no tenant has nodes of its own. */
  public static List<ControlFile> of(FencePlan plan) {
    Map<String, List<Node>> pools = new TreeMap<>();
    for (Fence fence : plan.inCluster()) {
      if (Promise.hasOwnNodes(fence.pattern())) {
        pools.put(fence.tenant(), new ArrayList<>());
      }
    }
    return pools.isEmpty() ? List.of() : List.of(new FirewallFile(plan).file(pools));
  }

  private ControlFile file(Map<String, List<Node>> owned) {
    pools.addAll(owned.keySet());
    List<Node> control = new ArrayList<>();
    List<Node> others = new ArrayList<>();
    for (Node node : plan.traits().nodes()) {
      String owner = node.labels().get(Words.TENANT_NODE_LABEL);
      if (owner != null && owned.containsKey(owner)) {
        owned.getOrDefault(owner, new ArrayList<>()).add(node);
      } else if (CONTROL_PLANE.stream().anyMatch(key -> node.labels().get(key) != null)) {
        control.add(node);
      } else {
        others.add(node);
      }
    }
    nodes("control_plane", control);
    nodes("platform", others);
    List<Node> shared = new ArrayList<>(others);
    shared.addAll(control);
    sets("platform_pods", addresses(shared, true));
    sets("pods", addresses(plan.traits().nodes(), true));
    owned.forEach(this::pool);
    return new ControlFile(
        "firewall/pools",
        "files/firewall/pools.nft",
        """
        # For a router or a security group between the pools; nft -c -f FILE checks it, and loading it
        # again replaces what it loaded before.
        # %1$s
        # control_plane must hold whatever the API server connects from: %2$s
        %5$stable inet ringfence
        delete table inet ringfence
        table inet ringfence {
        %3$s
          chain forward {
            type filter hook forward priority 0; policy accept;
            ct state established,related accept
        %4$s  }
        }
        """
            .formatted(
                network(),
                control.isEmpty()
                    ? "no node of it is to be seen here, fill it in or logs and exec end."
                    : "the nodes of the control plane, as they were seen.",
                sets.toString().stripTrailing(),
                rules,
                gaps.stream().map(gap -> "# " + gap + "\n").collect(Collectors.joining())));
  }

  /** The addresses of nodes; what has none is said, because a firewall knows no names. */
  private void nodes(String set, List<Node> nodes) {
    sets(set, addresses(nodes, false));
    List<String> unknown =
        nodes.stream()
            .filter(node -> addresses(List.of(node), false).isEmpty())
            .map(FirewallFile::word)
            .sorted()
            .toList();
    if (!unknown.isEmpty()) {
      gaps.add("FILL IN, in " + set + ": no address is known of " + String.join(", ", unknown));
    }
  }

  /** A node's name in a comment, whatever a file says it is. */
  private static String word(Node node) {
    return node.name().replaceAll("[^A-Za-z0-9._-]", "?");
  }

  private void pods(String set, List<Node> nodes) {
    sets(set, addresses(nodes, true));
    List<String> unknown =
        nodes.stream()
            .filter(node -> addresses(List.of(node), true).isEmpty())
            .map(FirewallFile::word)
            .sorted()
            .toList();
    if (!unknown.isEmpty()) {
      gaps.add(
          "FILL IN, in " + set + ": no range of pods is known of " + String.join(", ", unknown));
    }
  }

  private String network() {
    return switch (plan.traits().podAddressing()) {
      case ROUTED -> "The network is routed: pods' own ranges are held apart too.";
      case OVERLAY ->
          "The network is an overlay: only nodes are seen here, and its tunnels (VXLAN,"
              + " Geneve, WireGuard, IP in IP) are let through;"
              + " inside it NetworkPolicy stands alone.";
      case UNKNOWN ->
          "Neither routing nor an overlay was seen: the rules by pod range match nothing behind an"
              + " overlay, whose tunnels (VXLAN, Geneve, WireGuard, IP in IP) are let through.";
    };
  }

  private void pool(String tenant, List<Node> nodes) {
    nodes(name("nodes", tenant), nodes);
    if (nodes.isEmpty()) {
      gaps.add("FILL IN " + name("nodes", tenant) + ": no node of " + tenant + " was seen");
    }
    rules.append("    # ").append(tenant).append(": its nodes.\n");
    if (plan.traits().podAddressing() != PodAddressing.Kind.ROUTED) {
      tunnel(name("nodes", tenant), "platform");
      neighbours(tenant, true)
          .forEach(other -> tunnel(name("nodes", tenant), name("nodes", other)));
    }
    both("DADDR @%1$s SADDR != @control_plane SADDR != @%1$s drop", name("nodes", tenant));
    both("SADDR @%1$s DADDR @platform tcp dport NODE drop", name("nodes", tenant));
    both("SADDR @%1$s DADDR @control_plane tcp dport NODE drop", name("nodes", tenant));
    if (plan.traits().podAddressing() != PodAddressing.Kind.OVERLAY) {
      pods(name("pods", tenant), nodes);
      neighbours(tenant, false)
          .forEach(
              other ->
                  both(
                      "SADDR @%1$s DADDR @%2$s accept", name("pods", tenant), name("pods", other)));
      both("SADDR @%1$s DADDR @platform drop", name("pods", tenant));
      both("SADDR @%1$s DADDR @control_plane tcp dport NODE drop", name("pods", tenant));
      both(
          "SADDR @%1$s DADDR @pods DADDR != @%1$s DADDR != @platform_pods drop",
          name("pods", tenant));
    }
  }

  /** UDP, and IP in IP, which has no ports. */
  private void tunnel(String to, String from) {
    both("DADDR @%1$s SADDR @%2$s udp dport TUNNEL accept", to, from);
    both("DADDR @%1$s SADDR @%2$s meta l4proto 4 accept", to, from);
  }

  /** Tenants with nodes of their own that publish something to this one, or the reverse too. */
  private List<String> neighbours(String tenant, boolean bothWays) {
    TreeSet<String> neighbours = new TreeSet<>();
    for (Opening opening : plan.openings()) {
      for (String other : pools) {
        if (opening.tenant().equals(other) && opening.isFor(tenant)) {
          neighbours.add(other);
        }
        if (bothWays && opening.tenant().equals(tenant) && opening.isFor(other)) {
          neighbours.add(other);
        }
      }
    }
    return List.copyOf(neighbours);
  }

  private static String name(String what, String tenant) {
    return what + "_" + tenant.replace('-', '_').replace('.', '_');
  }

  /** One rule for each family of addresses. */
  private void both(String rule, String... names) {
    String ports = rule.replace("TUNNEL", TUNNELS).replace("NODE", NODE_PORTS);
    for (boolean six : new boolean[] {false, true}) {
      String family = six ? "ip6" : "ip";
      String worded =
          ports
              .formatted((Object[]) names)
              .replace("SADDR", family + " saddr")
              .replace("DADDR", family + " daddr");
      rules
          .append("    ")
          .append(six ? worded.replaceAll("@([a-z0-9_]+)", "@v6_$1") : worded)
          .append('\n');
    }
  }

  /** A set for each family: nftables knows none for both. No other name begins like the second. */
  private void sets(String name, List<String> elements) {
    set(name, "ipv4_addr", elements.stream().filter(one -> one.indexOf(':') < 0).toList());
    set("v6_" + name, "ipv6_addr", elements.stream().filter(one -> one.indexOf(':') >= 0).toList());
  }

  private void set(String name, String type, List<String> elements) {
    sets.append("  set ")
        .append(name)
        .append(" { type ")
        .append(type)
        .append("; flags interval; auto-merge; ")
        .append(elements.isEmpty() ? "" : "elements = { " + String.join(", ", elements) + " } ")
        .append("}\n");
  }

  private static List<String> addresses(List<Node> nodes, boolean pods) {
    return nodes.stream()
        .flatMap(node -> (pods ? node.podCidrs() : node.addresses()).stream())
        .filter(address -> address.matches("[0-9./]+|[0-9a-fA-F:/.]*:[0-9a-fA-F:/.]*"))
        .sorted()
        .distinct()
        .toList();
  }
}
