package dev.ringfence.placement;

import static dev.ringfence.placement.OneNode.NAMESPACE;
import static dev.ringfence.placement.OneNode.containers;
import static dev.ringfence.placement.OneNode.deviceClaim;
import static dev.ringfence.placement.OneNode.node;
import static dev.ringfence.placement.OneNode.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.cel.DeviceExpressions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.placement.Placement;
import dev.ringfence.engine.placement.filter.CurrentPlacement;
import dev.ringfence.engine.placement.filter.Refusal;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.Patch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What steps and filters take for granted of the scheduler and admission, one at a time. */
@RealControlPlane
class SchedulerPremisesTest {

  @BeforeEach
  void startAfresh(ControlPlane plane) {
    plane.reset();
  }

  @AfterEach
  void leaveNothing(ControlPlane plane) {
    plane.reset();
  }

  @Test
  void aGateIsTakenOff(ControlPlane plane, @TempDir Path folder) throws InterruptedException {
    String gated =
        pod("candidate", containers("") + ",\"schedulingGates\":[{\"name\":\"example.com/wait\"}]");
    RealScheduler scheduler = new RealScheduler(plane);
    scheduler.createNamespace(NAMESPACE);
    scheduler.createNode(node("", ""));
    Cluster cluster = OneNode.read(folder, List.of(NAMESPACE, node("", ""), gated));
    Refusal refusal = CurrentPlacement.of(cluster).refusals(0)[0];
    assertThat(Objects.requireNonNull(refusal).filter()).isEqualTo("SchedulingGates");
    assertThat(Placement.of(cluster).everNodes(0)).containsExactly(0);
    scheduler.create(gated).orThrow();
    assertThat(scheduler.await("ever", "candidate").node()).isNull();
    plane
        .administrator()
        .patch(
            "/api/v1/namespaces/ever/pods/candidate",
            Patch.MERGE,
            "{\"spec\":{\"schedulingGates\":null}}")
        .orThrow();
    String node = null;
    for (int i = 0; i < 600 && node == null; i++) {
      Thread.sleep(40);
      node = scheduler.await("ever", "candidate").node();
    }
    assertThat(node).isEqualTo("only");
  }

  /** A pod's template of claims: before and after the controller has made the claim from it. */
  @Test
  void aClaimIsMadeFromItsTemplate(ControlPlane plane, @TempDir Path folder)
      throws InterruptedException {
    RealScheduler scheduler = new RealScheduler(plane);
    scheduler.createNamespace(NAMESPACE);
    String template =
        deviceClaim("made")
                .replace("ResourceClaim", "ResourceClaimTemplate")
                .replace("\"spec\":{\"devices\"", "\"spec\":{\"spec\":{\"devices\"")
            + "}";
    List<String> kinds = new ArrayList<>(OneNode.DEVICE);
    kinds.add(template);
    scheduler.createNode(node("", ""));
    for (String document : kinds) {
      scheduler.create(document).orThrow();
    }
    String pod =
        pod(
            "candidate",
            containers("")
                + ",\"resourceClaims\":[{\"name\":\"gpu\",\"resourceClaimTemplateName\":\"made\"}]");
    kinds.addAll(List.of(NAMESPACE, node("", ""), pod));
    Cluster before = OneNode.read(folder, kinds);
    assertThat(CurrentPlacement.of(before, new DeviceExpressions()).refusals(0)[0]).isNull();
    scheduler.create(pod).orThrow();
    assertThat(scheduler.await("ever", "candidate").node()).isEqualTo("only");
    JsonNode claim =
        scheduler
            .read("/apis/resource.k8s.io/v1/namespaces/ever/resourceclaims")
            .path("items")
            .get(0);
    kinds.remove(pod);
    kinds.add(scheduler.current(pod));
    kinds.add(
        "{\"apiVersion\":\"resource.k8s.io/v1\",\"kind\":\"ResourceClaim\","
            + claim.toString().substring(1));
    List<String> doubts = new ArrayList<>();
    Cluster after = OneNode.read(folder, kinds);
    assertThat(CurrentPlacement.of(after, new DeviceExpressions()).refusals(0, doubts::add)[0])
        .isNull();
    assertThat(doubts).as("the claim that was made is found").isEmpty();
  }

  /** F2's premise: a namespace of no special name may use the system's own priorities. */
  @Test
  void anyNamespaceMayUseTheSystemsPriorities(ControlPlane plane) {
    RealScheduler scheduler = new RealScheduler(plane);
    scheduler.createNamespace(NAMESPACE);
    ApiResponse answer =
        scheduler.create(
            pod("urgent", containers("") + ",\"priorityClassName\":\"system-node-critical\""));
    assertThat(answer.orThrow().json().path("spec").path("priority").asInt())
        .isEqualTo(2_000_001_000);
  }

  /** F1's: one pod with an anti-affinity to every namespace, and the quota that forbids it. */
  @Test
  void onePodKeepsPodsOfAnotherNamespaceFromEveryNode(ControlPlane plane)
      throws InterruptedException {
    RealScheduler scheduler = new RealScheduler(plane);
    scheduler.createNamespace(NAMESPACE);
    String away = NAMESPACE.replace("ever", "away");
    scheduler.createNamespace(away);
    for (String name : List.of("one", "two")) {
      scheduler.createNode(
          node("", "").replace("\"only\"", "\"" + name + "\"").replace("\"zone\":", "\"os\":"));
    }
    String keeper =
        pod("keeper", containers("") + ",\"nodeName\":\"one\"")
            .replace("\"namespace\":\"ever\"", "\"namespace\":\"away\"");
    String everywhere =
        """
        ,"affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[\
        {"topologyKey":"os","labelSelector":{},"namespaceSelector":{}}]}}}}""";
    String keepsAway = keeper.substring(0, keeper.length() - 2) + everywhere;
    scheduler.create(keepsAway).orThrow();
    String candidate = pod("candidate", containers(""));
    assertThat(scheduler.refusedAtLast(candidate)).isTrue();
    scheduler.delete("away", "keeper");
    assertThat(scheduler.placedAtLast(candidate)).isIn("one", "two");
    plane.apply(
        """
        {apiVersion: v1, kind: ResourceQuota, metadata: {name: inside, namespace: away},
        spec: {hard: {pods: "0"}, scopeSelector: {matchExpressions: [
        {scopeName: CrossNamespacePodAffinity, operator: Exists}]}}}""");
    boolean refused = false;
    for (int i = 0; i < 600 && !refused; i++) {
      ApiResponse answer = scheduler.create(keepsAway);
      refused = !answer.isSuccess() && answer.body().contains("exceeded quota");
      if (answer.isSuccess()) {
        scheduler.delete("away", "keeper");
      }
      Thread.sleep(refused ? 0 : 40);
    }
    assertThat(refused).as("the quota has no room for such terms").isTrue();
    assertThat(scheduler.create(keeper).isSuccess()).as("and room for pods without").isTrue();
  }
}
