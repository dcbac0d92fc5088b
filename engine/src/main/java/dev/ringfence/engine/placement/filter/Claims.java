package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Amount;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims, their volumes and their storage classes, by name. */
final class Claims {

  /** Marks the class that claims without one get. */
  private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

  private final Map<String, Policies.PersistentVolumeClaim> claims = new HashMap<>();
  private final Map<String, Policies.PersistentVolume> volumes = new HashMap<>();
  private final Map<String, Policies.StorageClass> classes = new HashMap<>();
  private final Cluster cluster;
  private @Nullable String defaultClass;

  Claims(Cluster cluster) {
    this.cluster = cluster;
    for (Policies.PersistentVolumeClaim claim : cluster.persistentVolumeClaims()) {
      claims.put(claim.meta().namespace() + "/" + claim.meta().name(), claim);
    }
    for (Policies.PersistentVolume volume : cluster.persistentVolumes()) {
      volumes.put(volume.meta().name(), volume);
    }
    for (Policies.StorageClass storageClass : cluster.storageClasses()) {
      classes.put(storageClass.meta().name(), storageClass);
      if ("true".equals(storageClass.meta().annotations().get(DEFAULT_CLASS))) {
        defaultClass = storageClass.meta().name();
      }
    }
  }

  /** The names of the claims of a pod. */
  static List<String> names(PodSpec spec) {
    List<String> names = new ArrayList<>(0);
    for (Volume volume : spec.volumes()) {
      if (volume instanceof Volume.Claim claim) {
        names.add(claim.claimName());
      }
    }
    return names;
  }

  Policies.@Nullable PersistentVolumeClaim claim(int namespace, String name) {
    return claims.get(cluster.namespaces().get(namespace).name() + "/" + name);
  }

  Policies.@Nullable PersistentVolume volume(String name) {
    return volumes.get(name);
  }

  Policies.@Nullable PersistentVolume volumeOf(Policies.PersistentVolumeClaim claim) {
    return claim.volumeName().isEmpty() ? null : volumes.get(claim.volumeName());
  }

  Policies.@Nullable StorageClass classOf(Policies.PersistentVolumeClaim claim) {
    String name = claim.storageClassName();
    return classes.get(name.isEmpty() && defaultClass != null ? defaultClass : name);
  }

  /** Volumes that nobody has and that would do for the claim, apart from their nodes. */
  List<Policies.PersistentVolume> free(Policies.PersistentVolumeClaim claim) {
    List<Policies.PersistentVolume> free = new ArrayList<>();
    for (Policies.PersistentVolume volume : cluster.persistentVolumes()) {
      var owner = volume.claim();
      boolean reserved =
          owner != null
              && !(owner.name().equals(claim.meta().name())
                  && claim.meta().namespace().equals(owner.namespace()));
      var selector = claim.selector();
      if (!reserved
          && volume.storageClassName().equals(claim.storageClassName())
          && volume.volumeMode().equals(claim.volumeMode())
          && volume.accessModes().containsAll(claim.accessModes())
          && Amount.units(volume.capacity()) >= Amount.units(claim.requested())
          && (selector == null || selector.matches(volume.meta().labels()))) {
        free.add(volume);
      }
    }
    return free;
  }
}
