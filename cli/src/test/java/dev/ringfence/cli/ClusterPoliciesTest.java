package dev.ringfence.cli;

import static dev.ringfence.cli.PolicyScene.CALICO;
import static dev.ringfence.cli.PolicyScene.ports;
import static dev.ringfence.cli.PolicyScene.reach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringfence.engine.reach.Reach;
import dev.ringfence.intake.InputException;
import org.junit.jupiter.api.Test;

/**
 * Policies of the cluster's administrator, and what becomes of kinds that nothing upholds: from
 * their documents to what they let through.
 */
final class ClusterPoliciesTest {

  @Test
  void aNamespaceThatComesBehindItsObjectsKeepsItsLabels() {
    Reach reach =
        reach(
            "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: np, namespace:"
                + " red}, spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels:"
                + " {team: red}}}]}]}}\n---\n"
                + CALICO);
    assertThat(ports(reach, "front", "back")).isEqualTo("all ports");
    assertThat(ports(reach, "other", "back")).isEqualTo("no ports");
  }

  private static final String NOTHING_ALLOWED =
      """
      ---
      apiVersion: security.istio.io/v1
      kind: AuthorizationPolicy
      metadata: {name: allow-nothing, namespace: red}
      spec: {}
      """;

  @Test
  void istioPoliciesChangeNothingWhereNoControlPlaneIsSeen() {
    Reach reach = reach(CALICO + NOTHING_ALLOWED);
    assertThat(ports(reach, "front", "back")).isEqualTo("all ports");
    assertThat(reach.network().remarks())
        .anyMatch(remark -> remark.startsWith("No control plane of Istio is seen"));
  }

  @Test
  void istioPoliciesCloseWhatASidecarStandsBefore() {
    String meshed =
        CALICO.replace(
                "spec: {containers: [{name: a, image: a, ports: [{name: web, containerPort: 8080}]}]}",
                "spec: {initContainers: [{name: istio-init, image: p}], containers: [{name:"
                    + " istio-proxy, image: p}, {name: a, image: a}]}")
            + """
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: istiod, namespace: istio-system}
            spec: {containers: [{name: discovery, image: "docker.io/istio/pilot:1.27.0"}]}
            """
            + NOTHING_ALLOWED;
    Reach reach = reach(meshed);
    assertThat(ports(reach, "front", "back"))
        .isEqualTo("TCP 15020-15021, TCP 15090, UDP all, SCTP all");
    assertThat(ports(reach, "back", "front")).isEqualTo("all ports");
    assertThat(ports(reach, "8.8.8.8", "back"))
        .isEqualTo("TCP 15020-15021, TCP 15090, UDP all, SCTP all");
  }

  private static String clusterPolicy(String spec) {
    return CALICO
        + "---\napiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\n"
        + "metadata: {name: p}\nspec: "
        + spec
        + "\n";
  }

  @Test
  void anAdminTierDeniesWhateverTenantsAllow() {
    Reach reach =
        reach(
            clusterPolicy(
                "{tier: Admin, priority: 10, subject: {namespaces: {matchLabels: {team: red}}},"
                    + " ingress: [{action: Accept, from: [{pods: {namespaceSelector: {}, podSelector:"
                    + " {matchLabels: {role: frontend}}}}], protocols: [{destinationNamedPort:"
                    + " web}]}, {action: Deny, from: [{namespaces: {matchLabels: {team:"
                    + " blue}}}]}]}"));
    assertThat(ports(reach, "other", "back")).isEqualTo("TCP 8080");
    assertThat(ports(reach, "other", "front")).isEqualTo("no ports");
    assertThat(ports(reach, "front", "back")).isEqualTo("all ports");
  }

  @Test
  void aPeerWithoutAnyKnownFieldFailsClosed() {
    Reach deny =
        reach(
            clusterPolicy(
                "{tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to:"
                    + " [{somethingNew: {}}]}]}"));
    assertThat(ports(deny, "front", "back")).isEqualTo("no ports");
    Reach accept =
        reach(
            clusterPolicy(
                "{tier: Baseline, priority: 1, subject: {namespaces: {}}, egress: [{action: Accept,"
                    + " to: [{somethingNew: {}}]}, {action: Deny, to: [{networks: [0.0.0.0/0]}]}]}"));
    assertThat(ports(accept, "front", "back")).isEqualTo("no ports");
  }

  @Test
  void whatTheServerRefusesIsRefusedWithItsPath() {
    assertThatThrownBy(
            () ->
                reach(
                    clusterPolicy(
                        "{tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action:"
                            + " Deny, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort:"
                            + " {range: {start: 9, end: 9}}}}]}]}")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("destinationPort.range");
    assertThatThrownBy(
            () -> reach(clusterPolicy("{tier: Middle, priority: 1, subject: {namespaces: {}}}")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("spec.tier");
  }

  @Test
  void aKindThatNothingUpholdsChangesNothingAndIsReported() {
    Reach reach =
        reach(
            CALICO
                + "---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\n"
                + "metadata: {name: p, namespace: red}\n"
                + "spec: {endpointSelector: {}, ingress: [{}]}\n");
    assertThat(ports(reach, "front", "back")).isEqualTo("all ports");
    assertThat(reach.network().remarks())
        .anyMatch(remark -> remark.contains("CiliumNetworkPolicy.cilium.io red/p"));
  }
}
