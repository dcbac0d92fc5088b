package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.contention.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** F1: what no quota bounds, by the right to create it. */
class ObjectCountsTest {

  private static Scene withRight(String resource, Map<String, String> quota) {
    return SceneOfRight.of("create", "", resource, "Role", quota);
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
    return unbounded(SceneOfRight.of(verb, group, resource, kind, quota)).contains("object-counts");
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
          Scene scene =
              SceneOfRight.of(verb, "example.com", "widgets", "ClusterRole", Map.of(key, "5"));
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

  /** What the grant of a kind gives whose definition was not read. */
  private static Set<String> ofUnread(
      Cluster.SourceKind source, String resource, Map<String, String> quota, boolean another) {
    Scene scene =
        SceneOfRight.of(new Scene(source), "create", "example.com", resource, "Role", quota);
    if (another) {
      scene.builder.add(
          new Policies.CustomResource(
              Scene.meta("CustomResourceDefinition", null, "gadgets", LabelSet.EMPTY),
              "example.com",
              "gadgets",
              "Gadget",
              true,
              Map.of()));
    }
    return scene.stepsFrom("HOLDS", new UncountedObjects()).stream()
        .map(step -> step.substring(step.indexOf("-> ") + 3).replaceAll("\\(.*\\)", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void aKindWhoseDefinitionWasNotReadMayBeStored() {
    String feared = "CRAFTS_UNBOUNDED assuming custom-kinds-not-read";
    for (String resource : List.of("widgets", "*")) {
      assertThat(ofUnread(Cluster.SourceKind.MANIFESTS, resource, Map.of(), false))
          .as(resource)
          .containsExactly(feared);
    }
    assertThat(ofUnread(Cluster.SourceKind.DUMP, "widgets", Map.of(), false))
        .as("a dump without definitions may have left them out")
        .containsExactly(feared);
    assertThat(ofUnread(Cluster.SourceKind.MANIFESTS, "widgets/status", Map.of(), false))
        .as("a subresource is no object")
        .isEmpty();
    assertThat(
            ofUnread(
                Cluster.SourceKind.MANIFESTS,
                "widgets",
                Map.of("count/widgets.example.com", "5"),
                false))
        .as("a quota counts it all the same")
        .isEmpty();
    for (Cluster.SourceKind whole : List.of(Cluster.SourceKind.DUMP, Cluster.SourceKind.LIVE)) {
      assertThat(ofUnread(whole, "widgets", Map.of(), true))
          .as("where definitions were read, there is no such kind")
          .isEmpty();
    }
  }

  @Test
  void aListOfDefinitionsThatWasRefusedLeavesKindsUnread() {
    Scene scene =
        SceneOfRight.of(
            new Scene(Cluster.SourceKind.LIVE),
            "create",
            "example.com",
            "widgets",
            "Role",
            Map.of());
    scene.builder.addUnreadable("CustomResourceDefinition", "forbidden");
    assertThat(scene.stepsFrom("HOLDS", new UncountedObjects()))
        .singleElement()
        .asString()
        .endsWith("assuming custom-kinds-not-read");
    assertThat(scene.evidence(new UncountedObjects(), "CRAFTS_UNBOUNDED"))
        .anyMatch(line -> line.contains("RoleBinding shop/maker"))
        .anyMatch(line -> line.contains("none, so none bounds count/widgets.example.com"));
  }
}
