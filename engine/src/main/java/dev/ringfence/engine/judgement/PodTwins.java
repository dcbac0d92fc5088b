package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.engine.network.Network;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which pods of a proved cluster are twins: of one namespace, one owner, with labels that nothing
 * tells apart and an equal spec, the versions of images apart. Beside a twin a pod can come and go
 * without any analysis seeing it, except by what is read of single pods; each of those is checked
 * here:
 *
 * <ul>
 *   <li>where pods run now (Placement): the node must be one of those where the class could be;
 *   <li>pods of DaemonSets (Enforcers, agents) and of the platform (control plane, API endpoint);
 *   <li>names that a grant gives, claims that are counted by their users;
 *   <li>addresses, where policies have to tell pods' addresses from others;
 *   <li>whether some pod of the class is there at all, for a quota refuses those that are not;
 *   <li>the example of a class, whose owner names its image where the image is unknown.
 * </ul>
 */
final class PodTwins {

  private final Cluster cluster;
  private final Landscape landscape;
  private final Pods pods;
  private final boolean addressesAreRead;
  private final Set<String> namesOfGrants;
  private final Map<String, Integer> byName;
  private final Map<ObjectReference, List<Integer>> byOwner;
  private final Map<String, Integer> nodes;
  private final BitSet gone;
  private final Map<Integer, String> bound;

  /** What came since, by namespace and name, with a pod of the proved cluster that is its twin. */
  private final Map<String, Came> came;

  private record Came(int twin, NewPod pod) {}

  /**
   * Twins of the cluster.
   *
   * @param cluster as it was given to the prover
   * @param landscape what the prover made of it; possible nodes of pools may come on top
   */
  PodTwins(Cluster cluster, Landscape landscape) {
    this.cluster = cluster;
    this.landscape = landscape;
    this.pods = cluster.pods();
    this.namesOfGrants = new HashSet<>();
    this.byName = new HashMap<>();
    this.byOwner = new HashMap<>();
    this.nodes = new HashMap<>();
    this.gone = new BitSet();
    this.bound = new HashMap<>();
    this.came = new LinkedHashMap<>();
    this.addressesAreRead = Network.readsAddressesOfPods(cluster);
    for (Rbac.Role role : cluster.roles()) {
      role.rules().forEach(rule -> namesOfGrants.addAll(rule.resourceNames()));
    }
    for (int pod = 0; pod < pods.count(); pod++) {
      byName.put(key(namespaceOf(pod), pods.name(pod)), pod);
      byOwner.computeIfAbsent(pods.topmost(pod), ignored -> new ArrayList<>()).add(pod);
    }
    for (int node = 0; node < landscape.cluster().nodes().size(); node++) {
      nodes.putIfAbsent(landscape.cluster().nodes().get(node).name(), node);
    }
  }

  private PodTwins(PodTwins before, Cluster cluster, Landscape landscape) {
    this.cluster = cluster;
    this.landscape = landscape;
    this.pods = before.pods;
    this.addressesAreRead = before.addressesAreRead;
    this.namesOfGrants = before.namesOfGrants;
    this.byName = before.byName;
    this.byOwner = before.byOwner;
    this.nodes = before.nodes;
    this.gone = before.gone;
    this.bound = before.bound;
    this.came = before.came;
  }

  /** The same of a cluster that differs in nothing that is read here. */
  PodTwins after(Cluster changed, Landscape proved) {
    return new PodTwins(this, changed, proved);
  }

  /** Whether a pod may come beside a twin unseen; it is noted then. */
  boolean add(NewPod pod) {
    if (byName.containsKey(key(pod.namespace(), pod.name()))
        || came.containsKey(key(pod.namespace(), pod.name()))) {
      return false;
    }
    for (int twin : byOwner.getOrDefault(pod.topmost(), List.of())) {
      if (!gone.get(twin)
          && isOrdinary(twin)
          && someIsThere(twin, -1)
          && namespaceOf(twin).equals(pod.namespace())
          && !namesOfGrants.contains(pod.name())
          && haveLikeLabels(twin, pod.labels())
          && (pods.spec(twin).equals(pod.spec())
              || (isPlain(twin) && AlikeSpecs.areAlike(pods.spec(twin), pod.spec())))
          && (pod.nodeName() == null || (isPlain(twin) && couldBeOn(twin, pod.nodeName())))) {
        came.put(key(pod.namespace(), pod.name()), new Came(twin, pod));
        return true;
      }
    }
    return false;
  }

  /** Whether a pod may go unseen, because a twin stays; it is noted then. */
  boolean remove(String namespace, String name) {
    String key = key(namespace, name);
    if (came.remove(key) != null) {
      return true;
    }
    Integer pod = byName.get(key);
    if (pod == null
        || gone.get(pod)
        || !isPlain(pod)
        || namesOfGrants.contains(name)
        || (addressesAreRead && !pods.addresses(pod).isEmpty())
        || !leavesItsNodeAsItIs(pod)
        || !hasTwin(pod)
        || !someIsThere(pod, pod)) {
      return false;
    }
    PodClass podClass = cluster.podClasses().get(cluster.classOfPod(pod));
    if (!pods.topmost(nextExample(podClass, pod)).equals(pods.topmost(podClass.example()))) {
      return false;
    }
    gone.set(pod);
    return true;
  }

  /** Whether a pod may be bound to a node unseen; it is noted then. */
  boolean bind(String namespace, String name, String nodeName) {
    Came fresh = came.get(key(namespace, name));
    if (fresh != null) {
      came.put(key(namespace, name), new Came(fresh.twin(), fresh.pod().on(nodeName)));
      return isPlain(fresh.twin()) && couldBeOn(fresh.twin(), nodeName);
    }
    int pod = indexOf(namespace, name);
    if (pod < 0
        || !isPlain(pod)
        || !leavesItsNodeAsItIs(pod)
        || !couldBeOn(pod, nodeName)
        || !someIsThere(pod, -1)) {
      return false;
    }
    bound.put(pod, nodeName);
    return true;
  }

  /** The pod's index in the proved cluster, -1 where it is not in it or gone. */
  int indexOf(String namespace, String name) {
    Integer pod = byName.get(key(namespace, name));
    return pod == null || gone.get(pod) ? -1 : pod;
  }

  /** The namespace as it was proved. */
  Namespace namespace(String name) {
    int index = cluster.namespaceIndex(name);
    if (index < 0) {
      throw new IllegalArgumentException("no namespace " + name);
    }
    return cluster.namespaces().get(index);
  }

  /** Begins an edit of the cluster as it was proved. */
  ClusterEdit edit() {
    return new ClusterEdit(cluster);
  }

  /** Whether no pod came, went or was bound since the cluster was proved. */
  boolean nothingNoted() {
    return came.isEmpty() && gone.isEmpty() && bound.isEmpty();
  }

  /** As it was proved. */
  Cluster cluster() {
    return cluster;
  }

  /** The cluster with all that was noted, and one change more. */
  Cluster changed(Consumer<ClusterEdit> change) {
    ClusterEdit edit = new ClusterEdit(cluster);
    BitSet left = (BitSet) gone.clone();
    edit.removePods(left::get);
    bound.forEach(edit::bindPod);
    came.values().forEach(one -> addTo(edit, one.twin(), one.pod()));
    change.accept(edit);
    return edit.build();
  }

  /** Adds a pod that has no twin. */
  void addTo(ClusterEdit edit, NewPod pod) {
    List<Integer> siblings = byOwner.getOrDefault(pod.topmost(), List.of());
    if (siblings.isEmpty()) {
      throw new IllegalArgumentException(pod.topmost() + " has no pod and no template");
    }
    addTo(edit, siblings.getFirst(), pod);
  }

  private static void addTo(ClusterEdit edit, int sibling, NewPod pod) {
    edit.addPod(sibling, pod.name(), pod.labels(), pod.spec(), pod.nodeName());
  }

  /** Whether nothing is read of the node that the pod runs on but whether it could be there. */
  private boolean isPlain(int pod) {
    return isOrdinary(pod)
        && !pods.topmost(pod).kind().equals("DaemonSet")
        && landscape.tenancy().ofNamespace(pods.namespace(pod)) != landscape.tenancy().platform();
  }

  /** Whether nothing but its class is read of the pod, its node apart. */
  private boolean isOrdinary(int pod) {
    int podClass = cluster.classOfPod(pod);
    if (podClass < 0 || namesOfGrants.contains(pods.topmost(pod).name())) {
      return false;
    }
    for (Volume volume : pods.spec(pod).volumes()) {
      if (volume instanceof Volume.Claim) {
        return false;
      }
    }
    return true;
  }

  /** Labels that nothing reads are as good as none, but for finding out who made a pod. */
  private boolean haveLikeLabels(int twin, LabelSet labels) {
    return pods.labels(twin).equals(labels)
        || (!pods.topmost(twin).kind().equals("DaemonSet")
            && cluster.toldApart(labels).equals(cluster.toldApart(pods.labels(twin))));
  }

  private boolean hasTwin(int pod) {
    for (int other : byOwner.getOrDefault(pods.topmost(pod), List.of())) {
      if (other != pod
          && !gone.get(other)
          && cluster.classOfPod(other) == cluster.classOfPod(pod)
          && pods.spec(other).equals(pods.spec(pod))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a pod of the class was made already, so that no quota refuses it any more: it is bound,
   * or a cluster tells of it, and no workload that would make it.
   */
  private boolean someIsThere(int pod, int without) {
    boolean told = cluster.sourceKind() != Cluster.SourceKind.MANIFESTS;
    for (int member : cluster.podClasses().get(cluster.classOfPod(pod)).members()) {
      boolean named = told && !pods.name(member).endsWith("-*");
      if (member != without && !gone.get(member) && (named || pods.node(member) >= 0)) {
        return true;
      }
    }
    return false;
  }

  /** The example that the class has without the pod; a twin stays, so there is one. */
  private int nextExample(PodClass podClass, int without) {
    for (int member : podClass.members()) {
      if (member != without && !gone.get(member)) {
        return member;
      }
    }
    return without;
  }

  private boolean couldBeOn(int pod, String nodeName) {
    Integer node = nodes.get(nodeName);
    if (node == null) {
      return false;
    }
    int nodeClass = landscape.placement().classOfNode(node);
    return contains(landscape.placement().ever(pods.spec(pod)), nodeClass);
  }

  /** Whether the class could be on the pod's node even if the pod were not there. */
  private boolean leavesItsNodeAsItIs(int pod) {
    int node = pods.node(pod);
    return node < 0 || couldBeOn(pod, cluster.nodes().get(node).name());
  }

  private String namespaceOf(int pod) {
    return cluster.namespaces().get(pods.namespace(pod)).name();
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  private static boolean contains(int[] values, int value) {
    for (int one : values) {
      if (one == value) {
        return true;
      }
    }
    return false;
  }
}
