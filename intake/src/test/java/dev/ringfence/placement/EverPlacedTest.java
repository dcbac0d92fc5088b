package dev.ringfence.placement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.cel.DeviceExpressions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.placement.Placement;
import dev.ringfence.engine.placement.filter.CurrentPlacement;
import dev.ringfence.engine.placement.filter.Refusal;
import dev.ringfence.intake.Reading;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.Patch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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

  private static String volume(String labels, String mode) {
    return """
        {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"disk","labels":{%s}},\
        "spec":{"capacity":{"storage":"1Gi"},"accessModes":["%s"],"storageClassName":"",\
        "persistentVolumeReclaimPolicy":"Retain",\
        "csi":{"driver":"disk.example","volumeHandle":"disk"}}}"""
        .formatted(labels, mode);
  }

  private static String claim(String name, String mode) {
    return """
        {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"%s",\
        "namespace":"ever"},"spec":{"accessModes":["%s"],"storageClassName":"",\
        "resources":{"requests":{"storage":"1Gi"}}}}"""
        .formatted(name, mode);
  }

  private static String uses(String claim) {
    return """
        ,"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"%s"}}]"""
        .formatted(claim);
  }

  private static String deviceClaim(String name) {
    return """
        {"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"%s",\
        "namespace":"ever"},"spec":{"devices":{"requests":[{"name":"one",\
        "exactly":{"deviceClassName":"gpu"}}]}}}"""
        .formatted(name);
  }

  private static String usesDevice(String claim) {
    return ",\"resourceClaims\":[{\"name\":\"gpu\",\"resourceClaimName\":\"%s\"}]".formatted(claim);
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
            List.of(
                """
                {"apiVersion":"resource.k8s.io/v1","kind":"DeviceClass",\
                "metadata":{"name":"gpu"},"spec":{}}""",
                """
                {"apiVersion":"resource.k8s.io/v1","kind":"ResourceSlice",\
                "metadata":{"name":"card"},"spec":{"driver":"gpu.example","nodeName":"only",\
                "pool":{"name":"only","generation":1,"resourceSliceCount":1},\
                "devices":[{"name":"card"}]}}""",
                deviceClaim("taken"),
                deviceClaim("wanted"),
                pod("other", containers("") + usesDevice("taken"))),
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
    Cluster cluster = read(folder, documents);
    int pod = Reading.pod(cluster, named.apply("candidate"));
    Refusal refusal = CurrentPlacement.of(cluster, new DeviceExpressions()).refusals(pod)[0];
    assertThat(Objects.requireNonNull(refusal, one.filter()).filter()).isEqualTo(one.filter());
    assertThat(Placement.of(cluster).everNodes(pod)).as(one.filter()).containsExactly(0);
    assertThat(refusedAtLast(scheduler, candidate)).as(one.filter() + " refuses now").isTrue();
    one.change().on(scheduler, named);
    assertThat(placedAtLast(scheduler, candidate)).as(one.filter()).isEqualTo(named.apply("only"));
  }

  /** The scheduler hears of what is in the way by and by: it refuses twice in a row. */
  private static boolean refusedAtLast(RealScheduler scheduler, String pod)
      throws InterruptedException {
    int refused = 0;
    for (int i = 0; i < 60 && refused < 2; i++) {
      refused = scheduler.place(pod).node() == null ? refused + 1 : 0;
      Thread.sleep(25);
    }
    return refused == 2;
  }

  private static Cluster read(Path folder, List<String> documents) {
    return Reading.file(
            folder,
            "case.json",
            "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
                + String.join(",", documents)
                + "]}")
        .cluster();
  }

  /** The scheduler and the controllers hear of the change by and by. */
  private static @Nullable String placedAtLast(RealScheduler scheduler, String pod)
      throws InterruptedException {
    String node = null;
    for (int i = 0; i < 600 && node == null; i++) {
      node = scheduler.place(pod).node();
      Thread.sleep(node == null ? 40 : 0);
    }
    return node;
  }

  @Test
  void aGateIsTakenOff(ControlPlane plane, @TempDir Path folder) throws InterruptedException {
    String gated =
        pod("candidate", containers("") + ",\"schedulingGates\":[{\"name\":\"example.com/wait\"}]");
    RealScheduler scheduler = new RealScheduler(plane);
    scheduler.createNamespace(NAMESPACE);
    scheduler.createNode(node("", ""));
    Cluster cluster = read(folder, List.of(NAMESPACE, node("", ""), gated));
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
    List<String> kinds =
        new ArrayList<>(casesOfVolumesAndDevices().getLast().others().subList(0, 2));
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
    Cluster before = read(folder, kinds);
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
    Cluster after = read(folder, kinds);
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
    assertThat(refusedAtLast(scheduler, candidate)).isTrue();
    scheduler.delete("away", "keeper");
    assertThat(placedAtLast(scheduler, candidate)).isIn("one", "two");
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
