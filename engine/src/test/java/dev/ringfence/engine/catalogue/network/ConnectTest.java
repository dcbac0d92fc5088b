package dev.ringfence.engine.catalogue.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.RandomClusters;
import dev.ringfence.engine.network.SmallCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectTest {

  private static final int CLUSTERS = Integer.getInteger("ringfence.oracle.clusters", 3000) / 10;
  private static final PortSet HTTP = PortSet.of(PortSet.Protocol.TCP, 80);

  @Test
  void stepsThatBreakNothingLeadToExactlyWhatPoliciesAllow() {
    List<String> disagreements = new ArrayList<>();
    for (long seed = 0; seed < CLUSTERS; seed++) {
      Cluster cluster = new RandomClusters(seed).next();
      Steps steps = new Steps(cluster, List.of(new Connect()), List.of());
      for (PodClass source : cluster.podClasses()) {
        var known = steps.from(steps.landscape.facts().codeOn(source.id(), 0), Set.of(), Set.of());
        for (PodClass destination : cluster.podClasses()) {
          var network = steps.landscape.network();
          PortSet expected =
              network.allowed(
                  network.endpointOf(source.id()), network.endpointOf(destination.id()), 0);
          if (!steps.ports(known, destination.id()).equals(expected)) {
            disagreements.add("seed " + seed + ": " + source.id() + " to " + destination.id());
          }
        }
      }
    }
    assertThat(disagreements).isEmpty();
  }

  @Test
  void withThePoliciesOfOneEnforcerFailedEveryPodReachesEveryPod() {
    for (long seed = 0; seed < CLUSTERS; seed++) {
      Cluster cluster = new RandomClusters(seed).next();
      Steps steps = new Steps(cluster, List.of(new Connect()), List.of());
      for (PodClass source : cluster.podClasses()) {
        var known =
            steps.from(
                steps.landscape.facts().codeOn(source.id(), 0),
                Set.of("network-policy:calico"),
                Set.of());
        for (PodClass destination : cluster.podClasses()) {
          assertThat(steps.ports(known, destination.id()))
              .as("seed %s", seed)
              .isEqualTo(PortSet.ALL);
        }
      }
    }
  }

  private static SmallCluster twoTenants() {
    return new SmallCluster()
        .node("node", List.of("192.168.0.1"), List.of("10.0.0.0/24"))
        .namespace("red", Map.of("tenant", "red"))
        .namespace("blue", Map.of("tenant", "blue"))
        .pod("red", "attacker", Map.of("app", "attacker"))
        .pod("blue", "victim", Map.of("app", "victim"));
  }

  private static SmallCluster calico(SmallCluster cluster) {
    return cluster.daemonSet(
        "kube-system", "calico-node", SmallCluster.container("docker.io/calico/node:v3.32.0"));
  }

  private static NetworkPolicy denyIngress() {
    return SmallCluster.policy("blue", "deny", Map.of(), List.of(), null);
  }

  @Test
  void withoutPoliciesEveryoneConnectsToEveryone() {
    Steps steps = new Steps(calico(twoTenants()).build());
    assertThat(steps.ports("attacker", "victim", Set.of(), Set.of())).isEqualTo(PortSet.ALL);
    assertThat(steps.evidence(FactKind.CONNECT))
        .contains("Pod blue/victim spec: no NetworkPolicy isolates it for ingress");
  }

  @Test
  void aDeniedConnectionTakesTheEnforcersFailure() {
    Steps steps = new Steps(calico(twoTenants()).policy(denyIngress()).build());
    assertThat(steps.ports("attacker", "victim", Set.of(), Set.of())).isEqualTo(PortSet.NONE);
    assertThat(steps.ports("attacker", "victim", Set.of("network-policy:calico"), Set.of()))
        .isEqualTo(PortSet.ALL);
    assertThat(steps.evidence(FactKind.CONNECT))
        .contains(
            "NetworkPolicy blue/deny spec.policyTypes: Ingress, and it selects the pod",
            "DaemonSet kube-system/calico-node spec.template.spec.containers:"
                + " docker.io/calico/node:v3.32.0");
  }

  @Test
  void theEvidenceNamesTheRuleThatLetsAConnectionThrough() {
    NetworkPolicy allow =
        SmallCluster.policy(
            "blue",
            "allow-red",
            Map.of(),
            List.of(
                SmallCluster.rule(
                    List.of(SmallCluster.namespaces(Map.of("tenant", "red"))),
                    SmallCluster.tcp(80))),
            null);
    Steps steps = new Steps(calico(twoTenants()).policy(allow).build());
    assertThat(steps.ports("attacker", "victim", Set.of(), Set.of())).isEqualTo(HTTP);
    assertThat(steps.evidence(FactKind.RECEIVES))
        .contains(
            "NetworkPolicy blue/allow-red spec.ingress[0].from[0]:"
                + " namespaceSelector tenant=red, TCP 80");
  }

  @Test
  void aCraftedPodConnectsUnlessAPolicyCoversEveryPodOfItsNamespace() {
    NetworkPolicy ofSome =
        SmallCluster.policy("red", "some", Map.of("app", "attacker"), null, List.of());
    NetworkPolicy ofAll = SmallCluster.policy("red", "all", Map.of(), null, List.of());
    assertThat(craftedInRed(twoTenants().policy(ofSome))).isEqualTo(PortSet.ALL);
    assertThat(craftedInRed(twoTenants().policy(ofAll))).isEqualTo(PortSet.NONE);
  }

  private static PortSet craftedInRed(SmallCluster cluster) {
    Steps steps = new Steps(calico(cluster).build());
    Cluster built = steps.landscape.cluster();
    int crafted = steps.landscape.facts().crafted(built.namespaceIndex("red"));
    var known = steps.from(steps.landscape.facts().codeOn(crafted, 0), Set.of(), Set.of());
    return steps.ports(known, SmallCluster.podClass(built, "victim"));
  }

  @Test
  void flannelAloneEnforcesNothingAndThatIsNoAssumption() {
    Steps steps =
        new Steps(
            twoTenants()
                .daemonSet(
                    "kube-flannel",
                    "kube-flannel-ds",
                    SmallCluster.container("docker.io/flannel/flannel:v0.27.0"))
                .policy(denyIngress())
                .build());
    assertThat(steps.ports("attacker", "victim", Set.of(), Set.of())).isEqualTo(PortSet.ALL);
  }

  @Test
  void whereNothingShowsAnEnforcerThePoliciesMayHaveNoEffect() {
    Cluster cluster = twoTenants().policy(denyIngress()).build();
    Steps steps = new Steps(cluster);
    Set<String> fear = Set.of("network-policy-enforced");
    assertThat(steps.ports("attacker", "victim", Set.of(), Set.of())).isEqualTo(PortSet.NONE);
    assertThat(steps.ports("attacker", "victim", Set.of(), fear)).isEqualTo(PortSet.ALL);
    assertThat(steps.ports("attacker", "victim", Set.of("network-policy:unknown"), Set.of()))
        .isEqualTo(PortSet.ALL);
    Steps vouched =
        new Steps(
            cluster,
            NetworkRows.all(),
            List.of(
                new Assumptions.Statement("network-policy-enforced", "true", "platform", null)));
    assertThat(vouched.ports("attacker", "victim", Set.of(), fear)).isEqualTo(PortSet.NONE);
  }

  @Test
  void aBlockThatMayHoldAPodIsAnAssumptionWherePodAddressesAreUnknown() {
    NetworkPolicy allow =
        SmallCluster.policy(
            "blue",
            "allow-block",
            Map.of(),
            List.of(SmallCluster.rule(List.of(SmallCluster.block("172.16.0.0/12")))),
            null);
    SmallCluster unknown =
        calico(new SmallCluster())
            .namespace("red", Map.of())
            .namespace("blue", Map.of())
            .pod("red", "attacker", Map.of())
            .pod("blue", "victim", Map.of())
            .policy(allow);
    Steps steps = new Steps(unknown.build());
    assertThat(steps.ports("attacker", "victim", Set.of(), Set.of())).isEqualTo(PortSet.NONE);
    assertThat(steps.ports("attacker", "victim", Set.of(), Set.of("pod-addresses-in-ip-blocks")))
        .isEqualTo(PortSet.ALL);
    Steps elsewhere = new Steps(calico(twoTenants()).policy(allow).build());
    assertThat(
            elsewhere.ports("attacker", "victim", Set.of(), Set.of("pod-addresses-in-ip-blocks")))
        .isEqualTo(PortSet.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 1000, 2000})
  void aDefaultOpenClusterCostsStepsInProportionToItsPods(int pods) {
    SmallCluster cluster = calico(new SmallCluster()).namespace("all", Map.of());
    for (int pod = 0; pod < pods; pod++) {
      cluster.pod("all", "pod" + pod, Map.of());
    }
    Steps steps = new Steps(cluster.build(), List.of(new Connect()), List.of());
    assertThat(steps.steps.size()).isLessThan(4 * pods);
  }
}
