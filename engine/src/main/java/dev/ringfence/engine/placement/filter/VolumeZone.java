package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A bound volume's zone and region labels, where the node has any such label. */
final class VolumeZone implements Filter {

  private static final Map<String, String> STABLE =
      Map.of(
          "failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone",
          "failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region",
          "topology.kubernetes.io/zone", "topology.kubernetes.io/zone",
          "topology.kubernetes.io/region", "topology.kubernetes.io/region");

  private record Zone(String volume, String key, Set<String> values) {}

  private final Cluster cluster;
  private final Claims claims;

  VolumeZone(Cluster cluster, Claims claims) {
    this.cluster = cluster;
    this.claims = claims;
  }

  @Override
  public String name() {
    return "VolumeZone";
  }

  @Override
  public Verdict of(Candidate pod) {
    List<Zone> zones = new ArrayList<>(0);
    for (Volume.Claim used : Claims.of(pod.spec())) {
      Policies.PersistentVolumeClaim claim = claims.claim(pod.namespace(), used);
      Policies.PersistentVolume volume = claim == null ? null : claims.volumeOf(claim);
      if (volume != null) {
        for (String key : STABLE.keySet()) {
          String value = volume.meta().labels().get(key);
          if (value != null) {
            zones.add(new Zone(volume.meta().name(), key, Set.of(value.split("__"))));
          }
        }
      }
    }
    return zones.isEmpty() ? Verdict.PASSES : node -> refusal(zones, node);
  }

  private @Nullable String refusal(List<Zone> zones, int node) {
    LabelSet labels = cluster.nodes().get(node).labels();
    if (STABLE.keySet().stream().noneMatch(key -> labels.get(key) != null)) {
      return null;
    }
    for (Zone zone : zones) {
      String value = labels.get(zone.key());
      if (value == null) {
        value = labels.get(STABLE.getOrDefault(zone.key(), zone.key()));
      }
      if (value == null || !zone.values().contains(value)) {
        return "volume " + zone.volume() + " is in another zone, by label " + zone.key();
      }
    }
    return null;
  }
}
