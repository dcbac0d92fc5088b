package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Policies;
import java.util.HashMap;
import java.util.Map;

/** A claim with ReadWriteOncePod that another pod has already (KEP-2485). */
final class VolumeRestrictions implements Filter {

  private final Occupancy occupancy;
  private final Claims claims;
  private final Map<String, Integer> holder = new HashMap<>();

  VolumeRestrictions(Occupancy occupancy, Claims claims) {
    this.occupancy = occupancy;
    this.claims = claims;
    for (int node = 0; node < occupancy.cluster().nodes().size(); node++) {
      for (int pod : occupancy.pods(node)) {
        for (String name : Claims.names(occupancy.cluster().pods().spec(pod))) {
          holder.put(occupancy.cluster().pods().namespace(pod) + "/" + name, pod);
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
    for (String name : Claims.names(pod.spec())) {
      Policies.PersistentVolumeClaim claim = claims.claim(pod.namespace(), name);
      Integer other = holder.get(pod.namespace() + "/" + name);
      if (claim != null
          && claim.accessModes().contains("ReadWriteOncePod")
          && other != null
          && occupancy.isThere(other, pod)) {
        return Verdict.refusing("claim " + name + " is ReadWriteOncePod and in use");
      }
    }
    return Verdict.PASSES;
  }
}
