package dev.ringfence.placement;

import static dev.ringfence.placement.OneNode.NAMESPACE;
import static dev.ringfence.placement.OneNode.claim;
import static dev.ringfence.placement.OneNode.containers;
import static dev.ringfence.placement.OneNode.deviceClaim;
import static dev.ringfence.placement.OneNode.node;
import static dev.ringfence.placement.OneNode.pod;
import static dev.ringfence.placement.OneNode.uses;
import static dev.ringfence.placement.OneNode.usesDevice;
import static dev.ringfence.placement.OneNode.volume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cel.DeviceExpressions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.placement.Placement;
import dev.ringfence.engine.placement.filter.CurrentPlacement;
import dev.ringfence.engine.placement.filter.Refusal;
import dev.ringfence.intake.Reading;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

  /** A change of the world that lets the pod in; names are told as the case has them. */
  private interface Change {
    void on(RealScheduler scheduler, UnaryOperator<String> named) throws InterruptedException;
  }

  /** What the cases name, each in its own way, so that they need no world of their own. */
  private static final Pattern NAMES =
      Pattern.compile("\"(only|other|candidate|disk|second|data|more|gpu|card|taken|wanted)\"");

  /**
   * @param others what is there before, in the order in which it is made
   */
  private record Case(String filter, String node, List<String> others, String pod, Change change) {}

  private static String keepsFrom(String kind, String app) {
    return """
        ,"affinity":{"%s":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone",\
        "labelSelector":{"matchLabels":{"app":"%s"}}}]}}"""
        .formatted(kind, app);
  }

  private static final String BUSY = ",\"resources\":{\"requests\":{\"cpu\":\"1500m\"}}";
  private static final String PORT = ",\"ports\":[{\"containerPort\":80,\"hostPort\":8080}]";
  private static final Change NEIGHBOUR_LEAVES =
      (scheduler, named) -> scheduler.delete("ever", named.apply("other"));

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
            (scheduler, named) ->
                scheduler.create(named.apply(pod("other", containers("") + bound))).orThrow()),
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
            (scheduler, named) ->
                scheduler.patchNode(
                    named.apply("only"), "{\"spec\":{\"unschedulable\":null,\"taints\":[]}}")),
        new Case(
            "TaintToleration",
            node("{\"key\":\"node.kubernetes.io/disk-pressure\",\"effect\":\"NoSchedule\"}", ""),
            List.of(),
            pod("candidate", containers("")),
            (scheduler, named) ->
                scheduler.patchNode(named.apply("only"), "{\"spec\":{\"taints\":[]}}")));
  }

  /** Filters of what a pod brings with it: volumes and devices. */
  private static List<Case> casesOfVolumesAndDevices() {
    String plain = node("", "");
    String once = "ReadWriteOncePod";
    String many = "ReadWriteMany";
    return List.of(
        new Case(
            "VolumeRestrictions",
            plain,
            List.of(
                volume("", once), claim("data", once), pod("other", containers("") + uses("data"))),
            pod("candidate", containers("") + uses("data")),
            NEIGHBOUR_LEAVES),
        new Case(
            "VolumeBinding",
            plain,
            List.of(claim("data", many)),
            pod("candidate", containers("") + uses("data")),
            (scheduler, named) -> {
              scheduler.create(named.apply(volume("", many))).orThrow();
              scheduler.awaitClaims();
            }),
        new Case(
            "VolumeZone",
            plain.replace("\"zone\":\"a\"", "\"topology.kubernetes.io/zone\":\"a\""),
            List.of(volume("\"topology.kubernetes.io/zone\":\"b\"", many), claim("data", many)),
            pod("candidate", containers("") + uses("data")),
            (scheduler, named) ->
                scheduler.patchNode(
                    named.apply("only"),
                    "{\"metadata\":{\"labels\":{\"topology.kubernetes.io/zone\":\"b\"}}}")),
        new Case(
            "NodeVolumeLimits",
            plain,
            List.of(
                """
                {"apiVersion":"storage.k8s.io/v1","kind":"CSINode","metadata":{"name":"only"},\
                "spec":{"drivers":[{"name":"disk.example","nodeID":"only",\
                "allocatable":{"count":1}}]}}""",
                volume("", many),
                claim("data", many),
                volume("", many).replace("\"disk\"", "\"second\""),
                claim("more", many),
                pod("other", containers("") + uses("data"))),
            pod("candidate", containers("") + uses("more")),
            NEIGHBOUR_LEAVES),
        new Case(
            "DynamicResources",
            plain,
            Stream.concat(
                    OneNode.DEVICE.stream(),
                    Stream.of(
                        deviceClaim("taken"),
                        deviceClaim("wanted"),
                        pod("other", containers("") + usesDevice("taken"))))
                .toList(),
            pod("candidate", containers("") + usesDevice("wanted")),
            (scheduler, named) -> {
              scheduler.delete("ever", named.apply("other"));
              scheduler.release("ever", named.apply("taken"));
            }));
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
    List<Case> all = new ArrayList<>(cases());
    all.addAll(casesOfVolumesAndDevices());
    RealScheduler scheduler = new RealScheduler(plane);
    scheduler.createNamespace(NAMESPACE);
    for (int number = 0; number < all.size(); number++) {
      String suffix = "-" + number;
      UnaryOperator<String> named =
          text ->
              text.startsWith("{")
                  ? NAMES.matcher(text).replaceAll("\"$1" + suffix + "\"")
                  : text + suffix;
      try {
        undo(scheduler, all.get(number), named, folder);
      } finally {
        // No other node or pod is in the next one's way; its volumes and devices have other names.
        scheduler.deleteNodesAndPods("ever");
      }
    }
  }

  private static void undo(
      RealScheduler scheduler, Case one, UnaryOperator<String> named, Path folder)
      throws InterruptedException {
    String node = named.apply(one.node());
    String candidate = named.apply(one.pod());
    List<String> others = one.others().stream().map(named).toList();
    scheduler.createNode(node);
    for (String other : others) {
      scheduler.create(other).orThrow();
      if (other.contains("\"kind\":\"Pod\"")) {
        scheduler.await("ever", named.apply("other"));
      } else if (other.contains("PersistentVolumeClaim") && !one.filter().equals("VolumeBinding")) {
        scheduler.awaitClaims();
      }
    }
    List<String> documents = new ArrayList<>(List.of(NAMESPACE, node, candidate));
    others.forEach(other -> documents.add(scheduler.current(other)));
    Cluster cluster = OneNode.read(folder, documents);
    int pod = Reading.pod(cluster, named.apply("candidate"));
    Refusal refusal = CurrentPlacement.of(cluster, new DeviceExpressions()).refusals(pod)[0];
    assertThat(Objects.requireNonNull(refusal, one.filter()).filter()).isEqualTo(one.filter());
    assertThat(Placement.of(cluster).everNodes(pod)).as(one.filter()).containsExactly(0);
    assertThat(scheduler.refusedAtLast(candidate)).as(one.filter() + " refuses now").isTrue();
    one.change().on(scheduler, named);
    assertThat(scheduler.placedAtLast(candidate)).as(one.filter()).isEqualTo(named.apply("only"));
  }
}
