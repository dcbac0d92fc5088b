package dev.ringfence.policy.controls.outside;

import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.network.PodAddressing;
import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.controls.ControlFile;
import dev.ringfence.policy.controls.admission.Words;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Map<String, Pool> pools = new TreeMap<>();
  private final StringBuilder sets = new StringBuilder();
  private final StringBuilder rules = new StringBuilder();
  private final List<String> gaps = new ArrayList<>();

  /**
   * Nodes that are held apart from others.
   *
   * @param label by which they are told, with its value
   * @param tenants whose pods run there: one, or those who share a pool of sandboxes
   */
  private record Pool(String label, String value, Set<String> tenants, List<Node> nodes) {
    Pool(String label, String value) {
      this(label, value, new TreeSet<>(), new ArrayList<>());
    }

    boolean has(Node node) {
      return value.equals(node.labels().get(label));
    }
  }

  private FirewallFile(FencePlan plan) {
    this.plan = plan;
  }

  /** One file, or none where no tenant has nodes of its own or a pool of sandboxes. */
  public static List<ControlFile> of(FencePlan plan) {
    FirewallFile firewall = new FirewallFile(plan);
    for (Fence fence : plan.inCluster()) {
      if (Promise.hasOwnNodes(fence.pattern())) {
        firewall.add(fence.tenant(), Words.TENANT_NODE_LABEL, fence.tenant(), fence);
      }
    }
    for (Fence fence : plan.inCluster()) {
      if (Promise.isSandboxed(fence.pattern()) && !Promise.hasOwnNodes(fence.pattern())) {
        firewall.add("pool-" + fence.pool(), Words.POOL_NODE_LABEL, fence.pool(), fence);
      }
    }
    return firewall.pools.isEmpty() ? List.of() : List.of(firewall.file());
  }

  /** A tenant may have the name that a pool would get. */
  private void add(String wanted, String label, String value, Fence fence) {
    String name = wanted;
    Pool known = pools.get(name);
    while (known != null && !known.label().equals(label)) {
      name += "_";
      known = pools.get(name);
    }
    pools.computeIfAbsent(name, ignored -> new Pool(label, value)).tenants().add(fence.tenant());
  }

  private ControlFile file() {
    List<Node> control = new ArrayList<>();
    List<Node> others = new ArrayList<>();
    for (Node node : plan.traits().nodes()) {
      Optional<Pool> owner = pools.values().stream().filter(pool -> pool.has(node)).findFirst();
      if (owner.isPresent()) {
        owner.get().nodes().add(node);
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
    pools.forEach((name, pool) -> pool(name, pool.nodes()));
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

  /** Pools whose tenants publish something to this one's, or the reverse too. */
  private List<String> neighbours(String pool, boolean bothWays) {
    TreeSet<String> neighbours = new TreeSet<>();
    pools.forEach(
        (other, its) -> {
          if (!other.equals(pool) && (isOpen(other, pool) || (bothWays && isOpen(pool, other)))) {
            neighbours.add(other);
          }
        });
    return List.copyOf(neighbours);
  }

  /** Whether a tenant of one pool publishes something to a tenant of another. */
  private boolean isOpen(String from, String to) {
    Set<String> publishers = tenants(from);
    Set<String> consumers = tenants(to);
    return plan.openings().stream()
        .anyMatch(
            opening ->
                publishers.contains(opening.tenant())
                    && consumers.stream().anyMatch(opening::isFor));
  }

  private Set<String> tenants(String pool) {
    Pool known = pools.get(pool);
    return known == null ? Set.of() : known.tenants();
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
