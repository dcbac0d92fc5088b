package dev.ringfence.cli;

import static dev.ringfence.cli.PolicyScene.CILIUM;
import static dev.ringfence.cli.PolicyScene.cilium;
import static dev.ringfence.cli.PolicyScene.ports;
import static dev.ringfence.cli.PolicyScene.reach;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.reach.Reach;
import org.junit.jupiter.api.Test;

/**
 * Cilium's policies, from their documents to what they let through. Each test is an example or a
 * rule of its documentation ("Layer 3 Policies", "Layer 4 Policies", "Deny Policies", "Using
 * Kubernetes Constructs In Policy").
 */
final class CiliumPoliciesTest {

  @Test
  void ciliumAllowsFromEndpointsOfTheSameNamespaceOnly() {
    Reach reach =
        reach(
            CILIUM
                + cilium(
                    "{endpointSelector: {matchLabels: {role: backend}}, ingress: [{fromEndpoints:"
                        + " [{matchLabels: {role: frontend}}]}]}"));
    assertThat(ports(reach, "front", "back")).isEqualTo("all ports");
    assertThat(ports(reach, "other", "back")).isEqualTo("no ports");
    assertThat(ports(reach, "8.8.8.8", "back")).isEqualTo("no ports");
    assertThat(ports(reach, "back", "front")).isEqualTo("all ports");
  }

  @Test
  void ciliumReachesAcrossNamespacesByTheNamespaceLabel() {
    Reach reach =
        reach(
            CILIUM
                + cilium(
                    "{endpointSelector: {}, ingress: [{fromEndpoints: [{matchLabels:"
                        + " {'k8s:io.kubernetes.pod.namespace': blue, 'k8s:role': frontend}}]}]}"));
    assertThat(ports(reach, "other", "back")).isEqualTo("all ports");
    assertThat(ports(reach, "front", "back")).isEqualTo("no ports");
  }

  @Test
  void ciliumDefaultDenyIsAnEmptyRule() {
    Reach reach = reach(CILIUM + cilium("{endpointSelector: {}, ingress: [{}], egress: [{}]}"));
    assertThat(ports(reach, "front", "back")).isEqualTo("no ports");
    assertThat(ports(reach, "front", "8.8.8.8")).isEqualTo("no ports");
    assertThat(ports(reach, "other", "8.8.8.8")).isEqualTo("all ports");
  }

  @Test
  void ciliumEntityWorldMeansOutsideAlone() {
    Reach reach = reach(CILIUM + cilium("{endpointSelector: {}, egress: [{toEntities: [world]}]}"));
    assertThat(ports(reach, "front", "8.8.8.8")).isEqualTo("all ports");
    assertThat(ports(reach, "front", "back")).isEqualTo("no ports");
  }

  @Test
  void ciliumCidrsDoNotMeanPods() {
    Reach reach =
        reach(
            CILIUM
                + cilium(
                    "{endpointSelector: {}, egress: [{toCIDRSet: [{cidr: 10.0.0.0/8, except:"
                        + " [10.96.0.0/12]}]}]}"));
    assertThat(ports(reach, "front", "10.1.0.0")).isEqualTo("all ports");
    assertThat(ports(reach, "front", "10.97.0.1")).isEqualTo("no ports");
    assertThat(ports(reach, "front", "back")).isEqualTo("no ports");
  }

  @Test
  void ciliumPortsAndRulesOfTheApplicationLayerLetAClientConnect() {
    Reach reach =
        reach(
            CILIUM
                + cilium(
                    "{endpointSelector: {matchLabels: {role: backend}}, ingress: [{fromEndpoints: [{}],"
                        + " toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{method:"
                        + " GET, path: /public}]}}, {ports: [{port: '8000', endPort: 8100, protocol:"
                        + " UDP}, {port: web}]}]}]}"));
    assertThat(ports(reach, "front", "back")).isEqualTo("TCP 80, TCP 8080, UDP 8000-8100");
  }

  @Test
  void ciliumDenyRulesComeFirst() {
    Reach reach =
        reach(
            CILIUM
                + cilium(
                    "{endpointSelector: {matchLabels: {role: backend}}, ingress: [{fromEntities:"
                        + " [all]}], ingressDeny: [{fromEndpoints: [{matchLabels: {role: frontend}}],"
                        + " toPorts: [{ports: [{port: '1', endPort: 100, protocol: TCP}]}]}]}"));
    assertThat(ports(reach, "front", "back")).isEqualTo("TCP 101-65535, UDP all, SCTP all");
    assertThat(ports(reach, "other", "back")).isEqualTo("all ports");
  }

  @Test
  void ciliumIsolatesNothingWithDefaultDenySwitchedOff() {
    Reach reach =
        reach(
            CILIUM
                + cilium(
                    "{endpointSelector: {}, enableDefaultDeny: {egress: false}, egress: [{toEntities:"
                        + " [host]}]}"));
    assertThat(ports(reach, "front", "8.8.8.8")).isEqualTo("all ports");
  }

  @Test
  void ciliumNamesThatItResolvesMayBeAnyAddress() {
    Reach reach =
        reach(
            CILIUM
                + cilium(
                    "{endpointSelector: {}, egress: [{toFQDNs: [{matchName: my.example.org}]}]}"));
    assertThat(ports(reach, "front", "8.8.8.8")).isEqualTo("all ports");
    assertThat(ports(reach, "front", "back")).isEqualTo("no ports");
  }

  @Test
  void ciliumAndNetworkPoliciesAllowTogether() {
    Reach reach =
        reach(
            CILIUM
                + cilium(
                    "{endpointSelector: {matchLabels: {role: backend}}, ingress: [{fromEndpoints:"
                        + " [{matchLabels: {role: frontend}}], toPorts: [{ports: [{port: '80',"
                        + " protocol: TCP}]}]}]}")
                + "---\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: np,"
                + " namespace: red}, spec: {podSelector: {}, ingress: [{from: [{podSelector: {}}],"
                + " ports: [{port: 443}]}]}}\n");
    assertThat(ports(reach, "front", "back")).isEqualTo("TCP 80, TCP 443");
    assertThat(ports(reach, "other", "back")).isEqualTo("no ports");
  }
}
