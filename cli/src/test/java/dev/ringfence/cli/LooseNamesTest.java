package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.LooseEnds;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names that resolve nowhere: each is told with its object, its place and what becomes of it. */
final class LooseNamesTest {

  private static final String CLUSTER =
      """
      {apiVersion: v1, kind: Namespace, metadata: {name: red}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: red, labels: {app: web}}
      spec: {containers: [{name: a, image: a, ports: [{name: http, containerPort: 8080}]}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: bare, namespace: red, labels: {app: bare}}
      spec: {containers: [{name: a, image: a}]}
      ---
      {apiVersion: v1, kind: Service, metadata: {name: web, namespace: red}, spec: {ports: [{port: 80}]}}
      ---
      """;

  private static List<String> ends(String yaml) {
    return LooseEnds.of(StrictReading.cluster(CLUSTER + yaml));
  }

  private static String policy(String spec) {
    return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, namespace:"
        + " red}, spec: "
        + spec
        + "}\n";
  }

  @Test
  void aPortNameThatNoSelectedPodHas() {
    String rule = "ingress: [{ports: [{port: 80}, {port: http}]}]}";
    assertThat(ends(policy("{podSelector: {matchLabels: {app: bare}}, " + rule)))
        .anyMatch(
            end ->
                end.startsWith("NetworkPolicy red/p (")
                    && end.contains(
                        "spec.ingress[0].ports[1].port names TCP port http, which no pod that it"
                            + " selects declares"));
    assertThat(ends(policy("{podSelector: {matchLabels: {app: web}}, " + rule)))
        .noneMatch(end -> end.contains("port http"));
    assertThat(ends(policy("{podSelector: {}, egress: [{ports: [{port: http, protocol: UDP}]}]}")))
        .anyMatch(end -> end.contains("spec.egress[0].ports[0].port names UDP port http"));
  }

  @Test
  void aNamespaceThatIsNotThere() {
    String from =
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels:"
            + " {kubernetes.io/metadata.name: %s}}}]}]}";
    assertThat(ends(policy(from.formatted("rde"))))
        .anyMatch(
            end -> end.contains("spec.ingress[0].from[0].namespaceSelector names namespace rde,"));
    assertThat(ends(policy(from.formatted("red")))).isEmpty();
    assertThat(
            ends(
                """
                apiVersion: cilium.io/v2
                kind: CiliumNetworkPolicy
                metadata: {name: c, namespace: red}
                spec:
                  endpointSelector: {}
                  ingress: [{fromEndpoints: [{matchLabels: {'k8s:io.kubernetes.pod.namespace': rde}}]}]
                """))
        .anyMatch(
            end -> end.contains("CiliumNetworkPolicy.cilium.io red/c") && end.contains("rde"));
  }

  @Test
  void aServiceAccountOrNamespaceOfAMesh() {
    String policy =
        """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: m, namespace: red}
        spec:
          rules:
          - from:
            - source: {principals: [cluster.local/ns/red/sa/nobody], namespaces: [rde, 're*']}
            - source: {principals: [cluster.local/ns/red/sa/default]}
        """;
    assertThat(ends(policy))
        .hasSize(2)
        .anyMatch(
            end ->
                end.contains(
                    "spec.rules[0].from[0].source.principals names service account red/nobody"))
        .anyMatch(
            end -> end.contains("spec.rules[0].from[0].source.namespaces names namespace rde"));
  }

  @Test
  void aBackendThatIsNotThere() {
    String ingress =
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: i, namespace: red}
        spec:
          rules:
          - http:
              paths:
              - {path: /, pathType: Prefix, backend: {service: {name: %s, port: {number: 80}}}}
        """;
    assertThat(ends(ingress.formatted("wbe")))
        .anyMatch(
            end ->
                end.contains(
                    "spec.rules[0].http.paths[0].backend names Service red/wbe, which is not"
                        + " there"));
    assertThat(ends(ingress.formatted("web"))).isEmpty();
    String route =
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: r, namespace: red}
        spec: {parentRefs: [{name: gate}], rules: [{backendRefs: [{name: web, port: 80}, {name: wbe, port: 80}]}]}
        """;
    assertThat(ends(route))
        .anyMatch(end -> end.contains("spec.rules[0].backendRefs[1] names Service red/wbe"))
        .anyMatch(end -> end.contains("spec.parentRefs[0] names Gateway red/gate"))
        .hasSize(2);
  }

  @Test
  void aNodeOfAHostEndpointAndAServiceOfWrittenEndpoints() {
    assertThat(
            ends(
                """
                apiVersion: projectcalico.org/v3
                kind: HostEndpoint
                metadata: {name: h}
                spec: {node: missing, interfaceName: '*'}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: s, namespace: red, labels: {kubernetes.io/service-name: wbe}}
                addressType: IPv4
                endpoints: [{addresses: [10.1.2.3]}]
                ports: [{port: 80}]
                """))
        .anyMatch(end -> end.contains("spec.node names Node missing"))
        .anyMatch(end -> end.contains("its Service red/wbe is not there"));
  }

  @Test
  void aTierThatIsNotThere() {
    String policy =
        """
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {name: p}
        spec: {tier: security, selector: "app == 'web'", ingress: [{action: Deny}]}
        """;
    assertThat(ends(policy))
        .anyMatch(
            end ->
                end.startsWith("GlobalNetworkPolicy.projectcalico.org p (")
                    && end.contains("spec.tier names a Tier that is not there"));
    String tier =
        """
        ---
        {apiVersion: projectcalico.org/v3, kind: Tier, metadata: {name: security}, spec: {order: 5}}
        """;
    assertThat(ends(policy + tier)).noneMatch(end -> end.contains("Tier"));
    String unordered = tier.replace("order: 5", "");
    assertThat(ends(policy + unordered)).noneMatch(end -> end.contains("Tier"));
    String early = policy.replace("{tier:", "{preDNAT: true, applyOnForward: true, tier:");
    assertThat(ends(early)).anyMatch(end -> end.contains("a Tier that is not there"));
    assertThat(ends(early + unordered)).noneMatch(end -> end.contains("Tier"));
    assertThat(ends(policy.replace("tier: security", "tier: default")))
        .noneMatch(end -> end.contains("Tier"));
  }
}
