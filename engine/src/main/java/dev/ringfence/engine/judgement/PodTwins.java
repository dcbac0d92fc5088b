package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Pods;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which pods of a proved cluster are twins: of one namespace, one owner, with labels and specs that
 * nobody tells apart, even where they are two classes: then each step about the one is a step about
 * the other with its name, so no set comes or goes with either. Beside a twin a pod can come and go
 * without any analysis seeing it, the last of its class too, except by what is read of single pods;
 * each of those is checked, here and in {@link SinglePods}:
 *
 * <ul>
 *   <li>where pods run now (Placement): the node must be one of those where the class could be;
 *   <li>pods of DaemonSets (Enforcers, agents) and of the platform (control plane, API endpoint);
 *   <li>names that a grant gives, claims that are counted by their users;
 *   <li>addresses, where policies have to tell pods' addresses from others, or somebody wrote them
 *       as those of endpoints;
 *   <li>whether some pod of the class is there at all, for a quota refuses those that are not;
 *   <li>the example of a class, whose owner names its image where the image is unknown.
 * </ul>
 */
final class PodTwins {

  private final Cluster cluster;
  private final SinglePods single;
  private final Pods pods;
  private final Map<String, Integer> byName;
  private final Map<ObjectReference, List<Integer>> byOwner;
  private final NotedPods noted;

  /**
   * Twins of the cluster.
   *
   * @param cluster as it was given to the prover
   * @param landscape what the prover made of it; possible nodes of pools may come on top
   */
  PodTwins(Cluster cluster, Landscape landscape) {
    this.cluster = cluster;
    this.single = new SinglePods(cluster, landscape);
    this.pods = cluster.pods();
    this.byName = new HashMap<>();
    this.byOwner = new HashMap<>();
    this.noted = new NotedPods();
    for (int pod = 0; pod < pods.count(); pod++) {
      byName.put(key(single.namespaceOf(pod), pods.name(pod)), pod);
      byOwner.computeIfAbsent(pods.topmost(pod), ignored -> new ArrayList<>()).add(pod);
    }
  }

  private PodTwins(PodTwins before, SinglePods single) {
    this.cluster = single.cluster();
    this.single = single;
    this.pods = before.pods;
    this.byName = before.byName;
    this.byOwner = before.byOwner;
    this.noted = before.noted;
  }

  /** The same of a cluster that differs in nothing that is read here. */
  PodTwins after(Cluster changed, Landscape proved) {
    return new PodTwins(this, single.after(changed, proved));
  }

  /** Whether a pod may come beside a twin unseen; it is noted then. */
  boolean add(NewPod pod) {
    String key = key(pod.namespace(), pod.name());
    // What a workload would make is not there.
    if (byName.containsKey(key)
        || noted.cameAs(key) != null
        || pod.name().endsWith(Pods.WOULD_BE)) {
      return false;
    }
    for (int twin : byOwner.getOrDefault(pod.topmost(), List.of())) {
      if (single.isOrdinary(twin)
          && someIsThere(twin, -1)
          && single.namespaceOf(twin).equals(pod.namespace())
          && !single.isNamed(pod.name())
          && single.haveLikeLabels(twin, pod.labels())
          && single.haveLikeSpecs(twin, pod.spec())
          && (pod.nodeName() == null
              || (single.isPlain(twin) && single.couldBeOn(twin, pod.nodeName())))) {
        noted.came(key, new NotedPods.Came(twin, pod));
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a pod may go unseen, because a twin stays; it is noted then. One that came since is
   * noted to be gone either way.
   */
  boolean remove(String namespace, String name) {
    String key = key(namespace, name);
    NotedPods.Came fresh = noted.cameAs(key);
    if (fresh != null) {
      noted.goes(key);
      return hasTwin(fresh.twin(), -1) && someIsThere(fresh.twin(), -1);
    }
    Integer pod = byName.get(key);
    if (pod == null
        || noted.isGone(pod)
        || !single.isPlain(pod)
        || single.isNamed(name)
        || single.isAddressRead(pod)
        || !leavesItsNodeAsItIs(pod)
        || !hasTwin(pod, pod)
        || !someIsThere(pod, pod)
        || !leavesItsClassAnExample(pod)) {
      return false;
    }
    noted.goes(pod);
    return true;
  }

  /** Whether a pod may be bound to a node unseen; it is noted then. */
  boolean bind(String namespace, String name, String nodeName) {
    NotedPods.Came fresh = noted.cameAs(key(namespace, name));
    if (fresh != null) {
      noted.came(key(namespace, name), fresh.on(nodeName));
      return single.isPlain(fresh.twin()) && single.couldBeOn(fresh.twin(), nodeName);
    }
    int pod = indexOf(namespace, name);
    if (pod < 0
        || !single.isPlain(pod)
        || !leavesItsNodeAsItIs(pod)
        || !single.couldBeOn(pod, nodeName)
        || !someIsThere(pod, -1)) {
      return false;
    }
    noted.bound(pod, nodeName);
    return true;
  }

  /** The pod's index in the proved cluster, -1 where it is not in it or gone. */
  int indexOf(String namespace, String name) {
    Integer pod = byName.get(key(namespace, name));
    return pod == null || noted.isGone(pod) ? -1 : pod;
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
    return noted.isEmpty();
  }

  /** As it was proved. */
  Cluster cluster() {
    return cluster;
  }

  /** The cluster with all that was noted, and one change more. */
  Cluster changed(Consumer<ClusterEdit> change) {
    ClusterEdit edit = new ClusterEdit(cluster);
    noted.into(edit);
    change.accept(edit);
    return edit.build();
  }

  /** Adds a pod that has no twin. */
  void addTo(ClusterEdit edit, NewPod pod) {
    List<Integer> siblings = byOwner.getOrDefault(pod.topmost(), List.of());
    if (siblings.isEmpty()) {
      throw new IllegalArgumentException(pod.topmost() + " has no pod and no template");
    }
    new NotedPods.Came(siblings.getFirst(), pod).into(edit);
  }

  /** Whether nobody could tell those who came from their twins if the cluster were that one. */
  boolean stayLikeIn(Cluster changed) {
    return noted.isEmpty()
        || (single.areAddressesReadAsIn(changed)
            && noted.allCome(one -> single.areLikeIn(changed, one.twin(), one.pod().labels())));
  }

  /**
   * Whether a pod of the owner stays that nobody tells from the pod, of the proved cluster or of
   * those that came.
   *
   * @param without does not count, unless negative
   */
  private boolean hasTwin(int pod, int without) {
    for (int other : byOwner.getOrDefault(pods.topmost(pod), List.of())) {
      boolean alike =
          cluster.classOfPod(other) == cluster.classOfPod(pod)
              && pods.spec(other).equals(pods.spec(pod));
      if (alike && (noted.hasCome(other) || (other != without && !noted.isGone(other)))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a pod of the class was made already, so that no quota refuses it any more: it is bound,
   * or a cluster tells of it, and no workload that would make it.
   *
   * @param without does not count, unless negative
   */
  private boolean someIsThere(int pod, int without) {
    boolean told = cluster.sourceKind() != Cluster.SourceKind.MANIFESTS;
    for (int member : cluster.podClasses().get(cluster.classOfPod(pod)).members()) {
      boolean stays = member != without && !noted.isGone(member);
      if ((stays && (cluster.tellsOf(member) || pods.node(member) >= 0))
          || noted.someIsThere(member, told)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the class would be shown by a pod of the same owner as now. */
  private boolean leavesItsClassAnExample(int pod) {
    int[] members = cluster.podClasses().get(cluster.classOfPod(pod)).members();
    for (int member : members) {
      if (member != pod && !noted.isGone(member)) {
        return single.isOwnedAsExample(member);
      }
    }
    for (int member : members) {
      if (noted.hasCome(member) && !single.isOwnedAsExample(member)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the class is on nodes like the pod's even where the pod is not, or could be. */
  private boolean leavesItsNodeAsItIs(int pod) {
    int node = pods.node(pod);
    if (node < 0 || single.couldBeOn(pod, cluster.nodes().get(node).name())) {
      return true;
    }
    for (int member : cluster.podClasses().get(cluster.classOfPod(pod)).members()) {
      if (member != pod
          && pods.node(member) >= 0
          && !noted.isGone(member)
          && single.areOnLikeNodes(member, pod)) {
        return true;
      }
    }
    return false;
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }
}
