package dev.ringfence.cli;

import static dev.ringfence.cli.HostScene.AUTOMATIC;
import static dev.ringfence.cli.HostScene.CALICO;
import static dev.ringfence.cli.HostScene.CLUSTER;
import static dev.ringfence.cli.HostScene.FAILSAFE;
import static dev.ringfence.cli.HostScene.fromNode;
import static dev.ringfence.cli.HostScene.host;
import static dev.ringfence.cli.HostScene.policy;
import static dev.ringfence.cli.HostScene.toNode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.network.Doubt;
import org.junit.jupiter.api.Test;

/**
 * Policies before nodes themselves. Each test is an example or a rule of Calico's reference ("Host
 * endpoint", "Failsafe rules", "Protect Kubernetes nodes") or of Cilium's "Host Policies".
 */
final class HostPoliciesTest {

  @Test
  void withoutAHostEndpointNothingStandsBeforeANode() {
    assertThat(toNode(CALICO + policy("GlobalNetworkPolicy", "{selector: all()}"), "worker"))
        .isEqualTo("all ports");
  }

  @Test
  void aHostEndpointWithoutPolicyDeniesAllButTheFailsafePorts() {
    assertThat(toNode(CALICO + host("interfaceName: '*'"), "worker")).isEqualTo(FAILSAFE);
    assertThat(toNode(CALICO + host("interfaceName: '*'"), "control")).isEqualTo("all ports");
  }

  @Test
  void aConnectionMayComePastAHostEndpointOfOneInterface() {
    String one = CALICO + host("interfaceName: eth0");
    assertThat(toNode(one, "worker", Doubt.INTERFACE)).isEqualTo("all ports");
    assertThat(toNode(one, "worker")).isEqualTo(FAILSAFE);
    assertThat(toNode(one, "control")).isEqualTo("all ports");
    assertThat(toNode(CALICO + host("interfaceName: '*'"), "worker", Doubt.EVERY))
        .isEqualTo(FAILSAFE);
  }

  @Test
  void aHostEndpointOfAnInterfaceStandsBeforeTheOneOfAll() {
    String open =
        host("interfaceName: eth0, profiles: [projectcalico-default-allow]")
            .replace("worker-host", "worker-eth0");
    String both = CALICO + host("interfaceName: '*'") + open;
    assertThat(toNode(both, "worker", Doubt.INTERFACE)).isEqualTo("all ports");
    assertThat(toNode(both, "worker")).isEqualTo(FAILSAFE);
    String closed = open.replace(", profiles: [projectcalico-default-allow]", "");
    assertThat(toNode(CALICO + host("interfaceName: '*'") + closed, "worker", Doubt.EVERY))
        .as("whichever interface it is")
        .isEqualTo(FAILSAFE);
  }

  @Test
  void theAllowingProfileOpensWhatNoPolicySelects() {
    assertThat(
            toNode(
                CALICO + host("interfaceName: '*', profiles: [projectcalico-default-allow]"),
                "worker"))
        .isEqualTo("all ports");
  }

  @Test
  void automaticHostEndpointsAreMadeWhereTheConfigurationSaysSo() {
    String ingress =
        policy("GlobalNetworkPolicy", "{selector: has(kubernetes-worker), types: [Ingress]}");
    assertThat(toNode(CALICO + AUTOMATIC, "worker")).isEqualTo("all ports");
    assertThat(toNode(CALICO + AUTOMATIC + ingress, "worker")).isEqualTo(FAILSAFE);
    assertThat(toNode(CALICO + AUTOMATIC + ingress, "control")).isEqualTo("all ports");
    assertThat(toNode(CALICO + AUTOMATIC.replace("Enabled", "Disabled") + ingress, "worker"))
        .isEqualTo("all ports");
  }

  /** The tutorial of "Protect Kubernetes nodes". */
  private static final String WORKERS =
      """
      ---
      apiVersion: projectcalico.org/v3
      kind: GlobalNetworkPolicy
      metadata: {name: ingress-k8s-workers}
      spec:
        selector: has(kubernetes-worker)
        ingress:
        - {action: Allow, destination: {nets: [127.0.0.0/8]}}
        - action: Allow
          protocol: TCP
          source: {selector: has(node-role.kubernetes.io/control-plane)}
          destination: {ports: [10250]}
      """;

  @Test
  void workersLetOnlyTheControlPlaneToTheirKubelets() {
    assertThat(toNode(CALICO + AUTOMATIC + WORKERS, "worker")).isEqualTo(FAILSAFE);
    assertThat(fromNode(CALICO + AUTOMATIC + WORKERS, "control", "worker"))
        .isEqualTo(FAILSAFE.replace(", UDP", ", TCP 10250, UDP"));
  }

  @Test
  void theControlPlaneLetsEverybodyToTheApiServer() {
    String masters =
        WORKERS
            .replace("kubernetes-worker", "node-role.kubernetes.io/control-plane")
            .replace("workers", "masters");
    assertThat(toNode(CALICO + AUTOMATIC + masters, "control")).contains("TCP 6443");
    assertThat(toNode(CALICO + AUTOMATIC + masters, "control")).doesNotContain("10250");
  }

  @Test
  void rulesFindHostEndpointsOnlyByTheirExpectedAddresses() {
    String source =
        policy(
            "GlobalNetworkPolicy",
            "{selector: type == 'production', ingress: [{action: Allow, source: {selector: \"role =="
                + " 'peer'\"}}]}");
    String peer =
        """
        ---
        apiVersion: projectcalico.org/v3
        kind: HostEndpoint
        metadata: {name: peer, labels: {role: peer}}
        spec: {node: control, interfaceName: '*', profiles: [projectcalico-default-allow]}
        """;
    String both = CALICO + host("interfaceName: '*'") + source + peer;
    assertThat(fromNode(both, "control", "worker")).isEqualTo(FAILSAFE);
    assertThat(
            fromNode(
                both.replace(
                    "spec: {node: control", "spec: {expectedIPs: [192.168.0.2], node: control"),
                "control",
                "worker"))
        .isEqualTo("all ports");
  }

  @Test
  void namespacedPoliciesAndThoseOfNamespacesAreNoHosts() {
    String open = CALICO + AUTOMATIC;
    assertThat(
            toNode(open + policy("NetworkPolicy", "{selector: all(), types: [Ingress]}"), "worker"))
        .isEqualTo("all ports");
    assertThat(
            toNode(
                open
                    + policy(
                        "GlobalNetworkPolicy",
                        "{selector: all(), namespaceSelector: all(), types: [Ingress]}"),
                "worker"))
        .isEqualTo("all ports");
    assertThat(
            toNode(
                open + policy("GlobalNetworkPolicy", "{selector: all(), types: [Ingress]}"),
                "worker"))
        .isEqualTo(FAILSAFE);
  }

  @Test
  void namedPortsAreThoseOfTheHostEndpoint() {
    String named =
        policy(
            "GlobalNetworkPolicy",
            "{selector: type == 'production', ingress: [{action: Allow, protocol: TCP, destination:"
                + " {ports: [some-port]}}]}");
    assertThat(
            toNode(
                CALICO
                    + host(
                        "interfaceName: '*', ports: [{name: some-port, port: 1234, protocol: TCP}]")
                    + named,
                "worker"))
        .contains("TCP 1234");
  }

  @Test
  void aGlobalNetworkSetIsFoundByItsLabels() {
    String set =
        """
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkSet
        metadata: {name: partners, labels: {role: partner}}
        spec: {nets: [10.0.0.0/24]}
        """;
    String closed =
        policy(
            "GlobalNetworkPolicy",
            "{selector: type == 'production', ingress: [{action: Allow, source: {selector: \"role =="
                + " 'partner'\"}}]}");
    assertThat(toNode(CALICO + host("interfaceName: '*'") + closed, "worker")).isEqualTo(FAILSAFE);
    assertThat(toNode(CALICO + host("interfaceName: '*'") + closed + set, "worker"))
        .isEqualTo("all ports");
  }

  @Test
  void ciliumHostPoliciesHoldWhereTheHostFirewallIsOn() {
    String on =
        CLUSTER.replace("NAME", "cilium")
            + """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: cilium-config, namespace: kube-system}
            data: {enable-policy: default, enable-host-firewall: "true"}
            ---
            apiVersion: cilium.io/v2
            kind: CiliumClusterwideNetworkPolicy
            metadata: {name: demo-host-policy}
            spec:
              nodeSelector: {matchLabels: {kubernetes-worker: ""}}
              ingress:
              - fromEntities: [remote-node]
              - toPorts: [{ports: [{port: "22", protocol: TCP}]}]
            """;
    assertThat(toNode(on, "worker")).isEqualTo("TCP 22");
    assertThat(toNode(on, "control")).isEqualTo("all ports");
    assertThat(fromNode(on, "control", "worker")).isEqualTo("all ports");
    assertThat(toNode(on.replace("enable-host-firewall: \"true\"", "x: y"), "worker"))
        .isEqualTo("all ports");
  }
}
