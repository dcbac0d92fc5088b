package dev.ringfence.engine.workload;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
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
   * Data outside the pod.
   *
   * @param type of the volumes: {@code nfs}, {@code csi}, or that of a driver's shares
   * @param backend which data it is; one that ends with a path is a folder on a server
   */
  public record Data(String type, String backend) {

    private static final String PATH = " path=";

    /** What two must have in common to hold anything of each other: type and server. */
    public String server() {
      int end = backend.indexOf(PATH);
      return type + " " + (end < 0 ? "" : backend.substring(0, end));
    }

    /** Where on the server it is, and every folder that holds it, from the inside. */
    public List<String> places() {
      int end = backend.indexOf(PATH);
      if (end < 0) {
        return List.of(backend);
      }
      List<String> places = new ArrayList<>();
      String folder = HostPaths.normalise(backend.substring(end + PATH.length()), "");
      while (!folder.equals("/")) {
        places.add(folder);
        int parent = folder.lastIndexOf('/');
        folder = parent == 0 ? "/" : folder.substring(0, parent);
      }
      places.add("/");
      return places;
    }

    /** Whether two are the same, or one a folder of the other. */
    public boolean overlaps(Data other) {
      return server().equals(other.server())
          && (places().contains(other.places().getFirst())
              || other.places().contains(places().getFirst()));
    }
  }

  /**
   * A volume as a pod has it: a claim, or data that the pod itself names.
   *
   * @param mount the volume
   * @param claim null where it is none, or was not read
   * @param volume null where it is not bound, or the volume was not read
   * @param driver what provides the volume; empty for a path of the node, which no driver guards
   */
  public record Use(
      Volume mount,
      Policies.@Nullable PersistentVolumeClaim claim,
      Policies.@Nullable PersistentVolume volume,
      String driver) {

    /** Where the data is, in every way that is known. */
    public List<Data> data() {
      if (mount instanceof Volume.Remote remote) {
        return List.of(new Data(remote.type(), remote.backend()));
      }
      return volume == null ? List.of() : dataOf(volume);
    }

    public boolean readOnly() {
      return switch (mount) {
        case Volume.Claim one -> one.readOnly();
        case Volume.Remote one -> one.readOnly();
        case Volume.HostPath one -> false;
        case Volume.Projected one -> true;
        case Volume.Csi one -> false;
        case Volume.Ephemeral one -> false;
        case Volume.Other one -> false;
      };
    }
  }

  /** Where a volume's data is: what its source names, and what its attributes do. */
  public static List<Data> dataOf(Policies.PersistentVolume volume) {
    List<Data> data = new ArrayList<>(2);
    if (!volume.backend().isEmpty()) {
      data.add(new Data(volume.sourceType(), volume.backend()));
    }
    int end = volume.location().indexOf(' ');
    if (end > 0) {
      data.add(new Data(volume.location().substring(0, end), volume.location().substring(end + 1)));
    }
    return data;
  }

  /** What the class's pods have, each but once: replicas differ in their claims. */
  public List<Use> uses(PodClass podClass) {
    if (podClass.spec().volumes().stream().noneMatch(Storage::isUse)) {
      return List.of();
    }
    String namespace = cluster.namespaces().get(podClass.namespace()).name();
    Set<Volume> seen = new LinkedHashSet<>();
    for (int pod : podClass.members()) {
      for (Volume volume : cluster.pods().spec(pod).volumes()) {
        if (isUse(volume)) {
          seen.add(volume);
        }
      }
    }
    List<Use> uses = new ArrayList<>(seen.size());
    for (Volume volume : seen) {
      if (volume instanceof Volume.Claim mount) {
        Policies.PersistentVolumeClaim claim = claims.get(namespace + "/" + mount.claimName());
        Policies.PersistentVolume bound = claim == null ? null : volumes.get(claim.volumeName());
        uses.add(new Use(mount, claim, bound, driver(claim, bound)));
      } else {
        uses.add(new Use(volume, null, null, volume.type()));
      }
    }
    return uses;
  }

  private static boolean isUse(Volume volume) {
    return volume instanceof Volume.Claim || volume instanceof Volume.Remote;
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
}
