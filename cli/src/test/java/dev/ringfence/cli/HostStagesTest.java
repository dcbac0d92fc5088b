package dev.ringfence.cli;

import static dev.ringfence.cli.HostScene.AUTOMATIC;
import static dev.ringfence.cli.HostScene.CALICO;
import static dev.ringfence.cli.HostScene.host;
import static dev.ringfence.cli.HostScene.node;
import static dev.ringfence.cli.HostScene.podClass;
import static dev.ringfence.cli.HostScene.policy;
import static dev.ringfence.cli.HostScene.toNode;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.network.Doubt;
import dev.ringfence.engine.network.Network;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.reach.Reach;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What stands before nodes earlier than their normal policies, and what nodes forward. Each test is
 * a rule of Calico's reference ("Pre-DNAT policy", "High-connection workloads", "Apply policy to
 * forwarded traffic").
 */
final class HostStagesTest {

  @Test
  void whatComesBeforeAddressTranslationHasNoDefaultDenyAndDecidesFirst() {
    String open = CALICO + AUTOMATIC;
    String early =
        policy(
            "GlobalNetworkPolicy",
            "{selector: all(), order: 10, preDNAT: true, applyOnForward: true, ingress: [{action:"
                + " Deny, protocol: TCP, destination: {ports: [10250]}}]}");
    assertThat(toNode(open + early, "worker"))
        .isEqualTo("TCP 1-10249, TCP 10251-65535, UDP all, SCTP all");
    String late =
        policy("GlobalNetworkPolicy", "{selector: all(), order: 1, ingress: [{action: Allow}]}");
    assertThat(toNode(open + early + late, "worker"))
        .as("stands before whatever order")
        .isEqualTo("TCP 1-10249, TCP 10251-65535, UDP all, SCTP all");
    String closed = policy("GlobalNetworkPolicy", "{selector: all(), types: [Ingress]}");
    assertThat(toNode(open + early.replace("Deny", "Allow") + closed, "worker"))
        .as("what it allows skips the others")
        .contains("TCP 10250");
  }

  @Test
  void policiesBeforeAddressTranslationAreNotForPods() {
    String early =
        policy(
            "GlobalNetworkPolicy",
            "{selector: all(), preDNAT: true, applyOnForward: true, ingress: [{action: Deny}]}");
    Cluster cluster = StrictReading.cluster(CALICO + AUTOMATIC + early);
    Network network = Network.asItStands(cluster, false);
    assertThat(
            network
                .allowed(
                    network.endpointOfNode(node(cluster, "control")),
                    network.endpointOf(podClass(cluster, "web")),
                    0)
                .toString())
        .isEqualTo("all ports");
  }

  private static final String WITHOUT_KUBELET = "TCP 1-10249, TCP 10251-65535, UDP all, SCTP all";

  private static String untracked(String action) {
    return policy(
        "GlobalNetworkPolicy",
        "{selector: all(), doNotTrack: true, applyOnForward: true, ingress: [{action: "
            + action
            + ", protocol: TCP, destination: {ports: [10250]}}]}");
  }

  @Test
  void untrackedPoliciesHoldForSingleInterfacesOnly() {
    String one = CALICO + host("interfaceName: eth0, profiles: [projectcalico-default-allow]");
    assertThat(toNode(one + untracked("Deny"), "worker")).isEqualTo(WITHOUT_KUBELET);
    assertThat(toNode(one + untracked("Deny"), "worker", Doubt.INTERFACE)).isEqualTo("all ports");
    assertThat(toNode(CALICO + AUTOMATIC + untracked("Deny"), "worker")).isEqualTo("all ports");
  }

  @Test
  void untrackedPoliciesDecideBeforeThoseBeforeAddressTranslation() {
    String one = CALICO + host("interfaceName: eth0, profiles: [projectcalico-default-allow]");
    String early =
        policy(
            "GlobalNetworkPolicy",
            "{selector: all(), order: -5, preDNAT: true, applyOnForward: true, ingress: [{action:"
                + " Deny, protocol: TCP, destination: {ports: [10250]}}]}");
    assertThat(toNode(one + early, "worker")).isEqualTo(WITHOUT_KUBELET);
    assertThat(toNode(one + early + untracked("Allow"), "worker")).isEqualTo("all ports");
    assertThat(toNode(one + early + untracked("Pass"), "worker")).isEqualTo(WITHOUT_KUBELET);
  }

  /** What a node may connect to in a pod that may be on another. */
  private static String toPod(String yaml, int doubts) {
    Cluster cluster = StrictReading.cluster(yaml);
    Network network = Network.asItStands(cluster, false);
    return network
        .allowed(
            network.endpointOfNode(node(cluster, "control")),
            network.endpointOf(podClass(cluster, "web")),
            doubts)
        .toString();
  }

  private static String forwarded(String selector) {
    return policy(
        "GlobalNetworkPolicy",
        "{selector: "
            + selector
            + ", applyOnForward: true, ingress: [{action: Allow, protocol: TCP, destination: {ports:"
            + " [80]}}]}");
  }

  @Test
  void policiesOnForwardedTrafficStopPodsThatDoNotShareANode() {
    String every = CALICO + AUTOMATIC + forwarded("has(projectcalico.org/created-by)");
    assertThat(toPod(every, 0)).isEqualTo("TCP 80");
    assertThat(toPod(every, Doubt.FORWARDED)).isEqualTo("all ports");
    assertThat(toPod(CALICO + AUTOMATIC + forwarded("has(kubernetes-worker)"), 0))
        .as("the pod may be on the other node")
        .isEqualTo("all ports");
    assertThat(toPod(every.replace("applyOnForward: true", "applyOnForward: false"), 0))
        .isEqualTo("all ports");
  }

  @Test
  void fromOutsideEverythingIsForwarded() {
    String every = CALICO + AUTOMATIC + forwarded("has(projectcalico.org/created-by)");
    assertThat(fromOutside(every)).isEqualTo("TCP 80");
    assertThat(fromOutside(CALICO + AUTOMATIC + forwarded("has(kubernetes-worker)")))
        .isEqualTo("all ports");
    assertThat(fromOutside(every.replace("ingress:", "types: [Egress], egress:")))
        .as("what comes in is another direction")
        .isEqualTo("all ports");
    assertThat(fromOutside(every + host("interfaceName: eth0")))
        .as("by an interface whose host endpoint no such policy selects")
        .isEqualTo("all ports");
  }

  private static String fromOutside(String yaml) {
    Reach reach = Reach.of(StrictReading.cluster(yaml), new Assumptions(List.of()));
    PortSet[] found = {PortSet.NONE};
    AddressRanges somewhere = requireNonNull(AddressRanges.cidr("8.8.8.8"));
    BitSet web = new BitSet();
    BitSet outside = new BitSet();
    for (int end = 0; end < reach.count(); end++) {
      boolean workload = reach.isWorkload(end);
      web.set(end, workload && reach.workload(end).reference().name().equals("web"));
      outside.set(end, !workload && reach.addresses(end).containsAll(somewhere));
    }
    assertThat(outside.cardinality()).isEqualTo(1);
    reach.forEach(outside, web, (from, to, ports) -> found[0] = ports);
    return found[0].toString();
  }
}
