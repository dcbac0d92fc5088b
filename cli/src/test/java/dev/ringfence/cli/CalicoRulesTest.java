package dev.ringfence.cli;

import static dev.ringfence.cli.PolicyScene.CALICO;
import static dev.ringfence.cli.PolicyScene.calico;
import static dev.ringfence.cli.PolicyScene.findings;
import static dev.ringfence.cli.PolicyScene.ports;
import static dev.ringfence.cli.PolicyScene.reach;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.reach.Reach;
import org.junit.jupiter.api.Test;

/**
 * What rules of Calico's match, by its reference ("EntityRule", "Rule"): each criterion, all of
 * them together, and those that nothing here can judge, which are taken as permitting, and said.
 */
final class CalicoRulesTest {

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

  /** Tried before {@link #allow}. */
  private static String denied(String source) {
    return from(source)
        .replace("Allow", "Deny")
        .replace("spec: {selector", "spec: {order: 1, selector");
  }

  /** The rule lets in the one and not the other. */
  private static void assertMeans(String source, String front, String other) {
    Reach reach = reach(CALICO + from(source));
    assertThat(ports(reach, "front", "back")).as(source).isEqualTo(front);
    assertThat(ports(reach, "other", "back")).as(source).isEqualTo(other);
  }

  private static String account(String pod, String name) {
    return CALICO.replace(
        "{name: " + pod + ", namespace: red, labels: {role: frontend, tier: web}}\nspec: {",
        "{name: "
            + pod
            + ", namespace: red, labels: {role: frontend, tier: web}}\nspec: {serviceAccountName: "
            + name
            + ", ");
  }

  private static String toPorts(String rule) {
    return ports(
        reach(
            CALICO
                + global(
                    "{selector: role == 'backend', ingress: [{action: Allow, " + rule + "}]}")),
        "front",
        "back");
  }

  private static String allow() {
    return "---\n{apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: z},"
        + " spec: {order: 9999, selector: all(), ingress: [{action: Allow}]}}\n";
  }

  @Test
  void aRuleMeansPodsByTheNamesOfTheirServiceAccounts() {
    for (String source :
        new String[] {
          "selector: \"projectcalico.org/serviceaccount == 'web'\"",
          "selector: \"projectcalico.org/serviceaccount not in {'default'}\"",
          "serviceAccounts: {names: [web, api]}",
          "serviceAccounts: {names: [web]}, selector: role == 'frontend'",
          "serviceAccounts: {names: [web]}, namespaceSelector: team == 'red'"
        }) {
      Reach reach = reach(account("front", "web") + from(source));
      assertThat(ports(reach, "front", "back")).as(source).isEqualTo(ALL);
      assertThat(ports(reach, "other", "back")).as(source).isEqualTo(NONE);
      assertThat(ports(reach, "8.8.8.8", "back")).as(source).isEqualTo(NONE);
      assertMeans(source, NONE, NONE);
    }
    assertMeans("serviceAccounts: {names: [default]}", ALL, ALL);
    assertMeans("serviceAccounts: {names: [default]}, namespaceSelector: team == 'red'", ALL, NONE);
    Reach applies =
        reach(
            account("front", "web")
                + global(
                    "{selector: \"projectcalico.org/serviceaccount == 'web'\", types: [Egress]}"));
    assertThat(ports(applies, "front", "back")).isEqualTo(NONE);
    assertThat(ports(applies, "other", "back")).isEqualTo(ALL);
  }

  @Test
  void notSelectorMeansPacketsFromAnywhereExceptFromWhatItSelects() {
    assertMeans("notSelector: has(tier)", NONE, ALL);
    assertMeans("notSelector: \"role == 'frontend'\"", NONE, NONE);
    assertMeans("selector: role == 'frontend', notSelector: has(tier)", NONE, ALL);
    assertMeans("namespaceSelector: team == 'red', notSelector: has(tier)", NONE, NONE);
    assertMeans("namespaceSelector: all(), notSelector: \"!has(tier)\"", ALL, NONE);
    Reach outside = reach(CALICO + from("notSelector: has(tier)"));
    assertThat(ports(outside, "8.8.8.8", "back")).as("outside the cluster").isEqualTo(ALL);
    Reach negated = reach(CALICO + from("selector: \"!has(tier)\""));
    assertThat(ports(negated, "8.8.8.8", "back")).as("no endpoint").isEqualTo(NONE);
    String set =
        "---\n{apiVersion: projectcalico.org/v3, kind: GlobalNetworkSet, metadata: {name: s, labels:"
            + " {tier: x}}, spec: {nets: [8.0.0.0/8]}}\n";
    Reach sets = reach(CALICO + set + from("notSelector: has(tier)"));
    assertThat(ports(sets, "8.8.8.8", "back"))
        .as("in a network set with the label")
        .isEqualTo(NONE);
    assertThat(ports(sets, "9.9.9.9", "back")).isEqualTo(ALL);
  }

  @Test
  void aRuleMatchesWhereEveryOneOfItsCriteriaDoes() {
    assertMeans("selector: role == 'frontend', nets: [10.0.0.1/32]", ALL, NONE);
    assertMeans("selector: role == 'frontend', nets: [10.0.0.9/32]", NONE, NONE);
    assertMeans("selector: role == 'frontend', notNets: [10.0.0.1/32]", NONE, ALL);
    assertMeans("nets: [10.0.0.0/16], notSelector: has(tier)", NONE, ALL);
    assertMeans("nets: [10.0.0.0/16], notNets: [10.0.0.3/32]", ALL, NONE);
    String denied = denied("selector: role == 'frontend', nets: [10.0.0.1/32]");
    Reach reach = reach(CALICO + denied + allow());
    assertThat(ports(reach, "front", "back")).isEqualTo(NONE);
    assertThat(ports(reach, "other", "back")).isEqualTo(ALL);
  }

  @Test
  void protocolsPortsAndFamiliesAreDenied() {
    assertThat(toPorts("notProtocol: TCP")).isEqualTo("UDP all, SCTP all");
    assertThat(toPorts("notProtocol: 17")).isEqualTo("TCP all, SCTP all");
    assertThat(toPorts("notProtocol: ICMP")).isEqualTo(ALL);
    assertThat(toPorts("protocol: TCP, notProtocol: TCP")).isEqualTo(NONE);
    assertThat(toPorts("protocol: TCP, destination: {notPorts: [80, '443:1000']}"))
        .isEqualTo("TCP 1-79, TCP 81-442, TCP 1001-65535");
    assertThat(toPorts("protocol: TCP, destination: {notPorts: ['1:65535']}")).isEqualTo(NONE);
    assertThat(toPorts("ipVersion: 4")).isEqualTo(ALL);
    assertThat(toPorts("ipVersion: 6")).isEqualTo(NONE);
    assertThat(toPorts("ipVersion: 4, source: {selector: has(tier)}")).isEqualTo(ALL);
    assertThat(toPorts("ipVersion: 4, source: {notSelector: has(tier)}")).isEqualTo(NONE);
  }

  @Test
  void whatNothingHereCanReadMayMeanAnybodyAndThatIsSaid() {
    for (String[] said :
        new String[][] {
          {"selector: \"pcsa.team == 'x'\"", "selector"},
          {"serviceAccounts: {selector: team == 'x'}", "serviceAccounts.selector"},
          {"services: {name: api, namespace: blue}", "services"},
          {"notSelector: \"pcsa.team == 'x'\"", "notSelector"}
        }) {
      assertMeans(said[0], ALL, ALL);
      assertThat(findings(CALICO + from(said[0])))
          .as(said[0])
          .anyMatch(
              finding ->
                  finding.contains("spec.ingress[0].source." + said[1])
                      && finding.contains("is not understood"));
    }
    String own =
        own(
            "{selector: role == 'backend', ingress: [{action: Allow, source: {notSelector: has(tier)}}]}");
    assertThat(ports(reach(CALICO + own), "front", "back"))
        .as("the reference limits it to the namespace, the code does not")
        .isEqualTo(ALL);
    assertThat(findings(CALICO + own)).anyMatch(each -> each.contains("source.notSelector"));
    String denied = denied("serviceAccounts: {selector: team == 'x'}");
    assertThat(ports(reach(CALICO + denied + allow()), "front", "back"))
        .as("what is not understood denies nothing for certain")
        .isEqualTo(ALL);
    String ofAccounts = global("{serviceAccountSelector: role == 'x', types: [Ingress]}");
    assertThat(ports(reach(CALICO + ofAccounts), "front", "back")).isEqualTo(ALL);
    assertThat(findings(CALICO + ofAccounts))
        .anyMatch(finding -> finding.contains("spec.serviceAccountSelector"));
  }

  @Test
  void logDecidesNothingAndIcmpConnectsToNoPort() {
    Reach reach =
        reach(
            CALICO
                + global(
                    "{selector: role == 'backend', ingress: [{action: Log}, {action: Allow, protocol:"
                        + " ICMP, icmp: {type: 8}}, {action: Allow, protocol: UDP}]}"));
    assertThat(ports(reach, "front", "back")).isEqualTo("UDP all");
  }
}
