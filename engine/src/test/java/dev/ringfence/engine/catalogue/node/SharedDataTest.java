package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** S2: whether two volumes hold the same data, however they name it. */
class SharedDataTest {

  private static final String OPEN = " assuming network-volumes-open-to-nodes";
  private static final String TAKES = "CODE(shop/web) -> CONTENT(bank)";

  private static Policies.PersistentVolume volume(
      String namespace, String claim, String type, String backend, String location) {
    return new Policies.PersistentVolume(
        Scene.meta("PersistentVolume", null, namespace + "-" + claim, LabelSet.EMPTY),
        null,
        type,
        backend,
        new ObjectReference("PersistentVolumeClaim", namespace, claim),
        "",
        "Delete",
        "1Gi",
        List.of("ReadWriteMany"),
        "Filesystem",
        null,
        location);
  }

  private static void add(
      Scene scene,
      String namespace,
      String claim,
      String type,
      String backend,
      @Nullable String location) {
    scene.builder.add(volume(namespace, claim, type, backend, location == null ? "" : location));
    scene.builder.add(
        new Policies.PersistentVolumeClaim(
            Scene.meta("PersistentVolumeClaim", namespace, claim, LabelSet.EMPTY),
            namespace + "-" + claim,
            "",
            List.of("ReadWriteMany"),
            "1Gi",
            "Filesystem",
            null,
            null));
  }

  private static Scene pods(Volume own, Volume other) {
    return new Scene()
        .node("worker")
        .pod("shop", "web", pod -> pod.volumes.add(own))
        .pod("bank", "vault", pod -> pod.volumes.add(other));
  }

  private static Volume nfs(String path) {
    return new Volume.Remote("data", "nfs", "server=files path=" + path, false);
  }

  private static final Volume CLAIM = new Volume.Claim("data", "data", false);

  @Test
  void dataThatPodsNameThemselvesIsTheSameAsAVolumes() {
    for (String path : List.of("/bank", "/", "/bank/../bank/books", "/banks", "/shop")) {
      Scene scene = pods(nfs(path), CLAIM);
      add(scene, "bank", "data", "nfs", "server=files path=/bank", null);
      assertThat(scene.steps(new SharedVolume()).contains(TAKES))
          .as(path)
          .isEqualTo(!path.equals("/banks") && !path.equals("/shop"));
    }
    Scene elsewhere =
        pods(new Volume.Remote("data", "nfs", "server=other path=/bank", false), CLAIM);
    add(elsewhere, "bank", "data", "nfs", "server=files path=/bank", null);
    assertThat(elsewhere.steps(new SharedVolume())).doesNotContain(TAKES);
  }

  @Test
  void twoHandlesOfADriverMayBeOneShareByItsAttributes() {
    for (String share : List.of("/bank", "/shop")) {
      Scene scene = pods(CLAIM, CLAIM);
      add(
          scene,
          "shop",
          "data",
          "csi",
          "driver=nfs.csi.k8s.io volumeHandle=one",
          "nfs server=files path=" + share);
      add(
          scene,
          "bank",
          "data",
          "csi",
          "driver=nfs.csi.k8s.io volumeHandle=two",
          "nfs server=files path=/bank");
      assertThat(scene.steps(new SharedVolume()).contains(TAKES))
          .as(share)
          .isEqualTo(share.equals("/bank"));
    }
    Scene without = pods(nfs("/bank"), CLAIM);
    add(
        without,
        "bank",
        "data",
        "csi",
        "driver=nfs.csi.k8s.io volumeHandle=two",
        "nfs server=files path=/bank");
    assertThat(without.steps(new SharedVolume())).as("with and without a driver").contains(TAKES);
  }

  @Test
  void everyReplicasVolumeCounts() {
    Scene scene = new Scene().node("worker");
    for (int replica = 0; replica < 3; replica++) {
      Volume claim = new Volume.Claim("data", "data-" + replica, false);
      scene.workload("shop", "StatefulSet", "web" + replica, pod -> pod.volumes.add(claim));
      add(scene, "shop", "data-" + replica, "nfs", "server=files path=/shop/" + replica, null);
    }
    scene.pod("bank", "vault", pod -> pod.volumes.add(CLAIM));
    add(scene, "bank", "data", "nfs", "server=files path=/shop/2", null);
    assertThat(scene.steps(new SharedVolume()))
        .anyMatch(step -> step.startsWith("CODE(shop/web") && step.endsWith("-> CONTENT(bank)"));
  }

  @Test
  void whoMakesUpAPodNamesTheServersDataIfTheServerAnswersEveryNode() {
    Scene scene = new Scene().node("worker").pod("bank", "vault", pod -> pod.volumes.add(CLAIM));
    add(scene, "bank", "data", "nfs", "server=files path=/bank", null);
    assertThat(scene.stepsFrom("SHAPE(NETWORK_VOLUME)", new SharedVolume()))
        .singleElement()
        .asString()
        .startsWith("SHAPE(NETWORK_VOLUME) & CRAFTED_ON(worker) -> STORAGE_BACKEND(")
        .endsWith(OPEN);
    Scene disk = new Scene().node("worker").pod("bank", "vault", pod -> pod.volumes.add(CLAIM));
    add(disk, "bank", "data", "csi", "driver=disk.example volumeHandle=one", null);
    assertThat(disk.stepsFrom("SHAPE(NETWORK_VOLUME)", new SharedVolume()))
        .as("a driver's disks need the driver")
        .isEmpty();
  }

  @Test
  void evidenceNamesBothSides() {
    Scene scene = pods(nfs("/bank"), CLAIM);
    add(scene, "bank", "data", "nfs", "server=files path=/bank/books", null);
    assertThat(scene.evidence(new SharedVolume(), TAKES))
        .contains(
            "Pod shop/web: spec.volumes[data].nfs = server=files path=/bank",
            "Pod bank/vault: spec.volumes[data].persistentVolumeClaim.claimName = data",
            "PersistentVolume bank-data: spec.nfs = server=files path=/bank/books");
  }
}
