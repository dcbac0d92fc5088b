package dev.ringfence.policy.controls.tenant;

import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.controls.admission.Words;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.policy.fence.Opening;
import dev.ringfence.policy.fence.Profiles;
import java.util.ArrayList;
import java.util.List;

/** Closed both ways, and then what is needed: DNS, own namespaces, what is published. */
final class NetworkObjects {

  private static final String API = "networking.k8s.io/v1";

  private final FencePlan plan;
  private final Fence fence;
  private final String namespace;
  private final List<ControlObject> objects = new ArrayList<>();

  NetworkObjects(FencePlan plan, Fence fence, String namespace) {
    this.plan = plan;
    this.fence = fence;
    this.namespace = namespace;
  }

  List<ControlObject> all() {
    add(
        "default-deny",
        """
        spec:
          podSelector: {}
          policyTypes: [Ingress, Egress]
        """);
    dns();
    ownNamespaces();
    published();
    consumed();
    if (Profiles.INTERNET.equals(fence.settings().networkProfile())) {
      add("internet", InternetRule.spec(plan, fence));
    }
    if (fence.usesApi() && !fence.settings().apiServerAddresses().isEmpty()) {
      apiServer();
      if (enforcesByCilium()) {
        objects.add(CiliumApiServer.policy(namespace));
      }
    }
    return objects;
  }

  private void add(String control, String spec) {
    String name = "ringfence-" + control;
    objects.add(
        new ControlObject(
            "network/" + control,
            API,
            "NetworkPolicy",
            namespace,
            name,
            TenantObjects.head(API, "NetworkPolicy", namespace, name) + spec));
  }

  private void dns() {
    if (limitsNames()) {
      objects.add(CiliumDns.policy(plan, fence, namespace));
      return;
    }
    StringBuilder egress = new StringBuilder();
    for (Opening resolver : plan.resolvers().pods()) {
      if (resolver.isFor(fence.tenant())) {
        egress.append(out(resolver));
      }
    }
    if (!plan.resolvers().addresses().isEmpty()) {
      egress.append(nodeCaches(plan.resolvers().addresses()));
      if (enforcesByCilium()) {
        objects.add(CiliumDns.ofNodes(namespace));
      }
    }
    add(
        "dns",
        """
        spec:
          podSelector: {}
          policyTypes: [Egress]
          egress:
        """
            + YamlText.indented(egress.toString(), 2)
            + "\n");
  }

  private static String nodeCaches(List<String> addresses) {
    StringBuilder peers = new StringBuilder("- to:\n");
    for (String address : addresses) {
      peers
          .append("  - ipBlock: {cidr: ")
          .append(YamlText.quoted(AddressRanges.single(address)))
          .append("}\n");
    }
    return peers + "  ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]\n";
  }

  /** Cilium answers only names on a list; with the internet allowed there is no such list. */
  private boolean limitsNames() {
    return enforcesByCilium() && !Profiles.INTERNET.equals(fence.settings().networkProfile());
  }

  private boolean enforcesByCilium() {
    return plan.traits().enforcers().equals(List.of("cilium"))
        && plan.traits().serves("ciliumnetworkpolicies.cilium.io");
  }

  private void ownNamespaces() {
    String own =
        "namespaceSelector: {matchLabels: {%s: %s}}"
            .formatted(Words.TENANT, YamlText.name(fence.tenant()));
    add(
        "own-namespaces",
        """
        spec:
          podSelector: {}
          policyTypes: [Ingress, Egress]
          ingress:
          - from:
            - %1$s
          egress:
          - to:
            - %1$s
        """
            .formatted(own));
  }

  private void published() {
    for (Opening opening : plan.openings()) {
      if (opening.tenant().equals(fence.tenant()) && opening.namespace().equals(namespace)) {
        add(
            "published-" + opening.service(),
            """
            spec:
              podSelector: {matchLabels: %s}
              policyTypes: [Ingress]
              ingress:
              - from:
            %s
                ports:
            %s
            """
                .formatted(
                    YamlText.map(opening.selector()),
                    YamlText.indented(consumers(opening), 4),
                    YamlText.indented(ports(opening), 4)));
      }
    }
  }

  private String consumers(Opening opening) {
    if (opening.to().isEmpty()) {
      return "- namespaceSelector: {}\n";
    }
    List<String> tenants =
        opening.to().stream().filter(name -> !name.equals("platform")).sorted().toList();
    StringBuilder peers = new StringBuilder();
    if (!tenants.isEmpty()) {
      peers.append(in(Words.TENANT, tenants));
    }
    if (opening.to().contains("platform")) {
      peers.append(in("kubernetes.io/metadata.name", plan.platformNamespaces()));
    }
    return peers.toString();
  }

  private static String in(String key, List<String> values) {
    return """
        - namespaceSelector:
            matchExpressions:
            - {key: %s, operator: In, values: %s}
        """
        .formatted(key, YamlText.list(values));
  }

  private static String ports(Opening opening) {
    StringBuilder ports = new StringBuilder();
    for (Opening.Port port : opening.ports()) {
      boolean number = port.port().chars().allMatch(Character::isDigit);
      ports.append(
          "- {port: %s, protocol: %s}\n"
              .formatted(number ? port.port() : YamlText.quoted(port.port()), port.protocol()));
    }
    return ports.toString();
  }

  private void consumed() {
    StringBuilder egress = new StringBuilder();
    for (Opening opening : plan.openings()) {
      if (opening.isFor(fence.tenant())) {
        egress.append(out(opening));
      }
    }
    if (!egress.isEmpty()) {
      add(
          "consumed",
          """
          spec:
            podSelector: {}
            policyTypes: [Egress]
            egress:
          """
              + YamlText.indented(egress.toString(), 2)
              + "\n");
    }
  }

  private static String out(Opening opening) {
    return """
        - to:
          - namespaceSelector:
              matchLabels: {kubernetes.io/metadata.name: %s}
            podSelector: {matchLabels: %s}
          ports:
        %s
        """
        .formatted(
            YamlText.name(opening.namespace()),
            YamlText.map(opening.selector()),
            YamlText.indented(ports(opening), 2));
  }

  private void apiServer() {
    StringBuilder peers = new StringBuilder();
    for (String range : fence.settings().apiServerAddresses()) {
      peers.append("    - ipBlock: {cidr: ").append(YamlText.quoted(range)).append("}\n");
    }
    add(
        "api-server",
        """
        spec:
          podSelector: {}
          policyTypes: [Egress]
          egress:
          - to:
        """
            + peers
            + """
                ports:
                - {port: 443, protocol: TCP}
                - {port: 6443, protocol: TCP}
            """
                .indent(0));
  }
}
