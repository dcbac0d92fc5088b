package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.FlowControl;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.contention.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** F2, F3 and F5. */
class ContentionRowsTest {

  private static final String REQUESTS = ", " + Resource.API_REQUESTS.ordinal() + ")";

  private static Scene shops() {
    return new Scene().node("worker").namespace("shop").pod("bank", "vault", pod -> {});
  }

  /** No pods of either of the system's priorities, nor of any class that outranks the victim. */
  private static Policies.ResourceQuota forbidding(LabelSelector.Operator operator, String... of) {
    return new Policies.ResourceQuota(
        Scene.meta("ResourceQuota", "shop", "no-priority", LabelSet.EMPTY),
        Map.of("pods", "0"),
        List.of(),
        true,
        List.of(new Policies.ScopeExpression("PriorityClass", operator, List.of(of))));
  }

  @Test
  void whoMakesUpPodsOutranksThemByTheSystemsOwnClasses() {
    assertThat(shops().stepsFrom("crafted in shop", new Preemption()))
        .containsExactly("CODE_ANYWHERE(crafted in shop) -> OUTRANKS(1)");
    assertThat(shops().stepsFrom("CRAFTED_ON", new Preemption()))
        .containsExactly("CRAFTED_ON(worker) & OUTRANKS(0) -> DISTURB(bank)");
  }

  @Test
  void aQuotaWithoutRoomForAPriorityClassForbidsItAndOneForAnotherDoesNot() {
    Scene closed = shops();
    closed.builder.add(forbidding(LabelSelector.Operator.EXISTS));
    assertThat(closed.stepsFrom("crafted in shop", new Preemption())).isEmpty();
    Scene half = shops();
    half.builder.add(forbidding(LabelSelector.Operator.IN, "system-node-critical"));
    assertThat(half.stepsFrom("crafted in shop", new Preemption()))
        .containsExactly("CODE_ANYWHERE(crafted in shop) -> OUTRANKS(0)");
    Scene other = shops();
    other.builder.add(forbidding(LabelSelector.Operator.IN, "gold"));
    assertThat(other.stepsFrom("crafted in shop", new Preemption()))
        .containsExactly("CODE_ANYWHERE(crafted in shop) -> OUTRANKS(1)");
  }

  @Test
  void aClassThatNeverPreemptsIsNoRank() {
    Scene scene = shops();
    scene.builder.add(forbidding(LabelSelector.Operator.NOT_IN, "gold"));
    scene.builder.add(
        new Policies.PriorityClass(
            Scene.meta("PriorityClass", null, "gold", LabelSet.EMPTY), 1000, false, false));
    assertThat(scene.stepsFrom("crafted in shop", new Preemption())).isEmpty();
    scene.builder.add(
        new Policies.PriorityClass(
            Scene.meta("PriorityClass", null, "gold", LabelSet.EMPTY), 1000, false, true));
    assertThat(scene.stepsFrom("crafted in shop", new Preemption()))
        .containsExactly("CODE_ANYWHERE(crafted in shop) -> OUTRANKS(0)");
  }

  private static FlowControl.FlowSchema schema(
      String name, int precedence, String level, FlowControl.Subject... subjects) {
    return new FlowControl.FlowSchema(
        Scene.meta("FlowSchema", null, name, LabelSet.EMPTY),
        precedence,
        level,
        "ByUser",
        List.of(
            new FlowControl.PolicyRules(
                List.of(subjects),
                List.of(
                    new FlowControl.ResourceRule(
                        List.of("*"), List.of("*"), List.of("*"), true, List.of("*"))),
                List.of())));
  }

  private static Scene accounts() {
    return new Scene()
        .node("worker")
        .serviceAccount("shop", "web")
        .serviceAccount("bank", "vault")
        .pod("shop", "web", pod -> {})
        .pod("bank", "vault", pod -> {});
  }

  @Test
  void accountsOfOneLevelStarveEachOther() {
    Scene scene = accounts();
    scene.builder.add(
        schema("all", 9000, "low", new FlowControl.Subject("Group", "", "system:serviceaccounts")));
    assertThat(scene.steps(new SharedPriorityLevel()))
        .contains(
            "API_LEVEL(0) -> STARVE(bank" + REQUESTS, "API_LEVEL(0) -> STARVE(shop" + REQUESTS);
  }

  @Test
  void aLevelOfItsOwnKeepsATenantApartIfItsSchemaIsAskedFirst() {
    FlowControl.Subject bank = new FlowControl.Subject("Group", "", "system:serviceaccounts:bank");
    FlowControl.Subject all = new FlowControl.Subject("Group", "", "system:serviceaccounts");
    Scene apart = accounts();
    apart.builder.add(schema("bank", 100, "bank", bank));
    apart.builder.add(schema("all", 9000, "low", all));
    apart.builder.add(level("bank"));
    apart.builder.add(level("low"));
    assertThat(apart.stepsFrom("-> STARVE(bank", new SharedPriorityLevel()))
        .containsExactly("API_LEVEL(0) -> STARVE(bank" + REQUESTS);
    Scene late = accounts();
    late.builder.add(schema("bank", 9500, "bank", bank));
    late.builder.add(schema("all", 9000, "low", all));
    late.builder.add(level("bank"));
    late.builder.add(level("low"));
    assertThat(late.stepsFrom("-> STARVE(bank", new SharedPriorityLevel()))
        .containsExactly("API_LEVEL(0) -> STARVE(bank" + REQUESTS);
    assertThat(late.stepsFrom("-> STARVE(shop", new SharedPriorityLevel()))
        .containsExactly("API_LEVEL(0) -> STARVE(shop" + REQUESTS);
  }

  private static FlowControl.PriorityLevel level(String name) {
    return new FlowControl.PriorityLevel(
        Scene.meta("PriorityLevelConfiguration", null, name, LabelSet.EMPTY), false, 30, true);
  }

  @Test
  void aSchemaOfALevelThatIsNotThereKeepsNobodyApart() {
    Scene scene = accounts();
    scene.builder.add(
        schema(
            "bank",
            100,
            "bank",
            new FlowControl.Subject("Group", "", "system:serviceaccounts:bank")));
    scene.builder.add(
        schema("all", 9000, "low", new FlowControl.Subject("Group", "", "system:serviceaccounts")));
    assertThat(scene.stepsFrom("-> STARVE(bank", new SharedPriorityLevel()))
        .as("no level was read, so either may be gone")
        .containsExactlyInAnyOrder(
            "API_LEVEL(0) -> STARVE(bank" + REQUESTS, "API_LEVEL(1) -> STARVE(bank" + REQUESTS);
    scene.builder.add(level("low"));
    String both = "API_LEVEL(0) -> STARVE(";
    assertThat(scene.stepsFrom("-> STARVE(", new SharedPriorityLevel()))
        .contains(both + "bank" + REQUESTS, both + "shop" + REQUESTS);
  }

  @Test
  void schemasThatWereNotReadAreAnAssumption() {
    assertThat(accounts().steps(new SharedPriorityLevel()))
        .contains("API_PLACE(0) -> STARVE(bank" + REQUESTS + " assuming flow-schemas-not-read");
  }

  @Test
  void sharedServicesAreAnAssumptionEach() {
    assertThat(shops().stepsFrom("STARVE(bank", new SharedService()))
        .hasSize(3)
        .allMatch(step -> step.contains("-share-per-client"));
  }

  private static final String MEMORY = "STARVE_NODE(worker, " + Resource.MEMORY.ordinal() + ")";

  private static Scene victim(Consumer<PodSketch> vault) {
    return new Scene().node("worker").pod("shop", "web", pod -> {}).pod("bank", "vault", vault);
  }

  @Test
  void whoMayUseMoreMemoryThanRequestedIsEvictedAndWhoMayNotIsNot() {
    String eviction = MEMORY + " -> DISTURB(bank)";
    assertThat(victim(pod -> {}).steps(new NodeContention())).contains(eviction);
    Consumer<PodSketch> burstable =
        pod -> {
          pod.limits.put("memory", "2Gi");
          pod.requests = Map.of("memory", "1Gi");
        };
    assertThat(victim(burstable).steps(new NodeContention())).contains(eviction);
    assertThat(victim(burstable).evidence(new NodeContention(), eviction))
        .anyMatch(line -> line.contains("Burstable: may use more memory than it requests"));
    assertThat(victim(pod -> pod.limits.put("memory", "1Gi")).steps(new NodeContention()))
        .doesNotContain(eviction)
        .contains(MEMORY + " -> STARVE(bank, " + Resource.MEMORY.ordinal() + ")");
  }

  private static final String HOG = "CODE_ON(shop/web, worker) -> " + MEMORY;

  private static Scene limited(Map<String, String> allocatable, Consumer<PodSketch> web) {
    Scene scene = new Scene();
    scene.builder.add(
        new Node(
            Scene.meta("Node", null, "worker", LabelSet.EMPTY),
            List.of(),
            false,
            allocatable,
            List.of(),
            Node.SystemInfo.UNKNOWN,
            List.of(),
            List.of(),
            "",
            false));
    return scene.pod("shop", "web", web).pod("bank", "vault", pod -> {});
  }

  @Test
  void aLimitOfAsMuchAsTheNodeHasIsNone() {
    for (String[] limit :
        new String[][] {
          {"15Gi", "bound"}, {"16Gi", "none"}, {"1Ti", "none"}, {"0", "none"}, {"-1Gi", "none"}
        }) {
      Scene scene = limited(Map.of("memory", "16Gi"), pod -> pod.limits.put("memory", limit[0]));
      assertThat(scene.steps(new NodeContention()).contains(HOG))
          .as(limit[0])
          .isEqualTo(limit[1].equals("none"));
    }
    assertThat(
            limited(Map.of(), pod -> pod.limits.put("memory", "1Ti")).steps(new NodeContention()))
        .as("a node that does not say what it has")
        .doesNotContain(HOG);
    assertThat(
            limited(Map.of("memory", "16Gi"), pod -> pod.limits.put("memory", "1Ti"))
                .evidence(new NodeContention(), HOG))
        .anyMatch(
            line -> line.contains("containers[main].resources.limits.memory = 1Ti, together"));
    assertThat(
            limited(Map.of("memory", "16Gi"), pod -> pod.limits.put("memory", "0"))
                .evidence(new NodeContention(), HOG))
        .anyMatch(line -> line.contains("containers[main].resources.limits.memory = 0, as good"));
  }

  @Test
  void aQuotaOnLimitsRefusesNewPodsWithoutAndLeavesThoseThatAreThere() {
    for (String state : List.of("running", "pending", "of a template")) {
      Scene scene = new Scene().node("worker").pod("bank", "vault", pod -> {});
      boolean there = !state.equals("of a template");
      String name = there ? "web" : "web-*";
      if (state.equals("running")) {
        scene.running("shop", name, "worker", pod -> {});
      } else {
        scene.pod("shop", name, pod -> {});
      }
      scene.builder.add(
          new Policies.ResourceQuota(
              Scene.meta("ResourceQuota", "shop", "quota", LabelSet.EMPTY),
              Map.of("limits.memory", "8Gi"),
              List.of(),
              false));
      assertThat(scene.steps(new NodeContention()))
          .as(state)
          .filteredOn(HOG.replace("shop/web", "shop/" + name)::equals)
          .hasSize(there ? 1 : 0);
    }
  }

  @Test
  void aLimitRangeThatCameAfterAPodGivesItNone() {
    Scene scene = victim(pod -> {});
    scene.builder.add(
        new Policies.LimitRange(
            Scene.meta("LimitRange", "shop", "range", LabelSet.EMPTY),
            List.of(
                new Policies.LimitRange.Item(
                    "Container", Map.of(), Map.of("memory", "1Gi"), Map.of()))));
    assertThat(scene.steps(new NodeContention())).contains(HOG);
  }

  @Test
  void aLimitOfThePodAsAWholeIsOneForEachOfItsContainers() {
    Scene scene = victim(pod -> {});
    PodSpecEdit edit = new PodSpecEdit(new PodSketch().build());
    edit.podLimits = Map.of("memory", "1Gi");
    edit.podRequests = Map.of("memory", "1Gi");
    ObjectMeta meta = Scene.meta("Pod", "shop", "whole", LabelSet.EMPTY);
    scene.builder.addPod(meta, edit.build(), meta.reference(), "spec", null, 1, false, List.of());
    assertThat(scene.steps(new NodeContention()))
        .contains(HOG)
        .doesNotContain("CODE_ON(shop/whole, worker) -> " + MEMORY)
        .contains(
            "CODE_ON(shop/whole, worker) -> STARVE_NODE(worker, " + Resource.CPU.ordinal() + ")");
  }

  private static Scene withRight(String resource, Map<String, String> quota) {
    return withRight("create", "", resource, "Role", quota);
  }

  /**
   * @param kind {@code Role} bound in the namespace, or {@code ClusterRole} bound for all
   */
  private static Scene withRight(
      String verb, String group, String resource, String kind, Map<String, String> quota) {
    Scene scene =
        new Scene()
            .node("worker")
            .serviceAccount("shop", "web")
            .pod("bank", "vault", pod -> {})
            .pod("shop", "web", pod -> pod.serviceAccountName = "web");
    @Nullable String namespace = kind.equals("Role") ? "shop" : null;
    scene.builder.add(
        new Rbac.Role(
            Scene.meta(kind, namespace, "maker", LabelSet.EMPTY),
            List.of(
                new Rbac.Rule(
                    List.of(verb), List.of(group), List.of(resource), List.of(), List.of())),
            null));
    scene.builder.add(
        new Rbac.Binding(
            Scene.meta(kind + "Binding", namespace, "maker", LabelSet.EMPTY),
            kind.equals("ClusterRole"),
            "maker",
            List.of(new Rbac.Subject(Rbac.SubjectKind.SERVICE_ACCOUNT, "shop", "web"))));
    if (!quota.isEmpty()) {
      scene.builder.add(
          new Policies.ResourceQuota(
              Scene.meta("ResourceQuota", "shop", "quota", LabelSet.EMPTY),
              quota,
              List.of(),
              false));
    }
    return scene;
  }

  private static List<String> unbounded(Scene scene) {
    return Stream.of(new MissingQuota(), new UncountedObjects())
        .flatMap(row -> scene.stepsFrom("HOLDS", row).stream())
        .distinct()
        .filter(step -> step.contains("-> CRAFTS_UNBOUNDED("))
        .map(step -> step.replaceAll(".*CRAFTS_UNBOUNDED\\((\\d+)\\)", "$1"))
        .map(ordinal -> Resource.values()[Integer.parseInt(ordinal)].word())
        .toList();
  }

  @Test
  void whoMayCreateServicesUsesUpPortsAndLoadBalancersUnlessAQuotaCountsEach() {
    assertThat(unbounded(withRight("services", Map.of())))
        .containsExactlyInAnyOrder("node-ports", "load-balancers", "object-counts");
    assertThat(unbounded(withRight("services", Map.of("services.nodeports", "0"))))
        .containsExactlyInAnyOrder("load-balancers", "object-counts");
    assertThat(unbounded(withRight("services", Map.of("services.loadbalancers", "1"))))
        .containsExactlyInAnyOrder("node-ports", "object-counts");
    assertThat(
            unbounded(
                withRight("services", Map.of("count/services", "9", "services.nodeports", "0"))))
        .isEmpty();
  }

  @Test
  void whoMayCreateClaimsUsesUpStorageUnlessAQuotaBoundsItOrEachOfItsClasses() {
    assertThat(unbounded(withRight("persistentvolumeclaims", Map.of())))
        .containsExactlyInAnyOrder("volume-storage", "object-counts");
    assertThat(unbounded(withRight("persistentvolumeclaims", Map.of("requests.storage", "1Ti"))))
        .containsExactly("object-counts");
    Map<String, String> ofFast =
        Map.of(
            "fast.storageclass.storage.k8s.io/requests.storage",
            "1Ti",
            "persistentvolumeclaims",
            "9");
    for (String other : List.of("fast", "slow")) {
      Scene scene = withRight("persistentvolumeclaims", ofFast);
      for (String name : new TreeSet<>(List.of("fast", other))) {
        scene.builder.add(
            new Policies.StorageClass(
                Scene.meta("StorageClass", null, name, LabelSet.EMPTY),
                "disk.example",
                "Delete",
                true,
                Map.of(),
                List.of()));
      }
      assertThat(unbounded(scene).contains("volume-storage")).isEqualTo(other.equals("slow"));
    }
  }

  @Test
  void objectsOfAnyKindThatNoQuotaCountsFillTheStore() {
    assertThat(unbounded(withRight("configmaps", Map.of()))).containsExactly("object-counts");
    assertThat(unbounded(withRight("configmaps", Map.of("configmaps", "5")))).isEmpty();
    assertThat(unbounded(withRight("secrets", Map.of("configmaps", "5"))))
        .containsExactly("object-counts");
    assertThat(unbounded(withRight("events", Map.of("pods", "5"))))
        .containsExactly("object-counts");
    assertThat(unbounded(withRight("pods/exec", Map.of()))).isEmpty();
  }

  private static boolean fillsTheStore(
      String verb, String group, String resource, String kind, Map<String, String> quota) {
    return unbounded(withRight(verb, group, resource, kind, quota)).contains("object-counts");
  }

  @Test
  void aQuotaThatCountsPodsCountsNoWorkloads() {
    Map<String, String> pods = Map.of("pods", "5", "persistentvolumeclaims", "5");
    assertThat(fillsTheStore("create", "apps", "deployments", "Role", pods)).isTrue();
    assertThat(fillsTheStore("create", "", "pods", "Role", pods)).isFalse();
    assertThat(
            fillsTheStore(
                "create", "apps", "deployments", "Role", Map.of("count/deployments.apps", "5")))
        .isFalse();
    assertThat(
            fillsTheStore(
                "create", "apps", "statefulsets", "Role", Map.of("count/deployments.apps", "5")))
        .isTrue();
  }

  @Test
  void eachKindIsCountedByItsOwnKey() {
    Map<String, String> events = Map.of("count/events", "5");
    assertThat(fillsTheStore("create", "", "events", "Role", events)).isFalse();
    assertThat(fillsTheStore("create", "events.k8s.io", "events", "Role", events)).isTrue();
    assertThat(fillsTheStore("create", "", "serviceaccounts", "Role", events)).isTrue();
    assertThat(fillsTheStore("get", "", "serviceaccounts", "Role", Map.of())).isFalse();
  }

  @Test
  void noQuotaCountsWhatHasNoNamespace() {
    Map<String, String> quota = Map.of("count/namespaces", "5");
    assertThat(fillsTheStore("create", "", "namespaces", "ClusterRole", quota)).isTrue();
    assertThat(fillsTheStore("create", "", "namespaces", "Role", quota))
        .as("in a Role it gives nothing")
        .isFalse();
    assertThat(fillsTheStore("get", "", "namespaces", "ClusterRole", quota)).isFalse();
  }

  @Test
  void customKindsAreCountedByTheirGroup() {
    for (boolean namespaced : new boolean[] {true, false}) {
      for (String key : List.of("count/widgets.example.com", "count/widgets", "pods")) {
        for (String verb : List.of("create", "update")) {
          Scene scene = withRight(verb, "example.com", "widgets", "ClusterRole", Map.of(key, "5"));
          // The other namespace is as bounded as the tenant's own.
          scene.builder.add(
              new Policies.ResourceQuota(
                  Scene.meta("ResourceQuota", "bank", "quota", LabelSet.EMPTY),
                  Map.of(key, "5"),
                  List.of(),
                  false));
          scene.builder.add(
              new Policies.CustomResource(
                  Scene.meta("CustomResourceDefinition", null, "widgets", LabelSet.EMPTY),
                  "example.com",
                  "widgets",
                  "Widget",
                  namespaced,
                  Map.of()));
          boolean bounded = namespaced && key.equals("count/widgets.example.com");
          assertThat(unbounded(scene).contains("object-counts"))
              .as("%s, namespaced %s, %s", verb, namespaced, key)
              .isEqualTo(verb.equals("create") && !bounded);
        }
      }
    }
  }

  private static Set<String> grown(
      String verb,
      String group,
      String resource,
      String workload,
      Map<String, String> limits,
      Map<String, String> quota) {
    Scene scene = withRight(verb, group, resource, "Role", quota);
    scene.workload("shop", workload, "front", pod -> pod.limits.putAll(limits));
    return scene.steps(new GrownWorkload()).stream()
        .filter(step -> !step.startsWith("HOLDS"))
        .map(step -> step.substring(step.indexOf("-> ") + 3))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static final String COUNTS = "CRAFTS_UNBOUNDED(" + Resource.OBJECT_COUNTS.ordinal() + ")";
  private static final String PROCESSOR = "STARVE_NODE(worker, " + Resource.CPU.ordinal() + ")";
  private static final Map<String, String> HALF = Map.of("cpu", "500m");

  @Test
  void whoMayScaleAWorkloadOrWriteAnAutoscalerLetsItGrow() {
    for (String[] right :
        new String[][] {
          {"update", "apps", "deployments/scale", "Deployment", "yes"},
          {"patch", "apps", "deployments/scale", "Deployment", "yes"},
          {"patch", "apps", "deployments", "Deployment", "yes"},
          {"create", "autoscaling", "horizontalpodautoscalers", "Deployment", "yes"},
          {"create", "autoscaling", "horizontalpodautoscalers", "Rollout", "yes"},
          {"get", "apps", "deployments/scale", "Deployment", "no"},
          {"update", "apps", "statefulsets/scale", "Deployment", "no"},
          {"update", "apps", "daemonsets", "DaemonSet", "no"},
          {"create", "autoscaling", "horizontalpodautoscalers", "DaemonSet", "no"},
          {"update", "apps", "deployments/status", "Deployment", "no"}
        }) {
      assertThat(grown(right[0], right[1], right[2], right[3], HALF, Map.of()).contains(PROCESSOR))
          .as(String.join(" ", right))
          .isEqualTo(right[4].equals("yes"));
    }
  }

  @Test
  void itGrowsNoFurtherThanQuotasOnPodsOrLimits() {
    String[] right = {"patch", "apps", "deployments/scale", "Deployment"};
    assertThat(grown(right[0], right[1], right[2], right[3], HALF, Map.of()))
        .contains(COUNTS, PROCESSOR);
    assertThat(grown(right[0], right[1], right[2], right[3], HALF, Map.of("pods", "9")))
        .doesNotContain(COUNTS, PROCESSOR);
    assertThat(grown(right[0], right[1], right[2], right[3], Map.of(), Map.of("pods", "9")))
        .as("nine pods without a limit")
        .contains(PROCESSOR)
        .doesNotContain(COUNTS);
    assertThat(grown(right[0], right[1], right[2], right[3], Map.of(), Map.of("limits.cpu", "4")))
        .contains(COUNTS)
        .doesNotContain(PROCESSOR);
    assertThat(grown(right[0], right[1], right[2], right[3], HALF, Map.of("requests.cpu", "4")))
        .as("what a pod requests counts it")
        .contains(COUNTS)
        .doesNotContain(PROCESSOR);
  }

  @Test
  void theEvidenceOfGrowthNamesTheRightTheWorkloadAndTheQuota() {
    Scene scene =
        withRight("patch", "apps", "deployments/scale", "Role", Map.of("limits.memory", "4Gi"));
    scene.workload("shop", "Deployment", "front", pod -> {});
    assertThat(scene.evidence(new GrownWorkload(), "HOLDS"))
        .anyMatch(line -> line.contains("RoleBinding shop/maker"));
    assertThat(scene.evidence(new GrownWorkload(), PROCESSOR))
        .anyMatch(line -> line.contains("Deployment shop/front"))
        .anyMatch(line -> line.contains("ResourceQuota shop/quota: spec.hard = limits.memory"));
  }

  @Test
  void evidenceNamesTheRightAndTheQuotaThatLacksTheBound() {
    List<String> evidence =
        withRight("services", Map.of("pods", "10"))
            .evidence(
                new MissingQuota(), "CRAFTS_UNBOUNDED(" + Resource.NODE_PORTS.ordinal() + ")");
    assertThat(evidence)
        .anyMatch(line -> line.contains("RoleBinding shop/maker"))
        .anyMatch(line -> line.contains("ResourceQuota shop/quota: spec.hard = pods"));
    assertThat(
            withRight("services", Map.of())
                .evidence(
                    new MissingQuota(),
                    "CRAFTS_UNBOUNDED(" + Resource.LOAD_BALANCERS.ordinal() + ")"))
        .anyMatch(line -> line.contains("none, so none bounds load-balancers"));
  }

  @Test
  void claimsOfWhateverSizeNeedAQuotaOnStorage() {
    String claims = "CRAFTS_UNBOUNDED(" + Resource.VOLUME_STORAGE.ordinal() + ")";
    assertThat(withRight("pods", Map.of()).stepsFrom("crafted in shop", new MissingQuota()))
        .anyMatch(step -> step.endsWith(claims));
    assertThat(
            withRight("pods", Map.of("requests.storage", "1Ti"))
                .stepsFrom("crafted in shop", new MissingQuota()))
        .noneMatch(step -> step.endsWith(claims));
  }
}
