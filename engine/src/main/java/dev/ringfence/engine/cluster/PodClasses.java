package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collapses pods into classes. Two pods are one class if they stand in one namespace, have equal
 * specs (claims told apart only where it matters, see {@link #claimKey}) and agree on every label
 * that some selector of the cluster reads.
 */
final class PodClasses {

  /**
   * @param spec the number of the spec: hashing the spec itself goes through all of it
   */
  private record Key(int namespace, int spec, LabelSet labels, boolean pinnedByName) {}

  private final ClusterBuilder tables;
  private final Pods pods;
  private Set<String> readKeys = Set.of();
  private final Map<LabelSet, LabelSet> restricted = new HashMap<>();
  private final Map<PodSpec, PodSpec> withoutClaims = new HashMap<>();
  private final IdentityHashMap<PodSpec, Integer> specNumbers = new IdentityHashMap<>();
  private final Map<String, Integer> claimUses = new HashMap<>();
  private final Map<String, Policies.PersistentVolumeClaim> claims = new HashMap<>();
  private final Map<String, Policies.PersistentVolume> volumes = new HashMap<>();

  private PodClasses(ClusterBuilder tables, Pods pods) {
    this.tables = tables;
    this.pods = pods;
  }

  static List<PodClass> of(ClusterBuilder tables, Pods pods) {
    return new PodClasses(tables, pods).collapse();
  }

  private List<PodClass> collapse() {
    AskedOfPods asked = AskedOfPods.of(tables, pods);
    tables.askedOfPods = asked;
    readKeys = asked.keys();
    collectClaims();
    Set<String> namedPods = namedPods(tables.roles);
    Map<Key, List<Integer>> groups = new LinkedHashMap<>();
    for (int pod = 0; pod < pods.count(); pod++) {
      if (pods.completed(pod)) {
        continue;
      }
      boolean named =
          !namedPods.isEmpty()
              && (namedPods.contains(pods.name(pod)) || namedPods.contains(topName(pod)));
      LabelSet labels = restricted.computeIfAbsent(pods.labels(pod), this::restrict);
      // A pod that a grant names is a class of its own: the grant tells it apart.
      LabelSet key = named ? labels.with("\0name", pods.name(pod)) : labels;
      PodSpec normal = normalise(pods.namespace(pod), pods.spec(pod));
      int spec = specNumbers.computeIfAbsent(normal, ignored -> specNumbers.size());
      groups
          .computeIfAbsent(
              new Key(pods.namespace(pod), spec, key, named), ignored -> new ArrayList<>())
          .add(pod);
    }
    List<PodClass> classes = new ArrayList<>(groups.size());
    groups.forEach(
        (key, members) -> {
          int[] list = members.stream().mapToInt(Integer::intValue).toArray();
          int count = 0;
          for (int pod : list) {
            count += pods.replicas(pod);
          }
          LabelSet labels = key.labels().keeping(label -> !label.equals("\0name"));
          classes.add(
              new PodClass(
                  classes.size(),
                  key.namespace(),
                  pods.spec(list[0]),
                  tables.intern(labels),
                  list,
                  count));
        });
    return classes;
  }

  private String topName(int pod) {
    return pods.topmost(pod).name();
  }

  private LabelSet restrict(LabelSet labels) {
    return tables.intern(labels.keeping(readKeys::contains));
  }

  /** Names that a rule's resourceNames give for pods or for what has a pod template. */
  static Set<String> namedPods(List<Rbac.Role> roles) {
    Set<String> names = new HashSet<>();
    for (Rbac.Role role : roles) {
      for (Rbac.Rule rule : role.rules()) {
        for (String resource : rule.resources()) {
          if (resource.startsWith("pods") || resource.equals("*") || resource.startsWith("*/")) {
            names.addAll(rule.resourceNames());
          }
        }
      }
    }
    return names;
  }

  private void collectClaims() {
    for (Policies.PersistentVolumeClaim claim : tables.persistentVolumeClaims) {
      claims.put(claim.meta().namespace() + "/" + claim.meta().name(), claim);
    }
    for (Policies.PersistentVolume volume : tables.persistentVolumes) {
      volumes.put(volume.meta().name(), volume);
    }
    for (int pod = 0; pod < pods.count(); pod++) {
      for (Volume volume : pods.spec(pod).volumes()) {
        if (volume instanceof Volume.Claim claim) {
          String name = tables.namespaces.get(pods.namespace(pod)).name() + "/" + claim.claimName();
          claimUses.merge(name, 1, Integer::sum);
        }
      }
    }
  }

  /** Replicas of a StatefulSet differ in their claims only: those are one class. */
  private PodSpec normalise(int namespace, PodSpec spec) {
    boolean hasClaim = false;
    for (Volume volume : spec.volumes()) {
      hasClaim |= volume instanceof Volume.Claim;
    }
    if (!hasClaim) {
      return spec;
    }
    List<Volume> normal = new ArrayList<>();
    for (Volume volume : spec.volumes()) {
      normal.add(
          volume instanceof Volume.Claim claim
              ? new Volume.Claim(claim.name(), claimKey(namespace, claim), claim.readOnly())
              : volume);
    }
    PodSpec copy = withVolumes(spec, normal);
    PodSpec known = withoutClaims.putIfAbsent(copy, copy);
    return known == null ? copy : known;
  }

  /**
   * What is left of a claim's name: nothing where one pod alone uses it and its volume is an
   * ordinary one; the volume's source and node affinity where those decide; else the name.
   */
  private String claimKey(int namespace, Volume.Claim claim) {
    String name = tables.namespaces.get(namespace).name() + "/" + claim.claimName();
    if (claimUses.getOrDefault(name, 0) > 1) {
      return claim.claimName();
    }
    Policies.PersistentVolumeClaim known = claims.get(name);
    Policies.PersistentVolume volume = known == null ? null : volumes.get(known.volumeName());
    if (volume == null) {
      return "";
    }
    return volume.hostPath() == null && volume.requiredNodeAffinity() == null
        ? volume.sourceType()
        : claim.claimName();
  }

  private static PodSpec withVolumes(PodSpec spec, List<Volume> volumes) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.volumes = volumes;
    return edit.build();
  }
}
