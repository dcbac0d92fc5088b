package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Amount;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import java.util.ArrayList;
import java.util.Comparator;
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

  /** The claims of a pod, those that are made for it among them. */
  static List<Volume.Claim> of(PodSpec spec) {
    List<Volume.Claim> used = new ArrayList<>(0);
    for (Volume volume : spec.volumes()) {
      if (volume instanceof Volume.Claim claim) {
        used.add(claim);
      }
    }
    return used;
  }

  /** The claim as it was read; before it is made, what its template says; null where neither is. */
  Policies.@Nullable PersistentVolumeClaim claim(int namespace, Volume.Claim used) {
    Policies.PersistentVolumeClaim read = read(namespace, used);
    Volume.ClaimTemplate template = used.template();
    if (read != null || template == null) {
      return read;
    }
    Namespace owner = cluster.namespaces().get(namespace);
    ObjectReference reference =
        new ObjectReference("PersistentVolumeClaim", owner.name(), used.claimName());
    return new Policies.PersistentVolumeClaim(
        new ObjectMeta(reference, LabelSet.EMPTY, Map.of(), null, owner.meta().origin()),
        "",
        template.storageClassName(),
        template.accessModes(),
        template.requested(),
        template.volumeMode(),
        template.selector(),
        null);
  }

  /** Whether a claim that would be made of a template is not there yet. */
  boolean isToBeMade(int namespace, Volume.Claim used) {
    return used.template() != null && read(namespace, used) == null;
  }

  private Policies.@Nullable PersistentVolumeClaim read(int namespace, Volume.Claim used) {
    return claims.get(cluster.namespaces().get(namespace).name() + "/" + used.claimName());
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

  /**
   * The volumes that would do for the claim, apart from their nodes: those that are kept for it
   * first, then from the smallest on, as the scheduler tries them.
   */
  List<Policies.PersistentVolume> fitting(Policies.PersistentVolumeClaim claim) {
    List<Policies.PersistentVolume> kept = new ArrayList<>(0);
    List<Policies.PersistentVolume> free = new ArrayList<>();
    Policies.StorageClass storageClass = classOf(claim);
    String className = storageClass == null ? claim.storageClassName() : storageClass.meta().name();
    var selector = claim.selector();
    for (Policies.PersistentVolume volume : cluster.persistentVolumes()) {
      var owner = volume.claim();
      boolean fits =
          volume.volumeMode().equals(claim.volumeMode())
              && Amount.units(volume.capacity()) >= Amount.units(claim.requested());
      if (fits && owner != null && isOf(claim, owner)) {
        kept.add(volume);
      } else if (fits
          && owner == null
          && volume.storageClassName().equals(className)
          && volume.accessModes().containsAll(claim.accessModes())
          && (selector == null || selector.matches(volume.meta().labels()))) {
        free.add(volume);
      }
    }
    free.sort(Comparator.comparingLong(volume -> Amount.units(volume.capacity())));
    kept.addAll(free);
    return kept;
  }

  private static boolean isOf(Policies.PersistentVolumeClaim claim, ObjectReference owner) {
    return owner.name().equals(claim.meta().name())
        && claim.meta().namespace().equals(owner.namespace());
  }
}
