package dev.ringfence.cli;

import static dev.ringfence.cli.PolicyScene.CILIUM;
import static dev.ringfence.cli.PolicyScene.cilium;
import static dev.ringfence.cli.PolicyScene.clusterwide;
import static dev.ringfence.cli.PolicyScene.findings;
import static dev.ringfence.cli.PolicyScene.ports;
import static dev.ringfence.cli.PolicyScene.reach;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.reach.Reach;
import org.junit.jupiter.api.Test;

/**
 * Whom the selectors of Cilium's policies mean, by its documentation: namespaces, sources of
 * labels, labels that it gives by itself and those that are no part of an identity.
 */
final class CiliumSelectorsTest {

  private static final String ROLE = "{matchLabels: {role: backend}}";

  /** Ports of the back end that its policy's ingress rules leave to the three others. */
  private static void assertIngress(String rules, String front, String other, String outside) {
    Reach reach = reach(CILIUM + cilium("{endpointSelector: " + ROLE + ", " + rules + "}"));
    assertThat(ports(reach, "front", "back")).as(rules).isEqualTo(front);
    assertThat(ports(reach, "other", "back")).as(rules).isEqualTo(other);
    assertThat(ports(reach, "8.8.8.8", "back")).as(rules).isEqualTo(outside);
  }

  private static final String ALL = "all ports";
  private static final String NONE = "no ports";

  @Test
  void anEmptySelectorMeansEveryEndpointOfTheNamespace() {
    assertIngress("ingress: [{fromEndpoints: [{}]}]", ALL, NONE, NONE);
  }

  @Test
  void anEmptySelectorOfAClusterwidePolicyMeansEveryEndpointAndNobodyOutside() {
    Reach reach =
        reach(
            CILIUM
                + clusterwide(
                    "{endpointSelector: " + ROLE + ", ingress: [{fromEndpoints: [{}]}]}"));
    assertThat(ports(reach, "front", "back")).isEqualTo(ALL);
    assertThat(ports(reach, "other", "back")).isEqualTo(ALL);
    assertThat(ports(reach, "8.8.8.8", "back")).isEqualTo(NONE);
  }

  @Test
  void aNamespacedPolicyAppliesToItsOwnNamespaceWhateverItNames() {
    Reach reach =
        reach(
            CILIUM
                + cilium(
                    "{endpointSelector: {matchLabels: {'k8s:io.kubernetes.pod.namespace': blue}},"
                        + " ingress: [{}]}"));
    assertThat(ports(reach, "front", "other")).as("another namespace").isEqualTo(ALL);
    assertThat(ports(reach, "other", "front")).as("its own").isEqualTo(NONE);
  }

  @Test
  void namespacesAreFoundByTheirLabels() {
    assertIngress(
        "ingress: [{fromEndpoints: [{matchLabels: {io.cilium.k8s.namespace.labels.team: blue}}]}]",
        NONE,
        ALL,
        NONE);
  }

  @Test
  void aKeyIsWholeButForItsSource() {
    String labelled =
        CILIUM.replace("labels: {role: frontend, tier: web}", "labels: {k8s.example.org/x: z}");
    String from =
        "{endpointSelector: " + ROLE + ", ingress: [{fromEndpoints: [{matchLabels: {'%s': z}}]}]}";
    for (String key :
        new String[] {"k8s.example.org/x", "k8s:k8s.example.org/x", "any:k8s.example.org/x"}) {
      assertThat(ports(reach(labelled + cilium(from.formatted(key))), "front", "back"))
          .as(key)
          .isEqualTo(ALL);
    }
    assertThat(
            ports(reach(labelled + cilium(from.formatted("k8s:example.org/x"))), "front", "back"))
        .isEqualTo(NONE);
  }

  @Test
  void endpointsHaveTheNameOfTheirServiceAccountAsALabel() {
    String leia =
        CILIUM.replaceFirst(
            "tier: web\\}\\}\nspec: \\{", "tier: web}}\nspec: {serviceAccountName: leia, ");
    for (String key :
        new String[] {
          "io.cilium.k8s.policy.serviceaccount", "k8s:io.cilium.k8s.policy.serviceaccount"
        }) {
      String spec =
          "{endpointSelector: "
              + ROLE
              + ", ingress: [{fromEndpoints: [{matchLabels: {'"
              + key
              + "': leia, 'k8s:io.kubernetes.pod.namespace': red}}]}]}";
      assertThat(ports(reach(leia + cilium(spec)), "front", "back")).as(key).isEqualTo(ALL);
      assertThat(ports(reach(leia + cilium(spec)), "other", "back")).as(key).isEqualTo(NONE);
      assertThat(ports(reach(CILIUM + cilium(spec)), "front", "back")).as(key).isEqualTo(NONE);
      assertThat(findings(leia + cilium(spec))).noneMatch(each -> each.contains("fromEndpoints"));
      String isolating = "{endpointSelector: {matchLabels: {'" + key + "': leia}}, egress: [{}]}";
      assertThat(ports(reach(leia + cilium(isolating)), "front", "back")).isEqualTo(NONE);
      assertThat(ports(reach(leia + cilium(isolating)), "back", "front")).isEqualTo(ALL);
    }
  }

  @Test
  void labelsThatAreNoPodsOrNoPartOfAnIdentityAreSaidAndPermit() {
    for (String key :
        new String[] {
          "io.cilium.k8s.policy.cluster",
          "reserved:host",
          "cidr:10.0.0.0/8",
          "statefulset.kubernetes.io/pod-name"
        }) {
      String spec =
          "{endpointSelector: "
              + ROLE
              + ", ingress: [{fromEndpoints: [{matchLabels: {'"
              + key
              + "': x}}]}]}";
      assertThat(ports(reach(CILIUM + cilium(spec)), "other", "back")).as(key).isEqualTo(ALL);
      assertThat(findings(CILIUM + cilium(spec)))
          .anyMatch(finding -> finding.contains("spec.ingress[0].fromEndpoints"));
      String isolating = "{endpointSelector: {matchLabels: {'" + key + "': x}}, ingress: [{}]}";
      assertThat(ports(reach(CILIUM + cilium(isolating)), "front", "back")).as(key).isEqualTo(ALL);
    }
  }
}
