package dev.ringfence.policy.controls.tenant;

import dev.ringfence.engine.cluster.Node;
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
import java.util.Objects;
import java.util.TreeSet;

/** Closed both ways, and then what is needed: DNS, own namespaces, what is published. */
final class NetworkObjects {

  private static final String API = "networking.k8s.io/v1";

  /** Addresses that belong to nodes, pods, Services, metadata services or nobody (RFC 6890). */
  private static final List<String> NOT_THE_INTERNET =
      List.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "168.63.129.16/32",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "224.0.0.0/4",
          "240.0.0.0/4");

  private static final AddressRanges EXCEPTED =
      AddressRanges.union(
          NOT_THE_INTERNET.stream()
              .map(range -> Objects.requireNonNull(AddressRanges.cidr(range)))
              .toList());

  /** What is routed in the internet of version 6. */
  private static final AddressRanges GLOBAL =
      Objects.requireNonNull(AddressRanges.cidr("2000::/3"));

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
      internet();
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
    for (Opening resolver : plan.resolvers()) {
      if (resolver.isFor(fence.tenant())) {
        egress.append(out(resolver));
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

  private void internet() {
    TreeSet<String> own = new TreeSet<>(fence.settings().apiServerAddresses());
    for (Node node : plan.traits().nodes()) {
      node.addresses().forEach(address -> own.add(single(address)));
      own.addAll(node.podCidrs());
    }
    own.removeIf(range -> !isOfTheInternet(range));
    List<String> four = own.stream().filter(range -> range.indexOf(':') < 0).toList();
    List<String> six = own.stream().filter(range -> range.indexOf(':') >= 0).toList();
    add(
        "internet",
        """
        spec:
          podSelector: {}
          policyTypes: [Egress]
          egress:
          - to:
            - ipBlock:
                cidr: 0.0.0.0/0
                except: %s
            - ipBlock:
                cidr: 2000::/3
                except: %s
        """
            .formatted(
                "["
                    + String.join(", ", NOT_THE_INTERNET)
                    + String.join("", four.stream().map(range -> ", " + range).toList())
                    + "]",
                YamlText.list(six)));
  }

  private static String single(String address) {
    return address + (address.indexOf(':') < 0 ? "/32" : "/128");
  }

  /** Whether a range would be open if nobody excepted it; a name is no range. */
  private static boolean isOfTheInternet(String range) {
    AddressRanges parsed = AddressRanges.cidr(range);
    if (parsed == null) {
      return false;
    }
    return range.indexOf(':') < 0 ? !EXCEPTED.containsAll(parsed) : GLOBAL.containsAll(parsed);
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
