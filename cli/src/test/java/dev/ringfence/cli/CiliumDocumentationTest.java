package dev.ringfence.cli;

import static dev.ringfence.cli.PolicyScene.CILIUM;
import static dev.ringfence.cli.PolicyScene.CLUSTER;
import static dev.ringfence.cli.PolicyScene.cilium;
import static dev.ringfence.cli.PolicyScene.clusterwide;
import static dev.ringfence.cli.PolicyScene.configuration;
import static dev.ringfence.cli.PolicyScene.daemonSet;
import static dev.ringfence.cli.PolicyScene.findings;
import static dev.ringfence.cli.PolicyScene.object;
import static dev.ringfence.cli.PolicyScene.ports;
import static dev.ringfence.cli.PolicyScene.reach;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.network.Network;
import dev.ringfence.engine.reach.Reach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Further rules of Cilium's documentation: whom its entities, ranges and nodes mean, and what is no
 * policy of its own. What nothing here can judge is taken as permitting, and said.
 */
final class CiliumDocumentationTest {

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
  void anEmptyListMeansNobodyWhateverStandsBesideIt() {
    assertIngress("ingress: [{fromEndpoints: []}]", NONE, NONE, NONE);
    assertIngress("ingress: [{fromEndpoints: [], fromEntities: [all]}]", NONE, NONE, NONE);
    assertIngress(
        "ingress: [{fromEntities: [all]}], ingressDeny: [{fromEndpoints: [], fromEntities: [all]}]",
        ALL,
        ALL,
        ALL);
  }

  @Test
  void entitiesMeanTheClusterTheWorldAndEverybody() {
    assertIngress("ingress: [{fromEntities: [cluster]}]", ALL, ALL, NONE);
    assertIngress("ingress: [{fromEntities: [world]}]", NONE, NONE, ALL);
    assertIngress("ingress: [{fromEntities: [world-ipv6]}]", NONE, NONE, NONE);
    assertIngress("ingress: [{fromEntities: [all]}]", ALL, ALL, ALL);
    assertIngress("ingress: [{fromEntities: [host, remote-node]}]", NONE, NONE, NONE);
    assertIngress("ingress: [{fromEntities: [none]}]", NONE, NONE, NONE);
  }

  @Test
  void entitiesThatCannotBeSeenMayBeAnybodyAndThatIsSaid() {
    // A pod is init while it starts, and unmanaged where Cilium does not look after it.
    assertIngress("ingress: [{fromEntities: [init]}]", ALL, ALL, ALL);
    assertIngress("ingress: [{fromEntities: [unmanaged]}]", ALL, ALL, ALL);
    assertIngress("ingress: [{fromEntities: [kube-apiserver]}]", NONE, NONE, ALL);
    assertThat(
            findings(
                CILIUM + cilium("{endpointSelector: {}, ingress: [{fromEntities: [unmanaged]}]}")))
        .anyMatch(
            finding ->
                finding.contains("spec.ingress[0].fromEntities")
                    && finding.contains("taken as permitting"));
  }

  @Test
  void servicesAndGroupsMayBeAnybodyAndThatIsSaid() {
    for (String peers :
        new String[] {
          "toServices: [{k8sService: {serviceName: api, namespace: blue}}]",
          "toGroups: [{aws: {securityGroupsIds: [sg-1]}}]"
        }) {
      String yaml = CILIUM + cilium("{endpointSelector: {}, egress: [{" + peers + "}]}");
      assertThat(ports(reach(yaml), "front", "other")).as(peers).isEqualTo(ALL);
      String field = peers.substring(0, peers.indexOf(':'));
      assertThat(findings(yaml)).anyMatch(finding -> finding.contains("spec.egress[0]." + field));
    }
  }

  /** By default agents do not tell nodes apart by labels, and refuse the policy that does. */
  @Test
  void aPolicyThatNamesNodesByTheirLabelsMayBeRefused() {
    String to = "{endpointSelector: {}, egress: [{toNodes: [{matchLabels: {type: ready}}]}]}";
    assertThat(ports(reach(CILIUM + cilium(to)), "front", "other")).isEqualTo(ALL);
    assertThat(findings(CILIUM + cilium(to)))
        .anyMatch(
            finding ->
                finding.contains("spec.egress[0].toNodes")
                    && finding.contains("enable-node-selector-labels"));
    assertIngress("ingress: [{fromNodes: [{matchLabels: {}}]}]", ALL, ALL, ALL);
  }

  /** What the agent refuses, it refuses as a whole: the policy closes nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ingress: [{}]} | spec.endpointSelector",
        "{endpointSelector: {}, nodeSelector: {}, ingress: [{}]} | spec.nodeSelector",
        "{endpointSelector: {}, ingress: [{fromEntities: [everybody]}]} |"
            + " spec.ingress[0].fromEntities",
        "{endpointSelector: {}, ingress: [{fromEndpoints: [{}], fromCIDR: [10.9.0.0/16]}]} |"
            + " spec.ingress[0].fromEndpoints",
        "{endpointSelector: {}, ingress: [{toPorts: [{ports: [{protocol: TCP}]}]}]} |"
            + " spec.ingress[0].toPorts[0].ports[0].port",
        "{endpointSelector: {}, ingress: [{toPorts: [{ports: [{port: '80'}], rules: {http:"
            + " [{method: GET}]}}]}]} | spec.ingress[0].toPorts[0].ports[0].protocol",
        "{endpointSelector: {}, ingress: [{toPorts: [{ports: [{port: '53', protocol: UDP}], rules:"
            + " {dns: [{matchName: a}]}}]}]} | spec.ingress[0].toPorts[0].rules.dns",
        "{endpointSelector: {}, ingress: [{toPorts: [{ports: [{port: '80', protocol: TCP}]}], icmps:"
            + " [{fields: [{type: 8}]}]}]} | spec.ingress[0].icmps"
      })
  void whatCiliumRefusesClosesNothing(String spec, String field) {
    String yaml = CILIUM + cilium(spec);
    assertThat(findings(yaml))
        .anyMatch(finding -> finding.contains(field) && finding.contains("Cilium refuses it"));
    assertThat(ports(reach(yaml), "front", "back")).as("upheld by nobody").isEqualTo(ALL);
  }

  @Test
  void servicesWithPortsAndNamesWithOtherPeersAreRefused() {
    for (String rule :
        new String[] {
          "toServices: [{k8sService: {serviceName: api, namespace: blue}}], toPorts: [{ports:"
              + " [{port: '80'}]}]",
          "toFQDNs: [{matchName: example.org}], toCIDR: [10.0.0.0/8]"
        }) {
      String yaml = CILIUM + cilium("{endpointSelector: {}, egress: [{" + rule + "}]}");
      String field = rule.substring(0, rule.indexOf(':'));
      assertThat(findings(yaml))
          .anyMatch(
              finding ->
                  finding.contains("spec.egress[0]." + field)
                      && finding.contains("must not be combined with"));
      assertThat(ports(reach(yaml), "front", "other")).as("upheld by nobody").isEqualTo(ALL);
    }
  }

  @Test
  void portsByLabelsAndByRangesOfAddresses() {
    String http = ", toPorts: [{ports: [{port: '80', protocol: TCP}]}]";
    assertIngress(
        "ingress: [{fromEndpoints: [{matchLabels: {role: frontend}}]" + http + "}]",
        "TCP 80",
        NONE,
        NONE);
    assertIngress("ingress: [{fromCIDR: [8.0.0.0/8]" + http + "}]", NONE, NONE, "TCP 80");
    assertIngress(
        "ingress: [{toPorts: [{ports: [{port: '80', protocol: TCP}]}]}]",
        "TCP 80",
        "TCP 80",
        "TCP 80");
  }

  @Test
  void icmpConnectsToNoPort() {
    assertIngress(
        "ingress: [{fromEntities: [all], icmps: [{fields: [{type: 8}]}]}]", NONE, NONE, NONE);
  }

  @Test
  void theDenyExampleClosesTheWorldAndLeavesTheRest() {
    Reach reach =
        reach(
            CILIUM
                + clusterwide(
                    "{endpointSelector: {}, ingressDeny: [{fromEntities: [world]}],"
                        + " ingress: [{fromEntities: [all]}]}"));
    assertThat(ports(reach, "front", "back")).isEqualTo(ALL);
    assertThat(ports(reach, "other", "back")).isEqualTo(ALL);
    assertThat(ports(reach, "8.8.8.8", "back")).isEqualTo(NONE);
    assertThat(ports(reach, "back", "8.8.8.8")).isEqualTo(ALL);
  }

  @Test
  void aDenyRuleAloneIsolatesToo() {
    assertIngress(
        "ingressDeny: [{fromEndpoints: [{matchLabels: {role: frontend}}]}]", NONE, NONE, NONE);
    assertIngress(
        "enableDefaultDeny: {ingress: false}, ingressDeny: [{fromEndpoints: [{matchLabels: {role:"
            + " frontend}}]}]",
        NONE,
        ALL,
        ALL);
  }

  @Test
  void rangesMeanNodesOnlyWhereTheConfigurationSaysSo() {
    String spec = "{endpointSelector: {}, egress: [{toCIDR: [192.168.0.0/16]}]}";
    assertThat(toNode(CILIUM + cilium(spec))).isEqualTo(NONE);
    String agent = CLUSTER + daemonSet("cilium", "quay.io/cilium/cilium:v1.19.0");
    assertThat(toNode(agent + configuration("policy-cidr-match-mode: nodes") + cilium(spec)))
        .isEqualTo(ALL);
  }

  private static String toNode(String yaml) {
    var cluster = StrictReading.cluster(yaml);
    Network network = Network.asItStands(cluster, false);
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      if (cluster.pods().name(pod).equals("front")) {
        return network.allowed(network.endpointOfPod(pod), network.endpointOfNode(0), 0).toString();
      }
    }
    throw new AssertionError("no such pod");
  }

  @Test
  void everySpecOfOneObjectCounts() {
    String specs =
        "specs:\n- {endpointSelector: "
            + ROLE
            + ", ingress: [{fromEndpoints: [{matchLabels: {role:"
            + " frontend}}]}]}\n- {endpointSelector: {matchLabels: {role: frontend}}, ingress: [{}]}";
    Reach reach =
        reach(
            CILIUM
                + object("cilium.io/v2", "CiliumNetworkPolicy", "name: p, namespace: red", specs));
    assertThat(ports(reach, "front", "back")).isEqualTo(ALL);
    assertThat(ports(reach, "back", "front")).isEqualTo(NONE);
  }
}
