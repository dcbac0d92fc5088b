package dev.ringfence.cli;

import static dev.ringfence.cli.PolicyScene.CALICO;
import static dev.ringfence.cli.PolicyScene.calico;
import static dev.ringfence.cli.PolicyScene.ports;
import static dev.ringfence.cli.PolicyScene.reach;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.reach.Reach;
import org.junit.jupiter.api.Test;

/**
 * Further rules of Calico's reference: its selectors, the labels that it gives by itself, its
 * samples, and sets of addresses.
 */
final class CalicoDocumentationTest {

  private static final String ALL = "all ports";
  private static final String NONE = "no ports";

  private static String global(String spec) {
    return calico("GlobalNetworkPolicy", "p", spec);
  }

  private static String own(String spec) {
    return calico("NetworkPolicy", "p", spec);
  }

  private static String from(String source) {
    return global(
        "{selector: role == 'backend', ingress: [{action: Allow, source: {" + source + "}}]}");
  }

  /** The rule lets in the one and not the other. */
  private static void assertMeans(String source, String front, String other) {
    Reach reach = reach(CALICO + from(source));
    assertThat(ports(reach, "front", "back")).as(source).isEqualTo(front);
    assertThat(ports(reach, "other", "back")).as(source).isEqualTo(other);
  }

  @Test
  void selectorsCompareParts() {
    assertMeans("selector: \"tier contains 'e'\"", ALL, NONE);
    assertMeans("selector: \"tier contains 'x'\"", NONE, NONE);
    assertMeans("selector: \"tier starts with 'we'\"", ALL, NONE);
    assertMeans("selector: \"tier starts with 'eb'\"", NONE, NONE);
    assertMeans("selector: \"tier ends with 'eb'\"", ALL, NONE);
    assertMeans("selector: \"tier ends with 'we'\"", NONE, NONE);
    assertMeans("selector: \"!(tier starts with 'we')\"", NONE, ALL);
    assertMeans("selector: \"role starts with 'front' && !has(tier)\"", NONE, ALL);
    assertMeans("selector: all(), namespaceSelector: \"team starts with 'bl'\"", NONE, ALL);
  }

  @Test
  void namespacesHaveTheirNameAsALabel() {
    assertMeans("namespaceSelector: \"projectcalico.org/name == 'blue'\"", NONE, ALL);
    assertMeans("namespaceSelector: \"projectcalico.org/name not in {'blue'}\"", ALL, NONE);
    assertMeans("namespaceSelector: \"has(projectcalico.org/name)\"", ALL, ALL);
    assertMeans("selector: \"pcns.projectcalico.org/name == 'red'\"", ALL, NONE);
    assertMeans("namespaceSelector: \"kubernetes.io/metadata.name == 'red'\"", ALL, NONE);
  }

  @Test
  void podsHaveTheirNamespaceAndOrchestratorAsLabels() {
    assertMeans("selector: \"projectcalico.org/namespace == 'red'\"", ALL, NONE);
    assertMeans("selector: \"projectcalico.org/orchestrator == 'k8s'\"", ALL, ALL);
    assertMeans("selector: \"projectcalico.org/orchestrator == 'openstack'\"", NONE, NONE);
    Reach isolated =
        reach(
            CALICO
                + global(
                    "{selector: \"projectcalico.org/orchestrator == 'k8s'\", types: [Ingress]}"));
    assertThat(ports(isolated, "front", "back")).isEqualTo(NONE);
  }

  @Test
  void theReferencesSampleLetsFrontendsToTheDatabasesPort() {
    Reach reach =
        reach(
            CALICO
                + own(
                    "{selector: role == 'backend', types: [Ingress, Egress], ingress: [{action:"
                        + " Allow, metadata: {annotations: {from: frontend, to: database}},"
                        + " protocol: TCP, source: {selector: role == 'frontend'}, destination:"
                        + " {ports: [6379]}}], egress: [{action: Allow}]}"));
    assertThat(ports(reach, "front", "back")).isEqualTo("TCP 6379");
    assertThat(ports(reach, "other", "back")).as("another namespace").isEqualTo(NONE);
    assertThat(ports(reach, "back", "other")).isEqualTo(ALL);
    assertThat(ports(reach, "back", "8.8.8.8")).isEqualTo(ALL);
  }

  @Test
  void theDefaultDenyExampleLeavesOutNamespacesAndKeepsDns() {
    Reach reach =
        reach(
            CALICO
                + global(
                    "{namespaceSelector: \"has(projectcalico.org/name) && projectcalico.org/name not"
                        + " in {'kube-system', 'calico-system', 'blue'}\", types: [Ingress, Egress],"
                        + " egress: [{action: Allow, protocol: UDP, destination: {selector: role =="
                        + " 'frontend', namespaceSelector: \"projectcalico.org/name == 'blue'\","
                        + " ports: [53]}}]}"));
    assertThat(ports(reach, "front", "back")).isEqualTo(NONE);
    assertThat(ports(reach, "front", "other")).isEqualTo("UDP 53");
    assertThat(ports(reach, "other", "8.8.8.8")).as("left out").isEqualTo(ALL);
    assertThat(ports(reach, "front", "8.8.8.8")).isEqualTo(NONE);
  }

  @Test
  void aPolicyWithoutTypesIsForIngressUnlessItHasEgressRulesAlone() {
    Reach ingress = reach(CALICO + global("{selector: role == 'backend'}"));
    assertThat(ports(ingress, "front", "back")).isEqualTo(NONE);
    assertThat(ports(ingress, "back", "other")).isEqualTo(ALL);
    Reach egress =
        reach(CALICO + global("{selector: role == 'backend', egress: [{action: Deny}]}"));
    assertThat(ports(egress, "front", "back")).isEqualTo(ALL);
    assertThat(ports(egress, "back", "other")).isEqualTo(NONE);
  }

  @Test
  void notNetsLeaveOutAndNetworkSetsAreFoundByLabels() {
    Reach notNets = reach(CALICO + from("notNets: [8.0.0.0/8]"));
    assertThat(ports(notNets, "8.8.8.8", "back")).isEqualTo(NONE);
    assertThat(ports(notNets, "9.0.0.0/8", "back")).isEqualTo(ALL);
    String set =
        "---\n{apiVersion: projectcalico.org/v3, kind: GlobalNetworkSet, metadata: {name: s, labels:"
            + " {feed: bad}}, spec: {nets: [10.0.0.1/32]}}\n";
    Reach sets =
        reach(
            CALICO
                + set
                + global(
                    "{selector: role == 'backend', ingress: [{action: Deny, source: {selector: feed =="
                        + " 'bad'}}, {action: Allow}]}"));
    assertThat(ports(sets, "front", "back")).as("its address is in the set").isEqualTo(NONE);
    assertThat(ports(sets, "other", "back")).isEqualTo(ALL);
  }

  @Test
  void replicasOfWhichOneHasAnAddressOfASetAreToldApart() {
    String set =
        "---\n{apiVersion: projectcalico.org/v3, kind: GlobalNetworkSet, metadata: {name: s, labels:"
            + " {feed: bad}}, spec: {nets: [10.0.0.9/32]}}\n";
    String twin =
        "---\napiVersion: v1\nkind: Pod\nmetadata: {name: twin, namespace: red, labels: {role: frontend, tier:"
            + " web}}\nspec: {containers: [{name: a, image: a}]}\nstatus: {podIP: 10.0.0.9}\n";
    Reach reach = reach(CALICO + twin + set + from("selector: feed == 'bad'"));
    assertThat(ports(reach, "twin", "back")).isEqualTo(ALL);
    assertThat(ports(reach, "front", "back")).isEqualTo(NONE);
  }
}
