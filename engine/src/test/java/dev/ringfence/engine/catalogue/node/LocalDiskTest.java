package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** E4 and S1, of disks of the node. */
class LocalDiskTest {

  private static final String HOLDS = " assuming local-disks-hold-the-node";

  private static Policies.PersistentVolume volume(
      String path, String type, String mode, boolean claimed) {
    return new Policies.PersistentVolume(
        Scene.meta("PersistentVolume", null, "disk", LabelSet.EMPTY),
        path,
        type,
        "",
        claimed ? new ObjectReference("PersistentVolumeClaim", "shop", "data") : null,
        "",
        "Retain",
        "1Gi",
        List.of("ReadWriteOnce"),
        mode,
        null);
  }

  private static Scene scene(String path, String mode, boolean readOnly) {
    boolean raw = mode.equals("Block");
    Scene scene =
        new Scene()
            .node("worker")
            .pod(
                "shop",
                "web",
                pod -> {
                  pod.volumes.add(new Volume.Claim("data", "data", readOnly));
                  pod.mounts.add(
                      raw
                          ? Container.Mount.ofDevice("data", "/dev/xvda")
                          : new Container.Mount("data", "/data", "", false, null));
                });
    scene.builder.add(volume(path, "local", mode, true));
    scene.builder.add(
        new Policies.PersistentVolumeClaim(
            Scene.meta("PersistentVolumeClaim", "shop", "data", LabelSet.EMPTY),
            "disk",
            "",
            List.of("ReadWriteOnce"),
            "1Gi",
            mode,
            null,
            null));
    return scene;
  }

  private static Set<String> steps(
      String path, String mode, boolean readOnly, Assumptions.Statement... statements) {
    return scene(path, mode, readOnly).stepsFrom("CODE_ON(shop/web", new LocalDisk(), statements);
  }

  @Test
  void aRawDiskMayHoldTheNodesOwnFileSystems() {
    assertThat(steps("/dev/nvme1n1", "Block", false))
        .containsExactly("CODE_ON(shop/web, worker) -> NODE(worker)" + HOLDS);
    assertThat(steps("/mnt/disks/by-id-1", "Block", false))
        .as("a link to the device is the device")
        .hasSize(1);
    assertThat(steps("/dev/nvme1n1", "Filesystem", false))
        .as("the file system on it is mounted")
        .hasSize(1);
    assertThat(steps("/mnt/disks/ssd1", "Filesystem", false)).as("a folder is no disk").isEmpty();
  }

  @Test
  void aClaimThatIsReadOnlyShowsWhatIsThereAndNoMore() {
    assertThat(steps("/dev/nvme1n1", "Block", true))
        .containsExactly(
            "CODE_ON(shop/web, worker) -> NODE_IDENTITY(worker)" + HOLDS,
            "CODE_ON(shop/web, worker) -> NODE_SECRETS(worker)" + HOLDS);
  }

  @Test
  void whoeverKnowsTheDisksStatesThatTheyAreSetApart() {
    assertThat(
            steps(
                "/dev/nvme1n1",
                "Block",
                false,
                new Assumptions.Statement(
                    "local-disks-hold-the-node", "set-apart", "storage team", null)))
        .isEmpty();
  }

  @Test
  void aDiskIsNoFolderOfTheNodeBeside() {
    assertThat(
            scene("/dev/nvme1n1", "Block", false)
                .stepsFrom("CODE_ON(shop/web", new WritableHostPath()))
        .isEmpty();
  }

  @Test
  void evidenceNamesTheContainersDevice() {
    assertThat(scene("/dev/nvme1n1", "Block", false).evidence(new LocalDisk(), "NODE(worker)"))
        .contains(
            "Pod shop/web: spec.containers[main].volumeDevices[data] = /dev/nvme1n1, writable");
  }

  @Test
  void aFreeDiskIsAnybodysUnderTheSameAssumption() {
    Scene free = new Scene().node("worker").namespace("shop");
    free.builder.add(volume("/dev/nvme1n1", "local", "Block", false));
    assertThat(free.steps(new VolumeOfNode()))
        .contains("CRAFTED_ON(worker) -> NODE(worker)" + HOLDS);
  }
}
