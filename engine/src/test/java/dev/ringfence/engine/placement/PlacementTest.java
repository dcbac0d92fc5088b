package dev.ringfence.engine.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.catalogue.node.PodSketch;
import dev.ringfence.engine.catalogue.node.Scene;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PlacementTest {

  private static final Node.Taint DEDICATED = new Node.Taint("customer", "spacely", "NoSchedule");
  private static final Node.Taint EVICTING = new Node.Taint("customer", "spacely", "NoExecute");
  private static final Node.Taint BROKEN =
      new Node.Taint("node.kubernetes.io/not-ready", "", "NoSchedule");

  private static Scene pools() {
    return new Scene()
        .node("plain-1", "kubernetes.io/hostname", "plain-1")
        .node("plain-2", "kubernetes.io/hostname", "plain-2")
        .node("tainted", List.of(DEDICATED), List.of(), "linux", "pool", "spacely")
        .node("evicting", List.of(EVICTING), List.of(), "linux", "pool", "cogswell")
        .node("broken", List.of(BROKEN), List.of(), "linux")
        .node("windows", List.of(), List.of(), "windows");
  }

  private static Set<String> places(Scene scene, Consumer<PodSketch> sketch) {
    scene.pod("shop", "web", sketch);
    Cluster cluster = scene.builder.build();
    Placement placement = Placement.of(cluster);
    Set<String> names = new TreeSet<>();
    PodClass podClass = cluster.podClasses().getLast();
    for (int node : placement.everNodes(podClass)) {
      names.add(cluster.nodes().get(node).name());
    }
    return names;
  }

  @Test
  void taintsKeepPodsAwayUnlessTheyPassWithTheNodesHealth() {
    assertThat(places(pools(), pod -> {}))
        .containsExactly("broken", "plain-1", "plain-2", "windows");
    assertThat(
            places(pools(), pod -> pod.tolerations.add(new PodSpec.Toleration("", true, "", ""))))
        .hasSize(6);
    assertThat(
            places(
                pools(),
                pod ->
                    pod.tolerations.add(
                        new PodSpec.Toleration("customer", false, "spacely", "NoSchedule"))))
        .contains("tainted")
        .doesNotContain("evicting");
  }

  @Test
  void aNamedNodeGoesPastNoScheduleButNotPastNoExecute() {
    assertThat(places(pools(), pod -> pod.nodeName = "tainted")).containsExactly("tainted");
    assertThat(places(pools(), pod -> pod.nodeName = "evicting")).isEmpty();
  }

  @Test
  void aNodeThatIsNotThereMayJoinWithAnyLabelsAndTaints() {
    assertThat(places(pools(), pod -> pod.nodeName = "gone"))
        .contains("tainted")
        .containsAll(places(pools(), pod -> {}));
  }

  @Test
  void selectorsAffinityAndOperatingSystemCount() {
    assertThat(places(pools(), pod -> pod.nodeSelector.put("pool", "spacely"))).isEmpty();
    assertThat(places(pools(), pod -> pod.operatingSystem = "windows")).contains("windows");
    assertThat(places(pools(), pod -> pod.operatingSystem = "linux")).doesNotContain("windows");
    assertThat(
            places(
                pools(),
                pod ->
                    pod.nodeAffinity =
                        List.of(
                            new PodSpec.NodeSelectorTerm(
                                List.of(
                                    new LabelSelector.Requirement(
                                        "pool", LabelSelector.Operator.DOES_NOT_EXIST, List.of())),
                                List.of(
                                    new LabelSelector.Requirement(
                                        "metadata.name",
                                        LabelSelector.Operator.IN,
                                        List.of("plain-2")))))))
        .containsExactly("plain-2");
    assertThat(places(pools(), pod -> pod.nodeAffinity = List.of())).isEmpty();
  }

  @Test
  void aRuntimeClassSchedulesToo() {
    assertThat(
            places(
                pools().runtimeClass("sandbox", "runsc", "kubernetes.io/hostname", "plain-2"),
                pod -> pod.runtimeClassName = "sandbox"))
        .containsExactly("plain-2");
  }

  @Test
  void thousandsOfHostNamesAreOneClassUntilOneIsNamed() {
    Scene scene = new Scene();
    for (int i = 0; i < 2000; i++) {
      scene.node("node-" + i, "kubernetes.io/hostname", "node-" + i);
    }
    scene.pod("shop", "web", pod -> {});
    assertThat(Placement.of(scene.builder.build()).nodeClasses()).hasSize(1);
    scene.pod("shop", "pinned", pod -> pod.nodeSelector.put("kubernetes.io/hostname", "node-7"));
    assertThat(Placement.of(scene.builder.build()).nodeClasses()).hasSize(2);
  }

  @Test
  void wherePodsRunNowCountsEvenIfNothingWouldPutThemThereAgain() {
    Scene scene =
        pools().running("shop", "web", "tainted", pod -> pod.nodeSelector.put("pool", "gone"));
    Cluster cluster = scene.builder.build();
    Placement placement = Placement.of(cluster);
    assertThat(placement.ever(cluster.podClasses().getFirst()))
        .containsExactly(placement.classOfNode(cluster.nodeIndex("tainted")));
  }

  @Test
  void requiredAntiAffinitySeparatesTogetherAndNeverEver() {
    PodSpec.PodAffinityTerm apart =
        new PodSpec.PodAffinityTerm(
            new LabelSelector(Map.of("app", "noisy"), List.of()),
            List.of(),
            new LabelSelector(Map.of(), List.of()),
            List.of(),
            List.of(),
            "kubernetes.io/hostname");
    Scene scene =
        new Scene()
            .node("worker", "kubernetes.io/hostname", "worker")
            .pod("shop", "web", pod -> pod.antiAffinity.add(apart))
            .pod("jobs", "noisy", pod -> pod.labels.put("app", "noisy"))
            .pod("jobs", "quiet", pod -> pod.labels.put("app", "quiet"));
    Cluster cluster = scene.builder.build();
    Placement placement = Placement.of(cluster);
    PodClass web = cluster.podClasses().get(0);
    PodClass noisy = cluster.podClasses().get(1);
    PodClass quiet = cluster.podClasses().get(2);
    assertThat(placement.together(web, noisy)).isFalse();
    assertThat(placement.together(noisy, web)).as("symmetric").isFalse();
    assertThat(placement.together(web, quiet)).isTrue();
    assertThat(Arrays.equals(placement.ever(web), placement.ever(noisy))).isTrue();
  }

  @Test
  void aDaemonSetsPodsCouldBeWhereItsTemplateMayAndNowhereElse() {
    Scene scene = pools();
    PodSketch template = new PodSketch();
    template.nodeSelector.put("kubernetes.io/hostname", "plain-2");
    ObjectMeta daemonSet = Scene.meta("DaemonSet", "agents", "logs", LabelSet.EMPTY);
    LabelSet labels = Scene.labels("app", "logs");
    scene.builder.add(
        new Workload(
            daemonSet, -1, labels, template.build(), daemonSet.reference(), "spec.template.spec"));
    scene.builder.addPod(
        Scene.meta("Pod", "agents", "logs-abcde", labels),
        new PodSketch().build(),
        daemonSet.reference(),
        "spec.template.spec",
        null,
        1,
        false,
        List.of());
    Cluster cluster = scene.builder.build();
    Placement placement = Placement.of(cluster);
    assertThat(placement.everNodes(cluster.podClasses().getFirst()))
        .containsExactly(cluster.nodeIndex("plain-2"));
  }

  @Test
  void theStandInFitsEverySelector() {
    assertThat(places(new Scene(), pod -> pod.nodeSelector.put("pool", "any"))).hasSize(1);
    assertThat(places(new Scene(), pod -> pod.nodeName = "whatever")).hasSize(1);
  }
}
