package dev.ringfence.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.placement.Placement;
import dev.ringfence.engine.placement.filter.CurrentPlacement;
import dev.ringfence.engine.placement.filter.Refusal;
import dev.ringfence.intake.Reading;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What <em>ever</em> leaves out: for each filter of the scheduler that other pods, resources or a
 * node's state can undo, a pod that it refuses now, a change, and the real scheduler that places
 * the same pod.
 */
@RealControlPlane
class EverPlacedTest {

  private static final String NAMESPACE =
      "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"ever\"}}";

  /** A change of the world that lets the pod in. */
  private interface Change {
    void on(RealScheduler scheduler);
  }

  private record Case(String filter, String node, List<String> others, String pod, Change change) {}

  private static String node(String taints, String more) {
    return """
      {"apiVersion":"v1","kind":"Node","metadata":{"name":"only",\
      "labels":{"kubernetes.io/hostname":"only","zone":"a"}},"spec":{"taints":[%s]%s},\
      "status":{"capacity":{"cpu":"2","memory":"4Gi","pods":"10"},\
      "allocatable":{"cpu":"2","memory":"4Gi","pods":"10"},\
      "conditions":[{"type":"Ready","status":"True"}]}}"""
        .formatted(taints, more);
  }

  private static String pod(String name, String spec) {
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","namespace":"ever",\
        "labels":{"app":"%s"}},"spec":{"terminationGracePeriodSeconds":0,%s}}"""
        .formatted(name, name, spec);
  }

  private static String containers(String more) {
    return "\"containers\":[{\"name\":\"main\",\"image\":\"registry.example/app:1\"%s}]"
        .formatted(more);
  }

  private static String keepsFrom(String kind, String app) {
    return """
        ,"affinity":{"%s":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone",\
        "labelSelector":{"matchLabels":{"app":"%s"}}}]}}"""
        .formatted(kind, app);
  }

  private static final String BUSY = ",\"resources\":{\"requests\":{\"cpu\":\"1500m\"}}";
  private static final String PORT = ",\"ports\":[{\"containerPort\":80,\"hostPort\":8080}]";
  private static final Change NEIGHBOUR_LEAVES = scheduler -> scheduler.delete("ever", "other");

  private static List<Case> cases() {
    String bound = ",\"nodeName\":\"only\"";
    String plain = node("", "");
    return List.of(
        new Case(
            "NodeResourcesFit",
            plain,
            List.of(pod("other", containers(BUSY) + bound)),
            pod("candidate", containers(BUSY)),
            NEIGHBOUR_LEAVES),
        new Case(
            "NodePorts",
            plain,
            List.of(pod("other", containers(PORT) + bound)),
            pod("candidate", containers(PORT)),
            NEIGHBOUR_LEAVES),
        new Case(
            "InterPodAffinity",
            plain,
            List.of(pod("other", containers("") + bound)),
            pod("candidate", containers("") + keepsFrom("podAntiAffinity", "other")),
            NEIGHBOUR_LEAVES),
        new Case(
            "InterPodAffinity",
            plain,
            List.of(
                pod("other", containers("") + bound + keepsFrom("podAntiAffinity", "candidate"))),
            pod("candidate", containers("")),
            NEIGHBOUR_LEAVES),
        new Case(
            "InterPodAffinity",
            plain,
            List.of(),
            pod("candidate", containers("") + keepsFrom("podAffinity", "other")),
            scheduler -> scheduler.create(pod("other", containers("") + bound)).orThrow()),
        new Case(
            "PodTopologySpread",
            plain,
            List.of(pod("other", containers("") + bound)),
            pod(
                "candidate",
                containers("")
                    + """
                      ,"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone",\
                      "whenUnsatisfiable":"DoNotSchedule","minDomains":2,\
                      "labelSelector":{"matchExpressions":[{"key":"app","operator":"Exists"}]}}]"""),
            NEIGHBOUR_LEAVES),
        new Case(
            "NodeUnschedulable",
            node("", ",\"unschedulable\":true"),
            List.of(),
            pod("candidate", containers("")),
            scheduler ->
                scheduler.patchNode("only", "{\"spec\":{\"unschedulable\":null,\"taints\":[]}}")),
        new Case(
            "TaintToleration",
            node("{\"key\":\"node.kubernetes.io/disk-pressure\",\"effect\":\"NoSchedule\"}", ""),
            List.of(),
            pod("candidate", containers("")),
            scheduler -> scheduler.patchNode("only", "{\"spec\":{\"taints\":[]}}")));
  }

  @BeforeEach
  void startAfresh(ControlPlane plane) {
    plane.reset();
  }

  @AfterEach
  void leaveNothing(ControlPlane plane) {
    plane.reset();
  }

  @Test
  void whatOnlyNowRefusesCanBeUndone(ControlPlane plane, @TempDir Path folder)
      throws InterruptedException {
    for (Case one : cases()) {
      plane.reset();
      RealScheduler scheduler = new RealScheduler(plane);
      scheduler.createNamespace(NAMESPACE);
      scheduler.createNode(one.node());
      for (String other : one.others()) {
        scheduler.create(other).orThrow();
      }
      List<String> documents = new ArrayList<>(List.of(NAMESPACE, one.node(), one.pod()));
      documents.addAll(one.others());
      Cluster cluster =
          Reading.file(
                  folder,
                  "case.json",
                  "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
                      + String.join(",", documents)
                      + "]}")
              .cluster();
      int pod = Reading.pod(cluster, "candidate");
      Refusal refusal = CurrentPlacement.of(cluster).refusals(pod)[0];
      assertThat(Objects.requireNonNull(refusal, one.filter()).filter()).isEqualTo(one.filter());
      assertThat(Placement.of(cluster).everNodes(pod)).as(one.filter()).containsExactly(0);
      Thread.sleep(150);
      RealScheduler.Said before = scheduler.place(one.pod());
      assertThat(before.node()).as(one.filter() + " refuses now").isNull();
      one.change().on(scheduler);
      Thread.sleep(150);
      RealScheduler.Said after = scheduler.place(one.pod());
      assertThat(after.node()).as(one.filter() + " after the change: " + after).isEqualTo("only");
    }
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
}
