package dev.ringfence.intake.pod;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpec.Toleration;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Volume;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spec of a pod that policies changed, with what controllers and plug-ins add to it. */
public final class AdmittedSpec {

  private final PodAdmission admission;

  public AdmittedSpec(Cluster cluster) {
    this.admission =
        new PodAdmission(
            cluster.serviceAccounts(),
            cluster.limitRanges(),
            cluster.priorityClasses(),
            cluster.runtimeClasses());
  }

  /**
   * @param known what the pod was taken for as it is written: with the claims and tolerations that
   *     its controller adds
   * @param written as the policies were shown it, without those
   * @param stored as they left it
   */
  public PodSpec of(String namespace, PodSpec known, PodSpec written, PodSpec stored) {
    PodSpecEdit edit = new PodSpecEdit(TokenVolume.observed(stored));
    List<Volume> volumes = new ArrayList<>(edit.volumes);
    for (Volume volume : known.volumes()) {
      Volume shown = named(volume.name(), written.volumes());
      boolean named = shown instanceof Volume.Ephemeral;
      boolean claimed = volume instanceof Volume.Claim && !(shown instanceof Volume.Claim);
      if (shown == null || named || claimed) {
        volumes.removeIf(other -> other.name().equals(volume.name()));
        volumes.add(volume);
      }
    }
    edit.volumes = volumes;
    List<Toleration> tolerations = new ArrayList<>(edit.tolerations);
    for (Toleration toleration : known.tolerations()) {
      if (!written.tolerations().contains(toleration) && !tolerations.contains(toleration)) {
        tolerations.add(toleration);
      }
    }
    edit.tolerations = tolerations;
    // The class decides, which a policy may have changed.
    edit.priority = null;
    return admission.admit(namespace, edit.build());
  }

  private static @Nullable Volume named(String name, List<Volume> volumes) {
    return volumes.stream().filter(volume -> volume.name().equals(name)).findFirst().orElse(null);
  }
}
