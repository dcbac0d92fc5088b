package dev.ringfence.cli;

import static dev.ringfence.cli.PolicyScene.CALICO;
import static dev.ringfence.cli.PolicyScene.CLUSTER;
import static dev.ringfence.cli.PolicyScene.cilium;
import static dev.ringfence.cli.PolicyScene.configuration;
import static dev.ringfence.cli.PolicyScene.daemonSet;
import static dev.ringfence.cli.PolicyScene.object;
import static dev.ringfence.cli.PolicyScene.ports;
import static dev.ringfence.cli.PolicyScene.reach;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Labels that are no part of Cilium's identities: no policy finds pods by them, NetworkPolicies
 * neither. Source: Cilium, "Limiting Identity-Relevant Labels".
 */
final class CiliumIdentitiesTest {

  private static final String NOBODY_TO_BACKENDS =
      networkPolicy("{podSelector: {matchLabels: {role: backend}}}");

  private static String networkPolicy(String spec) {
    return object(
        "networking.k8s.io/v1", "NetworkPolicy", "name: p, namespace: red", "spec: " + spec);
  }

  private static String with(String configuration) {
    return CLUSTER
        + daemonSet("cilium", "quay.io/cilium/cilium:v1.19.0")
        + configuration(configuration);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "enable-policy: default | no ports",
        "labels: '' | no ports",
        "labels: 'k8s:role' | no ports",
        "labels: 'k8s:io.kubernetes.pod.namespace k8s:app k8s:ro.*' | no ports",
        "labels: '!other' | no ports",
        "labels: 'container:!role' | no ports",
        "labels: 'k8s:app' | all ports",
        "labels: 'app' | all ports",
        "labels: '!role' | all ports",
        "labels: 'k8s:!role' | all ports",
        "labels: 'k8s:!ro k8s:rol' | no ports",
        "label-prefix-file: /etc/prefixes.json | all ports"
      })
  void networkPoliciesSelectByLabelsOfIdentitiesAlone(String configuration, String open) {
    assertThat(ports(reach(with(configuration) + NOBODY_TO_BACKENDS), "front", "back"))
        .isEqualTo(open);
  }

  @Test
  void aPolicyOverEveryPodOfItsNamespaceNeedsNoLabel() {
    String yaml =
        with("label-prefix-file: /etc/prefixes.json") + networkPolicy("{podSelector: {}}");
    assertThat(ports(reach(yaml), "front", "back")).isEqualTo("no ports");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"labels: 'k8s:role' | no ports", "labels: 'k8s:tier' | all ports"})
  void whoeverIsNotAmongThoseNamedByALabelThatIsLeftOutMayBeLetIn(
      String configuration, String open) {
    String policy =
        networkPolicy(
            "{podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: role,"
                + " operator: NotIn, values: [frontend]}]}}]}]}");
    assertThat(ports(reach(with(configuration) + policy), "front", "back")).isEqualTo(open);
  }

  @ParameterizedTest
  @CsvSource({"pod-template-hash, all ports", "app.kubernetes.io/name, no ports"})
  void byDefaultLabelsOfControllersAreLeftOut(String key, String open) {
    String yaml =
        (with("enable-policy: default")
                + networkPolicy("{podSelector: {matchLabels: {" + key + ": x}}}"))
            .replace("role: backend", key + ": x");
    assertThat(ports(reach(yaml), "front", "back")).isEqualTo(open);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"labels: 'k8s:role' | no ports", "labels: 'k8s:tier' | all ports"})
  void whatCiliumsOwnPoliciesDenyByALabelThatIsLeftOutMayBeOpen(String configuration, String open) {
    String subject = cilium("{endpointSelector: {matchLabels: {role: backend}}, ingress: [{}]}");
    String peer =
        cilium(
            "{endpointSelector: {}, ingress: [{fromEntities: [all]}], ingressDeny:"
                + " [{fromEndpoints: [{matchLabels: {role: frontend}}]}]}");
    assertThat(ports(reach(with(configuration) + subject), "front", "back")).isEqualTo(open);
    assertThat(ports(reach(with(configuration) + peer), "front", "back")).isEqualTo(open);
    assertThat(
            ports(
                reach(with(configuration) + peer, "policy-parts-not-understood", "understood"),
                "front",
                "back"))
        .isEqualTo("no ports");
  }

  @Test
  void aConfigurationThatNoAgentReadsLeavesNothingOut() {
    String yaml = CALICO + configuration("labels: 'k8s:app'") + NOBODY_TO_BACKENDS;
    assertThat(ports(reach(yaml), "front", "back")).isEqualTo("no ports");
  }
}
