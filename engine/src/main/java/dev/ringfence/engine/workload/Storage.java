package dev.ringfence.engine.workload;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which volumes pods have, and what drives them. */
public final class Storage {

  /** Stands for the driver of a claim of which neither volume nor class was read. */
  public static final String UNKNOWN_DRIVER = "unknown";

  private final Cluster cluster;
  private final Map<String, Policies.PersistentVolumeClaim> claims = new HashMap<>();
  private final Map<String, Policies.PersistentVolume> volumes = new HashMap<>();
  private final Map<String, Policies.StorageClass> classes = new HashMap<>();

  private Storage(Cluster cluster) {
    this.cluster = cluster;
    for (Policies.PersistentVolumeClaim claim : cluster.persistentVolumeClaims()) {
      claims.put(claim.meta().namespace() + "/" + claim.meta().name(), claim);
    }
    for (Policies.PersistentVolume volume : cluster.persistentVolumes()) {
      volumes.put(volume.meta().name(), volume);
    }
    for (Policies.StorageClass storageClass : cluster.storageClasses()) {
      classes.put(storageClass.meta().name(), storageClass);
    }
  }

  public static Storage of(Cluster cluster) {
    return new Storage(cluster);
  }

  /**
   * A claim as a pod has it.
   *
   * @param claim null where it was not read
   * @param volume null where it is not bound, or the volume was not read
   * @param driver what provides the volume; empty for a path of the node, which no driver guards
   */
  public record Use(
      Volume.Claim mount,
      Policies.@Nullable PersistentVolumeClaim claim,
      Policies.@Nullable PersistentVolume volume,
      String driver) {}

  /** The claims of the class's pods. */
  public List<Use> uses(PodClass podClass) {
    List<Use> uses = new ArrayList<>(0);
    String namespace = cluster.namespaces().get(podClass.namespace()).name();
    for (Volume volume : podClass.spec().volumes()) {
      if (volume instanceof Volume.Claim mount) {
        Policies.PersistentVolumeClaim claim = claims.get(namespace + "/" + mount.claimName());
        Policies.PersistentVolume bound = claim == null ? null : volumes.get(claim.volumeName());
        uses.add(new Use(mount, claim, bound, driver(claim, bound)));
      }
    }
    return uses;
  }

  private String driver(
      Policies.@Nullable PersistentVolumeClaim claim, Policies.@Nullable PersistentVolume volume) {
    if (volume != null) {
      return driver(volume);
    }
    Policies.StorageClass storageClass =
        claim == null ? null : classes.get(claim.storageClassName());
    return storageClass == null ? UNKNOWN_DRIVER : storageClass.provisioner();
  }

  /** The driver of a CSI volume, the type of another; empty for a path of the node. */
  public static String driver(Policies.PersistentVolume volume) {
    if (volume.hostPath() != null) {
      return "";
    }
    String backend = volume.backend();
    String prefix = "driver=";
    if (!backend.startsWith(prefix)) {
      return volume.sourceType().isEmpty() ? UNKNOWN_DRIVER : volume.sourceType();
    }
    int end = backend.indexOf(' ');
    return backend.substring(prefix.length(), end < 0 ? backend.length() : end);
  }

  /** Drivers from which any claim gets a new volume, by the StorageClasses. */
  public Set<String> provisioners() {
    Set<String> drivers = new TreeSet<>();
    for (Policies.StorageClass storageClass : cluster.storageClasses()) {
      if (!storageClass.provisioner().equals(Policies.StorageClass.NO_PROVISIONER)) {
        drivers.add(storageClass.provisioner());
      }
    }
    return drivers;
  }

  /** Whether two volumes certainly hold the same data: one backend, or one path within another. */
  public static boolean areSame(Policies.PersistentVolume first, Policies.PersistentVolume second) {
    if (first.backend().isEmpty() || !first.sourceType().equals(second.sourceType())) {
      return false;
    }
    if (!first.sourceType().equals("nfs")) {
      return first.backend().equals(second.backend());
    }
    String[] one = first.backend().split(" path=", 2);
    String[] other = second.backend().split(" path=", 2);
    return one[0].equals(other[0])
        && HostPaths.overlaps(
            HostPaths.normalise(one.length > 1 ? one[1] : "/", ""),
            HostPaths.normalise(other.length > 1 ? other[1] : "/", ""));
  }
}
