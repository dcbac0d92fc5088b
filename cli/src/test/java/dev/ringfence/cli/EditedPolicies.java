package dev.ringfence.cli;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.NetworkPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A small cluster in which network policies matter, and random policies for it: over all pods of a
 * namespace and over some, both directions, namespaces by labels and by name, addresses of pods, of
 * nodes and of neither, ports by number, range and name.
 */
final class EditedPolicies {

  /** Who enforces policies. */
  enum Enforcers {
    NOBODY_KNOWN,
    ONE,
    TWO
  }

  private static final List<String> APPS = List.of("app-0", "app-1", "app-2");
  private static final List<String> TEAMS = List.of("a", "b");
  private static final List<String> BLOCKS =
      List.of(
          "0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "192.0.2.0/24", "192.0.2.1/32", "8.8.8.8/32");

  private final Random random;
  private int names;

  EditedPolicies(Random random) {
    this.random = random;
  }

  /** A policy of a name that no other has. */
  NetworkPolicy policy(int namespaces) {
    return policy("t" + random.nextInt(namespaces), "more-" + names++);
  }

  /** The same object, written otherwise. */
  NetworkPolicy rewritten(NetworkPolicy policy) {
    return policy(policy.meta().namespace(), policy.meta().name());
  }

  private NetworkPolicy policy(String namespace, String name) {
    int directions = 1 + random.nextInt(3);
    return new NetworkPolicy(
        StandingScene.meta("NetworkPolicy", namespace, name),
        random.nextInt(3) == 0 ? LabelSelector.EVERYTHING : pods(),
        (directions & 1) != 0,
        (directions & 2) != 0,
        (directions & 1) != 0 ? rules() : List.of(),
        (directions & 2) != 0 ? rules() : List.of());
  }

  private List<NetworkPolicy.Rule> rules() {
    List<NetworkPolicy.Rule> rules = new ArrayList<>();
    for (int rule = random.nextInt(3); rule > 0; rule--) {
      List<NetworkPolicy.Peer> peers = new ArrayList<>();
      for (int peer = random.nextInt(6) == 0 ? 0 : 1 + random.nextInt(2); peer > 0; peer--) {
        peers.add(peer());
      }
      List<NetworkPolicy.Port> ports = new ArrayList<>();
      for (int port = random.nextInt(3); port > 0; port--) {
        ports.add(port());
      }
      rules.add(new NetworkPolicy.Rule(peers, ports));
    }
    return rules;
  }

  private NetworkPolicy.Peer peer() {
    return switch (random.nextInt(6)) {
      case 0 -> new NetworkPolicy.Peer(pods(), null, null);
      case 1 -> new NetworkPolicy.Peer(LabelSelector.EVERYTHING, null, null);
      case 2 -> new NetworkPolicy.Peer(pods(), namespaces(), null);
      case 3 ->
          new NetworkPolicy.Peer(
              null,
              null,
              new NetworkPolicy.IpBlock(
                  BLOCKS.get(random.nextInt(BLOCKS.size())),
                  random.nextBoolean() ? List.of() : List.of("10.1.0.0/24")));
      default -> new NetworkPolicy.Peer(null, namespaces(), null);
    };
  }

  private NetworkPolicy.Port port() {
    return switch (random.nextInt(5)) {
      case 0 -> new NetworkPolicy.Port("TCP", "web", 0, 0);
      case 1 -> new NetworkPolicy.Port("TCP", null, 0, 0);
      case 2 -> new NetworkPolicy.Port("TCP", null, 8000, 9000);
      case 3 -> new NetworkPolicy.Port("UDP", null, 53, 53);
      default -> new NetworkPolicy.Port("TCP", null, 8080, 8080);
    };
  }

  private LabelSelector pods() {
    String key = random.nextInt(12) == 0 ? "tier" : "app";
    String value = APPS.get(random.nextInt(APPS.size()));
    return random.nextInt(4) > 0
        ? new LabelSelector(Map.of(key, value), List.of())
        : new LabelSelector(
            Map.of(),
            List.of(
                new LabelSelector.Requirement(key, LabelSelector.Operator.NOT_IN, List.of(value))));
  }

  private LabelSelector namespaces() {
    return switch (random.nextInt(6)) {
      case 0 -> LabelSelector.EVERYTHING;
      case 1 ->
          // Whoever labels that very namespace as it likes is let in (I23).
          new LabelSelector(
              Map.of(
                  "kubernetes.io/metadata.name",
                  "t" + random.nextInt(5),
                  "team",
                  TEAMS.get(random.nextInt(TEAMS.size()))),
              List.of());
      case 2 ->
          new LabelSelector(
              Map.of("kubernetes.io/metadata.name", "t" + random.nextInt(5)), List.of());
      default ->
          new LabelSelector(Map.of("team", TEAMS.get(random.nextInt(TEAMS.size()))), List.of());
    };
  }

  /** Four tenants with namespaces and pods that differ, Services, grants, and who enforces. */
  static String cluster(Enforcers enforcers) {
    StringBuilder yaml = new StringBuilder();
    for (int node = 0; node < 3; node++) {
      yaml.append(
          """
          apiVersion: v1
          kind: Node
          metadata: {name: node-%1$d, labels: {pool: p%2$d}}
          spec: {podCIDR: 10.%1$d.0.0/16, podCIDRs: [10.%1$d.0.0/16]}
          status: {addresses: [{type: InternalIP, address: 192.0.2.%1$d}]}
          ---
          """
              .formatted(node, node % 2));
    }
    if (enforcers != Enforcers.NOBODY_KNOWN) {
      yaml.append(enforcer("calico-node", enforcers == Enforcers.TWO ? "p0" : null));
    }
    if (enforcers == Enforcers.TWO) {
      yaml.append(enforcer("antrea-agent", "p1"));
    }
    yaml.append(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: fences}
        rules:
        - {apiGroups: [networking.k8s.io], resources: [networkpolicies], verbs: [create, delete]}
        - {apiGroups: [""], resources: [pods], verbs: [update]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: labels}
        rules:
        - {apiGroups: [""], resources: [namespaces], verbs: [patch]}
        ---
        """);
    for (int tenant = 0; tenant < 5; tenant++) {
      namespace(yaml, tenant);
    }
    return yaml.toString();
  }

  private static String enforcer(String name, @Nullable String pool) {
    return """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: %1$s, namespace: kube-system}
        spec:
          selector: {matchLabels: {k8s-app: %1$s}}
          template:
            metadata: {labels: {k8s-app: %1$s}}
            spec:
              %2$s
              hostNetwork: true
              tolerations: [{operator: Exists}]
              containers: [{name: %1$s, image: "example.org/%1$s:v3"}]
        ---
        """
        .formatted(name, pool == null ? "hostPID: false" : "nodeSelector: {pool: " + pool + "}");
  }

  private static void namespace(StringBuilder yaml, int tenant) {
    yaml.append(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: t%1$d, labels: {team: %2$s}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: closed, namespace: t%1$d}
        spec: {podSelector: {}, policyTypes: [%3$s]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web, namespace: t%1$d}
        spec:
          podSelector: {matchLabels: {app: app-0}}
          ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}}], ports: [{port: web}]}]
          egress: [{to: [{podSelector: {}}]}]
          policyTypes: [Ingress, Egress]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: t%1$d}
        spec: {type: %4$s, selector: {app: app-0}, ports: [{port: 80, targetPort: 8080, nodePort: 3000%1$d}]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: grant, namespace: t%1$d}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %5$s}
        subjects: [{kind: ServiceAccount, name: default, namespace: t%6$d}]
        ---
        """
            .formatted(
                tenant,
                tenant % 2 == 0 ? "a" : "b",
                tenant == 3 ? "Ingress" : "Ingress, Egress",
                tenant == 1 ? "NodePort" : tenant == 2 ? "LoadBalancer" : "ClusterIP",
                tenant == 0 ? "fences" : "view",
                tenant));
    for (int pod = 0; pod < 3; pod++) {
      yaml.append(
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: app-%2$d, namespace: t%1$d, labels: {app: app-%2$d}}
          spec:
            nodeName: node-%3$d
            %4$s
            containers:
            - name: c
              image: "example.org/app-%1$d-%2$d"
              ports: [{containerPort: 8080, name: web%5$s}, {containerPort: 53, name: dns, protocol: UDP}]
          status: {podIP: 10.%3$d.%1$d.%2$d}
          ---
          """
              .formatted(
                  tenant,
                  pod,
                  (tenant + pod) % 3,
                  tenant == 4 && pod == 2 ? "hostNetwork: true" : "hostIPC: false",
                  tenant == 3 && pod == 1 ? ", hostPort: 9090" : ""));
    }
  }
}
