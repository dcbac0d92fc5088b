package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.DeviceKinds;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** S1 to S4 and E19. */
class StorageRowsTest {

  private static Policies.PersistentVolume volume(
      String name,
      @Nullable String path,
      String type,
      String backend,
      @Nullable String claimNamespace,
      String policy) {
    return new Policies.PersistentVolume(
        Scene.meta("PersistentVolume", null, name, LabelSet.EMPTY),
        path,
        type,
        backend,
        claimNamespace == null
            ? null
            : new ObjectReference("PersistentVolumeClaim", claimNamespace, "data"),
        "",
        policy,
        "1Gi",
        List.of("ReadWriteMany"),
        "Filesystem",
        null);
  }

  private static Policies.PersistentVolumeClaim claim(
      String namespace, String volume, @Nullable ObjectReference source) {
    return new Policies.PersistentVolumeClaim(
        Scene.meta("PersistentVolumeClaim", namespace, "data", LabelSet.EMPTY),
        volume,
        "",
        List.of("ReadWriteMany"),
        "1Gi",
        "Filesystem",
        null,
        source);
  }

  private static Scene twoWithClaims(boolean readOnly) {
    return new Scene()
        .node("worker")
        .pod("shop", "web", pod -> pod.volumes.add(new Volume.Claim("data", "data", readOnly)))
        .pod("bank", "vault", pod -> pod.volumes.add(new Volume.Claim("data", "data", true)));
  }

  @Test
  void aFreeVolumeOfTheNodeIsAnybodysAndAClaimedOneIsItsNamespaces() {
    Scene free = new Scene().node("worker").namespace("shop");
    free.builder.add(volume("etc", "/etc", "hostPath", "", null, "Retain"));
    assertThat(free.steps(new VolumeOfNode())).contains("CRAFTED_ON(worker) -> NODE(worker)");
    Scene claimed = new Scene().node("worker").namespace("shop");
    claimed.builder.add(volume("etc", "/etc", "hostPath", "", "shop", "Retain"));
    assertThat(claimed.steps(new VolumeOfNode()))
        .contains("CRAFTED_ON(worker) & CODE_ANYWHERE(crafted in shop) -> NODE(worker)")
        .doesNotContain("CRAFTED_ON(worker) -> NODE(worker)");
    Scene remote = new Scene().node("worker").namespace("shop");
    remote.builder.add(volume("nfs", null, "nfs", "server=a path=/x", null, "Retain"));
    assertThat(remote.steps(new VolumeOfNode()))
        .containsExactly(
            "CRAFTED_ON(worker) & MAY(CREATE_VOLUMES, *) & API_PLACE(0) -> NODE(worker)");
  }

  @Test
  void aDiskSetApartForVolumesIsNotTheNode() {
    Scene disk = new Scene().node("worker").namespace("shop");
    disk.builder.add(volume("disk", "/mnt/disks/ssd1", "local", "", null, "Retain"));
    assertThat(disk.stepsFrom("CRAFTED_ON(worker) -> NODE", new VolumeOfNode())).isEmpty();
    Scene root = new Scene().node("worker").namespace("shop");
    root.builder.add(volume("disk", "/var/lib/kubelet", "local", "", null, "Retain"));
    assertThat(root.stepsFrom("CRAFTED_ON(worker) -> NODE", new VolumeOfNode())).hasSize(1);
  }

  @Test
  void twoVolumesOfOneBackendAreOneAndTwoHandlesAreTwo() {
    for (String other : List.of("one", "two")) {
      Scene scene = twoWithClaims(false);
      scene.builder.add(
          volume("a", null, "csi", "driver=disk.example volumeHandle=one", "shop", "Delete"));
      scene.builder.add(
          volume("b", null, "csi", "driver=disk.example volumeHandle=" + other, "bank", "Delete"));
      scene.builder.add(claim("shop", "a", null));
      scene.builder.add(claim("bank", "b", null));
      assertThat(scene.steps(new SharedVolume()).contains("CODE(shop/web) -> CONTENT(bank)"))
          .isEqualTo(other.equals("one"));
      assertThat(scene.steps(new SharedVolume()))
          .anyMatch(
              step ->
                  step.startsWith("CODE(shop/web) -> STORAGE_BACKEND")
                      && step.endsWith("breaking storage:disk.example"));
    }
  }

  @Test
  void writingAnothersDataIsRunningInItsPodsAndReadingItIsNot() {
    for (boolean readOnly : new boolean[] {true, false}) {
      Scene scene = twoWithClaims(readOnly);
      scene.builder.add(volume("a", null, "nfs", "server=files path=/all", "shop", "Delete"));
      scene.builder.add(volume("b", null, "nfs", "server=files path=/all/bank", "bank", "Delete"));
      scene.builder.add(claim("shop", "a", null));
      scene.builder.add(claim("bank", "b", null));
      assertThat(scene.steps(new SharedVolume())).contains("CODE(shop/web) -> CONTENT(bank)");
      assertThat(
              scene
                  .steps(new SharedVolume())
                  .contains("CODE(shop/web) -> CODE_ANYWHERE(bank/vault)"))
          .isEqualTo(!readOnly);
    }
  }

  @Test
  void aClaimFilledFromAnothersNamespaceHoldsItsData() {
    Scene scene = twoWithClaims(false);
    scene.builder.add(
        claim("shop", "", new ObjectReference("PersistentVolumeClaim", "bank", "data")));
    assertThat(scene.steps(new SharedVolume())).contains("CODE(shop/web) -> CONTENT(bank)");
    Scene own = twoWithClaims(false);
    own.builder.add(
        claim("shop", "", new ObjectReference("PersistentVolumeClaim", "shop", "data")));
    assertThat(own.steps(new SharedVolume())).doesNotContain("CODE(shop/web) -> CONTENT(bank)");
  }

  @Test
  void aRetainedVolumeMayBeRecycledAndADeletedOneNot() {
    for (String policy : List.of("Retain", "Delete")) {
      Scene scene = new Scene().node("worker").namespace("shop").namespace("bank");
      scene.builder.add(volume("a", null, "nfs", "server=files path=/a", "bank", policy));
      assertThat(scene.stepsFrom("crafted in shop", new SharedVolume()))
          .hasSize(policy.equals("Retain") ? 1 : 0)
          .allMatch(step -> step.endsWith("assuming retained-volumes-recycled"));
    }
  }

  @Test
  void storageClassesAndVolumesOfOnesOwnMakingReachDrivers() {
    Scene scene = new Scene().node("worker").namespace("shop");
    scene.builder.add(
        new Policies.StorageClass(
            Scene.meta("StorageClass", null, "fast", LabelSet.EMPTY),
            "disk.example",
            "Delete",
            true,
            Map.of(),
            List.of()));
    assertThat(scene.steps(new DriverParameters()))
        .satisfiesExactly(
            step ->
                assertThat(step)
                    .startsWith("MAY(CREATE_STORAGE_CLASSES, *) & API_PLACE(0) -> STORAGE_BACKEND"),
            step ->
                assertThat(step)
                    .startsWith(
                        "MAY(CREATE_VOLUMES, *) & CRAFTED_ON(worker) & API_PLACE(0)"
                            + " -> STORAGE_BACKEND"));
  }

  @Test
  void onlyADriverThatOffersInlineVolumesTakesAttributesFromPods() {
    for (boolean inline : new boolean[] {true, false}) {
      Scene scene = new Scene().node("worker").namespace("shop");
      scene.builder.add(
          new Policies.CsiDriver(
              Scene.meta("CSIDriver", null, "secrets.example", LabelSet.EMPTY), inline, false));
      assertThat(scene.steps(new DriverParameters()))
          .containsExactlyElementsOf(
              inline
                  ? List.of(
                      "CRAFTED_ON(worker) -> NODE(worker) assuming inline-volumes-secrets.example")
                  : List.of());
    }
  }

  @Test
  void aClassOfAProvisionerOfFoldersIsAPathOfTheNodeAndOneOfDisksIsNot() {
    for (String provisioner : List.of("rancher.io/local-path", "disk.example")) {
      Scene scene = new Scene().node("worker").namespace("shop");
      scene.builder.add(
          new Policies.StorageClass(
              Scene.meta("StorageClass", null, "fast", LabelSet.EMPTY),
              provisioner,
              "Delete",
              true,
              Map.of(),
              List.of()));
      assertThat(scene.stepsFrom("-> NODE(worker)", new DriverParameters()))
          .hasSize(provisioner.equals("disk.example") ? 0 : 1)
          .allMatch(step -> step.contains("MAY(CREATE_STORAGE_CLASSES, *)"));
    }
  }

  @Test
  void aPrivilegedPlugInIsOneFailureFromThePodsThatItServes() {
    Scene scene =
        new Scene()
            .node("worker")
            .pod(
                "storage",
                "driver",
                pod -> {
                  pod.image = "registry.example/driver:1";
                  pod.mountHostPath("/var/lib/kubelet", "", false);
                })
            .pod("shop", "web", pod -> pod.volumes.add(new Volume.Claim("data", "data", false)))
            .pod("shop", "plain", pod -> {});
    assertThat(scene.steps(new NodePlugIn()))
        .contains(
            "CODE_ON(shop/web, worker) -> NODE(worker) breaking deputy:registry.example/driver",
            "CRAFTED_ON(worker) -> NODE(worker) breaking deputy:registry.example/driver")
        .noneMatch(step -> step.contains("shop/plain"));
  }

  @Test
  void aTimeSlicedDeviceIsReadByAllWhoHaveItAndAnExclusiveOneOnAssumption() {
    for (String strategy : List.of("time-slicing", "none")) {
      Scene scene =
          new Scene()
              .node("gpu", "nvidia.com/gpu.sharing-strategy", strategy)
              .pod("shop", "train", pod -> pod.limits.put("nvidia.com/gpu", "1"))
              .pod("bank", "infer", pod -> pod.limits.put("nvidia.com/gpu", "1"))
              .pod("bank", "other", pod -> pod.limits.put("cpu", "1"));
      assertThat(scene.stepsFrom("CODE_ON(shop/train", new SharedDevice()))
          .contains(
              "CODE_ON(shop/train, gpu) -> CONTENT(bank)"
                  + (strategy.equals("none") ? " assuming devices-not-cleared" : ""));
      assertThat(scene.stepsFrom("CODE_ON(bank/other", new SharedDevice())).isEmpty();
    }
  }

  @Test
  void administrativeAccessSeesDevicesInUse() {
    for (boolean administrative : new boolean[] {true, false}) {
      Scene scene =
          new Scene()
              .node("gpu")
              .pod(
                  "shop",
                  "train",
                  pod ->
                      pod.resourceClaims.add(
                          new PodSpec.DeviceClaimReference("gpu", "mine", false)))
              .pod("bank", "infer", pod -> pod.limits.put("vendor.example/gpu", "1"));
      scene.builder.add(
          new DeviceKinds.DeviceClaim(
              Scene.meta("ResourceClaim", "shop", "mine", LabelSet.EMPTY),
              List.of(
                  new DeviceKinds.Request(
                      "one",
                      List.of(
                          new DeviceKinds.Alternative(
                              "",
                              "gpu.vendor.example",
                              List.of(),
                              false,
                              1,
                              administrative,
                              List.of(),
                              false)))),
              List.of(),
              null,
              List.of()));
      assertThat(
              scene
                  .stepsFrom("CODE_ON(shop/train", new SharedDevice())
                  .contains("CODE_ON(shop/train, gpu) -> CONTENT(bank)"))
          .isEqualTo(administrative);
    }
  }
}
