package dev.ringfence.cli;

import static dev.ringfence.cli.PolicyScene.CALICO;
import static dev.ringfence.cli.PolicyScene.calico;
import static dev.ringfence.cli.PolicyScene.ports;
import static dev.ringfence.cli.PolicyScene.reach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringfence.engine.reach.Reach;
import dev.ringfence.intake.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Calico's policies, from their documents to what they let through. Each test is an example or a
 * rule of its reference ("Network policy", "Global network policy", "Tier", "Calico automatic
 * labels").
 */
final class CalicoPoliciesTest {

  @Test
  void calicoAllowsWhatItsRulesAllowAndDeniesTheRest() {
    Reach reach =
        reach(
            CALICO
                + calico(
                    "NetworkPolicy",
                    "allow-tcp",
                    "{selector: role == 'backend', types: [Ingress], ingress: [{action: Allow,"
                        + " protocol: TCP, source: {selector: role == 'frontend'}, destination:"
                        + " {ports: [80, '8000:8010', web]}}]}"));
    assertThat(ports(reach, "front", "back")).isEqualTo("TCP 80, TCP 8000-8010, TCP 8080");
    assertThat(ports(reach, "other", "back")).isEqualTo("no ports");
    assertThat(ports(reach, "back", "other")).isEqualTo("all ports");
  }

  @Test
  void calicoTriesPoliciesByOrder() {
    String deny =
        calico(
            "GlobalNetworkPolicy",
            "deny",
            "{order: 20, selector: role == 'backend', ingress: [{action: Deny}]}");
    String allow =
        "{order: %s, selector: all(), ingress: [{action: Allow, protocol: TCP, destination: {ports:"
            + " [80]}}]}";
    Reach before =
        reach(CALICO + deny + calico("GlobalNetworkPolicy", "allow", allow.formatted("10")));
    assertThat(ports(before, "front", "back")).isEqualTo("TCP 80");
    Reach behind =
        reach(CALICO + deny + calico("GlobalNetworkPolicy", "allow", allow.formatted("30")));
    assertThat(ports(behind, "front", "back")).isEqualTo("no ports");
  }

  @Test
  void calicoPassGoesOnWithTheNextTierAndTheEndOfATierDenies() {
    String tier = calico("Tier", "security", "{order: 100}");
    String pass =
        calico(
            "GlobalNetworkPolicy",
            "security.pass",
            "{tier: security, order: 1, selector: all(), ingress: [{action: Pass, source:"
                + " {namespaceSelector: team == 'red'}}]}");
    String late =
        calico(
            "NetworkPolicy",
            "allow",
            "{selector: all(), ingress: [{action: Allow, protocol: TCP}]}");
    Reach reach = reach(CALICO + tier + pass + late);
    assertThat(ports(reach, "front", "back")).isEqualTo("TCP all");
    assertThat(ports(reach, "other", "back")).isEqualTo("no ports");
    Reach permissive =
        reach(CALICO + tier.replace("100", "100, defaultAction: Pass") + pass + late);
    assertThat(ports(permissive, "other", "back")).isEqualTo("TCP all");
  }

  @Test
  void calicoTiersThatNobodyDeclaresMayComeFirstOrNotBeThere() {
    String denied = calico("GlobalNetworkPolicy", "deny", "{selector: all(), types: [Ingress]}");
    String allowed =
        calico(
            "GlobalNetworkPolicy",
            "lost.allow",
            "{tier: lost, selector: all(), ingress: [{action: Allow, protocol: TCP}]}");
    String tier = calico("Tier", "lost", "{order: 2000000}");
    assertThat(ports(reach(CALICO + denied + allowed), "front", "back")).isEqualTo("TCP all");
    assertThat(
            ports(reach(CALICO + denied + allowed, "undeclared-tiers", "closed"), "front", "back"))
        .isEqualTo("no ports");
    assertThat(ports(reach(CALICO + denied + allowed + tier), "front", "back"))
        .as("declared, and behind")
        .isEqualTo("no ports");
    String denying = allowed.replace("Allow", "Deny");
    assertThat(ports(reach(CALICO + denying), "front", "back")).isEqualTo("all ports");
    assertThat(ports(reach(CALICO + denying, "undeclared-tiers", "closed"), "front", "back"))
        .isEqualTo("UDP all, SCTP all");
    assertThat(ports(reach(CALICO + denying + tier), "front", "back")).isEqualTo("no ports");
  }

  @Test
  void calicoTriesTiersOfOneOrderByName() {
    String allow =
        "{tier: %s, selector: all(), ingress: [{action: %s, protocol: TCP}, {action: Pass}]}";
    String tiers = calico("Tier", "alpha", "{order: 5}") + calico("Tier", "beta", "{order: 5}");
    String first = calico("GlobalNetworkPolicy", "alpha.p", allow.formatted("alpha", "Deny"));
    String second = calico("GlobalNetworkPolicy", "beta.p", allow.formatted("beta", "Allow"));
    assertThat(ports(reach(CALICO + tiers + first + second), "front", "back"))
        .isEqualTo("UDP all, SCTP all");
    assertThat(
            ports(
                reach(
                    CALICO
                        + tiers
                        + first.replace("Deny", "Allow")
                        + second.replace("Allow", "Deny")),
                "front",
                "back"))
        .isEqualTo("all ports");
  }

  @Test
  void calicoLeavesOpenWhetherAGlobalPolicyOfTheSameOrderComesFirst() {
    String deny = "{order: %s, selector: role == 'backend', ingress: [{action: Deny}]}";
    String allow = "{order: 7, selector: all(), ingress: [{action: Allow, protocol: TCP}]}";
    String both =
        CALICO
            + calico("GlobalNetworkPolicy", "b", deny.formatted("7"))
            + calico("NetworkPolicy", "a", allow);
    assertThat(ports(reach(both), "front", "back")).isEqualTo("TCP all");
    assertThat(ports(reach(both, "equal-priority-policies", "closed"), "front", "back"))
        .isEqualTo("no ports");
    String byName =
        CALICO
            + calico("GlobalNetworkPolicy", "b", deny.formatted("7"))
            + calico("GlobalNetworkPolicy", "c", allow);
    assertThat(ports(reach(byName), "front", "back"))
        .as("two of one kind are tried by name")
        .isEqualTo("no ports");
    String prefix =
        CALICO
            + calico("GlobalNetworkPolicy", "b", deny.formatted("7"))
            + calico("GlobalNetworkPolicy", "b-more", allow);
    assertThat(ports(reach(prefix), "front", "back"))
        .as("versions differ where one name begins with the other")
        .isEqualTo("TCP all");
  }

  @Test
  void calicoLeavesOpenWhetherAPolicyOfOrderThousandComesBeforeNetworkPolicies() {
    String kubernetes =
        "---\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: np, namespace:"
            + " red}, spec: {podSelector: {}, ingress: [{from: [{podSelector: {}}], ports: [{port:"
            + " 443}]}]}}\n";
    String beside =
        calico(
            "GlobalNetworkPolicy",
            "beside",
            "{order: 1000, selector: role == 'backend', ingress: [{action: Deny, source: {selector:"
                + " tier == 'web'}}]}");
    assertThat(ports(reach(CALICO + kubernetes + beside), "front", "back")).isEqualTo("TCP 443");
    assertThat(
            ports(
                reach(CALICO + kubernetes + beside, "equal-priority-policies", "closed"),
                "front",
                "back"))
        .isEqualTo("no ports");
    assertThat(ports(reach(CALICO + beside), "front", "back"))
        .as("without a NetworkPolicy nothing is open")
        .isEqualTo("no ports");
  }

  @Test
  void calicoNetworkPoliciesStandInTheDefaultTierAtOrderThousand() {
    String kubernetes =
        "---\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: np, namespace:"
            + " red}, spec: {podSelector: {}, ingress: [{from: [{podSelector: {}}], ports: [{port:"
            + " 443}]}]}}\n";
    String early =
        calico(
            "GlobalNetworkPolicy",
            "early",
            "{order: 999, selector: all(), ingress: [{action: Deny, source: {selector: tier =="
                + " 'web'}}]}");
    assertThat(ports(reach(CALICO + kubernetes + early), "front", "back")).isEqualTo("no ports");
    assertThat(ports(reach(CALICO + kubernetes + early.replace("999", "1001")), "front", "back"))
        .isEqualTo("TCP 443");
  }

  @Test
  void calicoOrdersAreNumbers() {
    for (String kind : List.of("GlobalNetworkPolicy", "Tier")) {
      assertThatThrownBy(() -> reach(CALICO + calico(kind, "p", "{order: first}")))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("spec.order: must be a number, not first");
    }
  }

  @Test
  void calicoSelectorsSpeakItsOwnLanguage() {
    for (String matching :
        List.of(
            "role in {'frontend', 'x'} && has(tier)",
            "role not in {'x'} && !(tier != 'web')",
            "(role == 'x' || tier == 'web') && pcns.team == 'red'",
            "!has(missing) && projectcalico.org/namespace == 'red'")) {
      Reach reach = reach(CALICO + calico("GlobalNetworkPolicy", "p", fromSelector(matching)));
      assertThat(ports(reach, "front", "back")).as(matching).isEqualTo("all ports");
      assertThat(ports(reach, "other", "back")).as(matching).isEqualTo("no ports");
    }
    // What is not understood is taken as permitting, whether it allows or denies.
    Reach unclear =
        reach(CALICO + calico("GlobalNetworkPolicy", "p", fromSelector("role contains 'front'")));
    assertThat(ports(unclear, "other", "back")).isEqualTo("all ports");
  }

  private static String fromSelector(String selector) {
    return "{selector: role == 'backend', ingress: [{action: Allow, source: {selector: \""
        + selector
        + "\"}}]}";
  }

  @Test
  void calicoNetsMeanPodsToo() {
    Reach reach =
        reach(
            CALICO
                + calico(
                    "GlobalNetworkPolicy",
                    "p",
                    "{selector: role == 'frontend', types: [Egress], egress: [{action: Deny,"
                        + " destination: {nets: [10.0.0.2/32]}}, {action: Allow}]}"));
    assertThat(ports(reach, "front", "back")).isEqualTo("no ports");
    assertThat(ports(reach, "front", "other")).isEqualTo("all ports");
  }
}
