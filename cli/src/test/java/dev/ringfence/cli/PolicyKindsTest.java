package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.reach.Reach;
import dev.ringfence.intake.InputException;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Policies beside NetworkPolicy, from their documents to what they let through. Each test is an
 * example or a rule of the documentation of the product that it names.
 */
final class PolicyKindsTest {

  private static final String CLUSTER =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: node}
      spec: {podCIDRs: [10.0.0.0/16]}
      status: {addresses: [{type: InternalIP, address: 192.168.0.1}]}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {team: red}}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: blue, labels: {team: blue}}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: front, namespace: red, labels: {role: frontend, tier: web}}
      spec: {containers: [{name: a, image: a}]}
      status: {podIP: 10.0.0.1}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: back, namespace: red, labels: {role: backend}}
      spec: {containers: [{name: a, image: a, ports: [{name: web, containerPort: 8080}]}]}
      status: {podIP: 10.0.0.2}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: other, namespace: blue, labels: {role: frontend}}
      spec: {containers: [{name: a, image: a}]}
      status: {podIP: 10.0.0.3}
      ---
      """;

  private static String daemonSet(String name, String image) {
    return """
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: %s, namespace: kube-system}
    spec:
      selector: {matchLabels: {app: agent}}
      template:
        metadata: {labels: {app: agent}}
        spec: {hostNetwork: true, containers: [{name: agent, image: "%s"}]}
    ---
    """
        .formatted(name, image);
  }

  private static final String CILIUM =
      CLUSTER
          + daemonSet("cilium", "quay.io/cilium/cilium:v1.19.0")
          + "{apiVersion: v1, kind: ConfigMap, metadata: {name: cilium-config, namespace:"
          + " kube-system}, data: {enable-policy: default}}\n---\n";

  private static final String CALICO =
      CLUSTER + daemonSet("calico-node", "docker.io/calico/node:v3.32.0");

  private static Reach reach(String yaml) {
    return Reach.of(StrictReading.cluster(yaml), new Assumptions(List.of()));
  }

  /** Somebody vouches that something is not as feared. */
  private static Reach reach(String yaml, String assumption, String vouched) {
    return Reach.of(
        StrictReading.cluster(yaml),
        new Assumptions(
            List.of(new Assumptions.Statement(assumption, vouched, "the platform team", null))));
  }

  private static String ports(Reach reach, String from, String to) {
    PortSet[] found = {PortSet.NONE};
    reach.forEach(end(reach, from), end(reach, to), (one, other, ports) -> found[0] = ports);
    return found[0].toString();
  }

  private static BitSet end(Reach reach, String name) {
    BitSet ends = new BitSet();
    AddressRanges address = AddressRanges.cidr(name);
    for (int end = 0; end < reach.count(); end++) {
      ends.set(
          end,
          reach.isWorkload(end)
              ? reach.workload(end).reference().name().equals(name)
              : address != null
                  && reach.addresses(end).containsAll(Objects.requireNonNull(address)));
    }
    assertThat(ends.cardinality()).as(name).isEqualTo(1);
    return ends;
  }

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

  private static String cilium(String spec) {
    return CILIUM
        + "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\n"
        + "metadata: {name: p, namespace: red}\nspec: "
        + spec
        + "\n";
  }

  @Test
  void ciliumAllowsFromEndpointsOfTheSameNamespaceOnly() {
    Reach reach =
        reach(
            cilium(
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
            cilium(
                "{endpointSelector: {}, ingress: [{fromEndpoints: [{matchLabels:"
                    + " {'k8s:io.kubernetes.pod.namespace': blue, 'k8s:role': frontend}}]}]}"));
    assertThat(ports(reach, "other", "back")).isEqualTo("all ports");
    assertThat(ports(reach, "front", "back")).isEqualTo("no ports");
  }

  @Test
  void ciliumDefaultDenyIsAnEmptyRule() {
    Reach reach = reach(cilium("{endpointSelector: {}, ingress: [{}], egress: [{}]}"));
    assertThat(ports(reach, "front", "back")).isEqualTo("no ports");
    assertThat(ports(reach, "front", "8.8.8.8")).isEqualTo("no ports");
    assertThat(ports(reach, "other", "8.8.8.8")).isEqualTo("all ports");
  }

  @Test
  void ciliumEntityWorldMeansOutsideAlone() {
    Reach reach = reach(cilium("{endpointSelector: {}, egress: [{toEntities: [world]}]}"));
    assertThat(ports(reach, "front", "8.8.8.8")).isEqualTo("all ports");
    assertThat(ports(reach, "front", "back")).isEqualTo("no ports");
  }

  @Test
  void ciliumCidrsDoNotMeanPods() {
    Reach reach =
        reach(
            cilium(
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
            cilium(
                "{endpointSelector: {matchLabels: {role: backend}}, ingress: [{fromEndpoints: [{}],"
                    + " toPorts: [{ports: [{port: '80', protocol: TCP}, {port: '8000', endPort:"
                    + " 8100, protocol: UDP}, {port: web}], rules: {http: [{method: GET, path:"
                    + " /public}]}}]}]}"));
    assertThat(ports(reach, "front", "back")).isEqualTo("TCP 80, TCP 8080, UDP 8000-8100");
  }

  @Test
  void ciliumDenyRulesComeFirst() {
    Reach reach =
        reach(
            cilium(
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
            cilium(
                "{endpointSelector: {}, enableDefaultDeny: {egress: false}, egress: [{toEntities:"
                    + " [host]}]}"));
    assertThat(ports(reach, "front", "8.8.8.8")).isEqualTo("all ports");
  }

  @Test
  void ciliumNamesThatItResolvesMayBeAnyAddress() {
    Reach reach =
        reach(cilium("{endpointSelector: {}, egress: [{toFQDNs: [{matchName: my.example.org}]}]}"));
    assertThat(ports(reach, "front", "8.8.8.8")).isEqualTo("all ports");
    assertThat(ports(reach, "front", "back")).isEqualTo("no ports");
  }

  @Test
  void ciliumAndNetworkPoliciesAllowTogether() {
    Reach reach =
        reach(
            cilium(
                    "{endpointSelector: {matchLabels: {role: backend}}, ingress: [{fromEndpoints:"
                        + " [{matchLabels: {role: frontend}}], toPorts: [{ports: [{port: '80',"
                        + " protocol: TCP}]}]}]}")
                + "---\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: np,"
                + " namespace: red}, spec: {podSelector: {}, ingress: [{from: [{podSelector: {}}],"
                + " ports: [{port: 443}]}]}}\n");
    assertThat(ports(reach, "front", "back")).isEqualTo("TCP 80, TCP 443");
    assertThat(ports(reach, "other", "back")).isEqualTo("no ports");
  }

  private static String calico(String kind, String name, String spec) {
    return "---\napiVersion: projectcalico.org/v3\nkind: "
        + kind
        + "\nmetadata: {name: "
        + name
        + (kind.equals("NetworkPolicy") ? ", namespace: red" : "")
        + "}\nspec: "
        + spec
        + "\n";
  }

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
        .anyMatch(remark -> remark.contains("CiliumNetworkPolicy red/p"));
  }
}
