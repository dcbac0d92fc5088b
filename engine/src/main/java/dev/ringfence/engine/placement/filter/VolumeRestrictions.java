package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A claim with ReadWriteOncePod that another pod has already (KEP-2485); a disk that the pod itself
 * names and that a pod of the node has, unless both only read it.
 */
final class VolumeRestrictions implements Filter {

  private final Occupancy occupancy;
  private final Claims claims;
  private final Map<String, Integer> holder = new HashMap<>();

  VolumeRestrictions(Occupancy occupancy, Claims claims) {
    this.occupancy = occupancy;
    this.claims = claims;
    Pods pods = occupancy.cluster().pods();
    for (int node = 0; node < occupancy.cluster().nodes().size(); node++) {
      for (int pod : occupancy.pods(node)) {
        for (Volume.Claim used : Claims.of(pods.spec(pod))) {
          holder.put(pods.namespace(pod) + "/" + used.claimName(), pod);
        }
      }
    }
  }

  @Override
  public String name() {
    return "VolumeRestrictions";
  }

  @Override
  public Verdict of(Candidate pod) {
    for (Volume.Claim used : Claims.of(pod.spec())) {
      String name = used.claimName();
      Policies.PersistentVolumeClaim claim = claims.claim(pod.namespace(), used);
      Integer other = holder.get(pod.namespace() + "/" + name);
      if (claim != null
          && claim.accessModes().contains("ReadWriteOncePod")
          && other != null
          && occupancy.isThere(other, pod)) {
        return Verdict.refusing("claim " + name + " is ReadWriteOncePod and in use");
      }
    }
    List<Volume.Remote> disks = disks(pod.spec().volumes());
    return disks.isEmpty() ? Verdict.PASSES : node -> conflict(pod, disks, node);
  }

  private @Nullable String conflict(Candidate pod, List<Volume.Remote> disks, int node) {
    for (int other : occupancy.pods(node)) {
      if (occupancy.isThere(other, pod)) {
        for (Volume.Remote there : disks(occupancy.cluster().pods().spec(other).volumes())) {
          for (Volume.Remote disk : disks) {
            if (isConflict(disk, there)) {
              return "a pod there has the disk of volume " + disk.name();
            }
          }
        }
      }
    }
    return null;
  }

  private static List<Volume.Remote> disks(List<Volume> volumes) {
    List<Volume.Remote> disks = new ArrayList<>(0);
    for (Volume volume : volumes) {
      if (volume instanceof Volume.Remote remote) {
        disks.add(remote);
      }
    }
    return disks;
  }

  /** Of the types that the scheduler compares (isVolumeConflict in its sources). */
  private static boolean isConflict(Volume.Remote one, Volume.Remote other) {
    if (!one.type().equals(other.type())) {
      return false;
    }
    boolean bothRead = one.readOnly() && other.readOnly();
    return switch (one.type()) {
      case "gcePersistentDisk" -> !bothRead && agree(one, other, "pdName");
      case "awsElasticBlockStore" -> agree(one, other, "volumeID");
      case "iscsi" -> !bothRead && agree(one, other, "iqn");
      case "rbd" ->
          !bothRead
              && agree(one, other, "pool")
              && agree(one, other, "image")
              && Arrays.stream(one.named("monitors").split(","))
                  .anyMatch(Arrays.asList(other.named("monitors").split(","))::contains);
      default -> false;
    };
  }

  private static boolean agree(Volume.Remote one, Volume.Remote other, String field) {
    return one.named(field).equals(other.named(field));
  }
}
