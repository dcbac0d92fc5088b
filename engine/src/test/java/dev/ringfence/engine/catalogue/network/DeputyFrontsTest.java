package dev.ringfence.engine.catalogue.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Routing;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.network.SmallCluster;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * N5 where somebody vouches that controllers check host names, N11 by the objects of a CNI, and the
 * clients that come with answering in another's name (N1c).
 */
class DeputyFrontsTest {

  private static final String CONTROLLER = "registry.k8s.io/ingress-nginx/controller:v1.12.0";

  private static SmallCluster cluster(String group, String resource) {
    return new SmallCluster()
        .node("node", List.of("192.168.0.1"), List.of("10.0.0.0/24"))
        .namespace("red", Map.of())
        .namespace("blue", Map.of())
        .namespace("front", Map.of())
        .pod("red", "attacker", Map.of())
        .pod("blue", "victim", Map.of())
        .pod("front", "controller", Map.of(), SmallCluster.spec(SmallCluster.container(CONTROLLER)))
        .route("Ingress", "blue", "shop", List.of(), new Routing.Target("blue", "victim", "80"))
        .mayCreate("red", group, resource);
  }

  private static Steps steps(SmallCluster cluster, Assumptions.Statement... statements) {
    return new Steps(cluster.build(), NetworkRows.all(), List.of(statements));
  }

  /** What red's account gets with one place from which requests can be made. */
  private static BitSet known(Steps steps, Set<String> failed, Set<String> feared) {
    int account = steps.landscape.access().serviceAccount("red", "default");
    return steps.from(
        List.of(steps.landscape.facts().holds(account), steps.landscape.facts().apiPlace()),
        failed,
        feared);
  }

  private static boolean hasTrafficOf(String namespace, Steps steps, BitSet known) {
    int of = steps.landscape.cluster().namespaceIndex(namespace);
    return steps.has(known, FactKind.TRAFFIC, of);
  }

  @Test
  void aControllerThatChecksHostNamesIsADeputyThatCanFail() {
    Assumptions.Statement checks =
        new Assumptions.Statement("ingress-hosts-can-collide", "false", "platform", null);
    Steps steps = steps(cluster("networking.k8s.io", "ingresses"), checks);
    Set<String> fear = Set.of("ingress-hosts-can-collide");
    assertThat(hasTrafficOf("blue", steps, known(steps, Set.of(), fear))).isFalse();
    Set<String> deputy = Set.of("deputy:registry.k8s.io/ingress-nginx/controller");
    assertThat(hasTrafficOf("blue", steps, known(steps, deputy, Set.of()))).isTrue();
    Steps unstated = steps(cluster("networking.k8s.io", "ingresses"));
    assertThat(hasTrafficOf("blue", unstated, known(unstated, Set.of(), fear))).isTrue();
    Steps without = steps(cluster("", "configmaps"), checks);
    assertThat(hasTrafficOf("blue", without, known(without, deputy, Set.of())))
        .as("who writes no routes claims no host")
        .isFalse();
  }

  @Test
  void whoeverWritesWhereACniSendsPacketsAnswersForItsNamespace() {
    for (String[] kind :
        new String[][] {
          {"cilium.io", "ciliumendpoints"}, {"projectcalico.org", "workloadendpoints"}
        }) {
      Steps steps = steps(cluster(kind[0], kind[1]));
      BitSet known = known(steps, Set.of(), Set.of());
      assertThat(hasTrafficOf("red", steps, known)).as(kind[1]).isTrue();
      assertThat(hasTrafficOf("blue", steps, known)).as(kind[1]).isFalse();
    }
    Steps policies = steps(cluster("cilium.io", "ciliumegressgatewaypolicies"));
    assertThat(hasTrafficOf("red", policies, known(policies, Set.of(), Set.of()))).isFalse();
  }

  @Test
  void whoeverAnswersInAnothersNameHasClientsToExploit() {
    Steps steps = steps(cluster("cilium.io", "ciliumendpoints"));
    int victim = SmallCluster.podClass(steps.landscape.cluster(), "victim");
    Set<String> workload = Set.of("workload:registry.test/victim");
    Set<String> fear = Set.of("workloads-consume-what-others-emit");
    assertThat(steps.has(known(steps, workload, fear), FactKind.CODE_ANYWHERE, victim)).isTrue();
    Steps without = steps(cluster("", "configmaps"));
    assertThat(without.has(known(without, workload, fear), FactKind.CODE_ANYWHERE, victim))
        .as("without a pod and without answers nobody comes")
        .isFalse();
  }
}
