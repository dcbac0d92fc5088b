package dev.ringfence.placement;

import static dev.ringfence.placement.OneNode.NAMESPACE;
import static dev.ringfence.placement.OneNode.containers;
import static dev.ringfence.placement.OneNode.node;
import static dev.ringfence.placement.OneNode.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims that are made with their pod, and what drivers publish of their capacity. */
@RealControlPlane
class OwnClaimsTest {

  private static final String SELECTED = "volume.kubernetes.io/selected-node";

  @BeforeEach
  void startAfresh(ControlPlane plane) {
    plane.reset();
  }

  @AfterEach
  void leaveNothing(ControlPlane plane) {
    plane.reset();
  }

  private static String storageClass(String provisioner) {
    return """
        {"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"late"},\
        "provisioner":"%s","volumeBindingMode":"WaitForFirstConsumer"}"""
        .formatted(provisioner);
  }

  private static String named(String node, String zone) {
    return node("", "")
        .replace("\"only\"", "\"" + node + "\"")
        .replace("\"zone\":\"a\"", "\"zone\":\"" + zone + "\"");
  }

  private static String withOwnClaim(String size) {
    return pod(
        "candidate",
        containers("")
            + """
              ,"volumes":[{"name":"scratch","ephemeral":{"volumeClaimTemplate":{"spec":{\
              "accessModes":["ReadWriteOnce"],"storageClassName":"late",\
              "resources":{"requests":{"storage":"%s"}}}}}}]"""
                .formatted(size));
  }

  private static List<String> free(Cluster cluster) {
    int pod = Reading.pod(cluster, "candidate");
    @Nullable Refusal[] refusals = CurrentPlacement.of(cluster).refusals(pod);
    List<String> free = new ArrayList<>();
    for (int node = 0; node < refusals.length; node++) {
      if (refusals[node] == null) {
        free.add(cluster.nodes().get(node).name());
      } else {
        assertThat(Objects.requireNonNull(refusals[node]).filter()).isEqualTo("VolumeBinding");
      }
    }
    return free;
  }

  /** Before and after it is made; then it is bound, and its volume keeps the pod there for good. */
  @Test
  void aPodsOwnClaimIsMadeFromItsTemplateAndKeepsThePodWhereItsVolumeIs(
      ControlPlane plane, @TempDir Path folder) throws InterruptedException {
    RealScheduler scheduler = new RealScheduler(plane);
    scheduler.createNamespace(NAMESPACE);
    String volume =
        """
        {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"disk"},"spec":{\
        "capacity":{"storage":"2Gi"},"accessModes":["ReadWriteOnce"],"storageClassName":"late",\
        "local":{"path":"/mnt/disks/one"},"nodeAffinity":{"required":{"nodeSelectorTerms":[\
        {"matchExpressions":[{"key":"zone","operator":"In","values":["b"]}]}]}}}}""";
    List<String> documents =
        new ArrayList<>(
            List.of(
                named("one", "a"),
                named("two", "b"),
                storageClass("kubernetes.io/no-provisioner"),
                volume));
    scheduler.createNode(documents.get(0));
    scheduler.createNode(documents.get(1));
    scheduler.create(documents.get(2)).orThrow();
    scheduler.create(volume).orThrow();
    String pod = withOwnClaim("1Gi");
    documents.addAll(List.of(NAMESPACE, pod));
    Cluster before = OneNode.read(folder, documents);
    assertThat(free(before)).containsExactly("two");
    assertThat(Placement.of(before).everNodes(Reading.pod(before, "candidate"))).hasSize(2);
    List<String> tooLarge = new ArrayList<>(documents);
    tooLarge.set(5, withOwnClaim("3Gi"));
    assertThat(free(OneNode.read(folder, tooLarge))).isEmpty();

    scheduler.create(pod).orThrow();
    String node = null;
    for (int i = 0; i < 600 && node == null; i++) {
      node = scheduler.await("ever", "candidate").node();
      Thread.sleep(node == null ? 40 : 0);
    }
    assertThat(node).isEqualTo("two");
    documents.set(3, scheduler.current(volume));
    documents.set(5, scheduler.current(pod));
    JsonNode claims = scheduler.read("/api/v1/namespaces/ever/persistentvolumeclaims");
    assertThat(claims.path("items").path(0).path("metadata").path("name").asText())
        .isEqualTo("candidate-scratch");
    documents.add(
        "{\"apiVersion\":\"v1\",\"kind\":\"PersistentVolumeClaim\","
            + claims.path("items").get(0).toString().substring(1));
    Cluster after = OneNode.read(folder, documents);
    assertThat(free(after)).containsExactly("two");
    assertThat(Placement.of(after).everNodes(Reading.pod(after, "candidate"))).containsExactly(1);
  }

  /** Nobody makes the volume here: which node the scheduler chose stands on the claim. */
  @Test
  void aDriverThatPublishesCapacityLetsPodsWhereItHasEnough(
      ControlPlane plane, @TempDir Path folder) throws InterruptedException {
    RealScheduler scheduler = new RealScheduler(plane);
    scheduler.createNamespace(NAMESPACE);
    List<String> documents =
        new ArrayList<>(
            List.of(
                named("one", "a"),
                named("two", "b"),
                named("three", "c"),
                storageClass("disk.example"),
                """
                {"apiVersion":"storage.k8s.io/v1","kind":"CSIDriver",\
                "metadata":{"name":"disk.example"},"spec":{"storageCapacity":true}}""",
                capacity("small", "a", "\"capacity\":\"1Gi\""),
                capacity("large", "b", "\"capacity\":\"9Gi\""),
                capacity("pieces", "c", "\"capacity\":\"9Gi\",\"maximumVolumeSize\":\"2Gi\"")));
    for (int i = 0; i < documents.size(); i++) {
      if (i < 3) {
        scheduler.createNode(documents.get(i));
      } else {
        scheduler.create(documents.get(i)).orThrow();
      }
    }
    String pod = withOwnClaim("3Gi");
    documents.addAll(List.of(NAMESPACE, pod));
    assertThat(free(OneNode.read(folder, documents))).containsExactly("two");
    List<String> unpublished = new ArrayList<>(documents);
    unpublished.set(4, documents.get(4).replace("true", "false"));
    assertThat(free(OneNode.read(folder, unpublished))).hasSize(3);

    for (String refused : List.of("one", "three")) {
      scheduler.create(RealScheduler.pinned(pod, refused)).orThrow();
      assertThat(refusal(scheduler)).contains("did not have enough free storage");
      scheduler.delete("ever", "candidate");
      awaitNoClaim(scheduler);
    }
    scheduler.create(pod).orThrow();
    String chosen = "";
    for (int i = 0; i < 600 && chosen.isEmpty(); i++) {
      chosen = claim(scheduler).path("metadata").path("annotations").path(SELECTED).asText();
      Thread.sleep(chosen.isEmpty() ? 40 : 0);
    }
    assertThat(chosen).isEqualTo("two");
    scheduler.delete("ever", "candidate");
  }

  private static String capacity(String name, String zone, String amounts) {
    return """
        {"apiVersion":"storage.k8s.io/v1","kind":"CSIStorageCapacity","metadata":{"name":"%s",\
        "namespace":"ever"},"storageClassName":"late",\
        "nodeTopology":{"matchLabels":{"zone":"%s"}},%s}"""
        .formatted(name, zone, amounts);
  }

  private static JsonNode claim(RealScheduler scheduler) {
    return scheduler.read("/api/v1/namespaces/ever/persistentvolumeclaims").path("items").path(0);
  }

  /** At first there is no claim, and then one of which the scheduler has not heard. */
  private static String refusal(RealScheduler scheduler) throws InterruptedException {
    String message = "";
    for (int i = 0; i < 600 && !message.contains("storage"); i++) {
      message = scheduler.await("ever", "candidate").message();
      Thread.sleep(40);
    }
    return message;
  }

  private static void awaitNoClaim(RealScheduler scheduler) throws InterruptedException {
    for (int i = 0; i < 600 && !claim(scheduler).isMissingNode(); i++) {
      Thread.sleep(40);
    }
    assertThat(claim(scheduler).isMissingNode()).as("the claim goes with its pod").isTrue();
  }
}
