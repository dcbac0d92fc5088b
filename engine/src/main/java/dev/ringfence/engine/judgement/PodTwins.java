package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.engine.cluster.Workload;
import dev.ringfence.engine.cluster.WrittenEndpoints;
import dev.ringfence.engine.network.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
 *   <li>addresses, where policies have to tell pods' addresses from others, or somebody wrote them
 *       as those of endpoints;
 *   <li>whether some pod of the class is there at all, for a quota refuses those that are not;
 *   <li>the example of a class, whose owner names its image where the image is unknown.
 * </ul>
 */
final class PodTwins {

  private final Cluster cluster;
  private final Landscape landscape;
  private final Pods pods;
  private final boolean addressesAreKnown;
  private final boolean addressesAreRead;

  /** Addresses that somebody wrote as those of endpoints. */
  private final Set<String> writtenAddresses;

  private final Set<String> namesOfGrants;
  private final Map<String, Integer> byName;
  private final Map<ObjectReference, List<Integer>> byOwner;
  private final Map<String, Integer> nodes;

  /** Topmost owners of DaemonSets: of their pods, labels say who made them. */
  private final Set<ObjectReference> daemonSets;

  private final NotedPods noted;
  private final AlikeAmounts amounts;

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
    this.daemonSets = new HashSet<>();
    for (Workload workload : cluster.workloads()) {
      if (workload.meta().reference().kind().equals("DaemonSet")) {
        daemonSets.add(workload.topmost());
      }
    }
    this.noted = new NotedPods();
    this.amounts = new AlikeAmounts(landscape.cluster());
    this.addressesAreKnown = Network.knowsAddressesOfPods(cluster);
    this.addressesAreRead = !addressesAreKnown && Network.readsAddressesOfPods(cluster);
    this.writtenAddresses = new HashSet<>();
    for (WrittenEndpoints endpoints : cluster.writtenEndpoints()) {
      endpoints.addresses().forEach(one -> writtenAddresses.add(one.address()));
    }
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
    this.addressesAreKnown = before.addressesAreKnown;
    this.addressesAreRead = !addressesAreKnown && Network.readsAddressesOfPods(cluster);
    this.writtenAddresses = before.writtenAddresses;
    this.namesOfGrants = before.namesOfGrants;
    this.byName = before.byName;
    this.byOwner = before.byOwner;
    this.nodes = before.nodes;
    this.daemonSets = before.daemonSets;
    this.noted = before.noted;
    this.amounts = before.amounts;
  }

  /** The same of a cluster that differs in nothing that is read here. */
  PodTwins after(Cluster changed, Landscape proved) {
    return new PodTwins(this, changed, proved);
  }

  /** Whether a pod may come beside a twin unseen; it is noted then. */
  boolean add(NewPod pod) {
    String key = key(pod.namespace(), pod.name());
    // What a workload would make is not there.
    if (byName.containsKey(key) || noted.cameAs(key) != null || pod.name().endsWith("-*")) {
      return false;
    }
    for (int twin : byOwner.getOrDefault(pod.topmost(), List.of())) {
      if (isOrdinary(twin)
          && someIsThere(twin, -1)
          && namespaceOf(twin).equals(pod.namespace())
          && !namesOfGrants.contains(pod.name())
          && haveLikeLabels(twin, pod.labels())
          && haveLikeSpecs(twin, pod.spec())
          && (pod.nodeName() == null || (isPlain(twin) && couldBeOn(twin, pod.nodeName())))) {
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
        || !isPlain(pod)
        || namesOfGrants.contains(name)
        || isAddressRead(pod)
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

  /** Whether nothing is read of the node that the pod runs on but whether it could be there. */
  private boolean isPlain(int pod) {
    return isOrdinary(pod)
        && !mayBeOfDaemonSet(pod)
        && landscape.tenancy().ofNamespace(pods.namespace(pod)) != landscape.tenancy().platform();
  }

  private boolean mayBeOfDaemonSet(int pod) {
    ObjectReference topmost = pods.topmost(pod);
    return topmost.kind().equals("DaemonSet") || daemonSets.contains(topmost);
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

  /** Of another spec a pod is another class, which is shown by itself. */
  private boolean haveLikeSpecs(int twin, PodSpec spec) {
    return pods.spec(twin).equals(spec)
        || (isPlain(twin)
            && isOwnedAsExample(twin)
            && AlikeSpecs.areAlike(pods.spec(twin), spec, amounts));
  }

  /**
   * Labels that nothing tells apart are as good as none, but for finding out who made a pod; where
   * addresses are read, a pod of another class is among others than its twin.
   */
  private boolean haveLikeLabels(int twin, LabelSet labels) {
    return pods.labels(twin).equals(labels)
        || (!mayBeOfDaemonSet(twin)
            && (cluster.areOfOneClass(pods.labels(twin), labels)
                || (!addressesAreRead
                    && isPlain(twin)
                    && isOwnedAsExample(twin)
                    && !AlikeSpecs.isAnyKnown(pods.spec(twin))
                    && areLikeIn(cluster, twin, labels))));
  }

  private boolean areLikeIn(Cluster changed, int twin, LabelSet labels) {
    return !changed.tellsApart(pods.namespace(twin), pods.labels(twin), labels);
  }

  /** Whether nobody could tell those who came from their twins if the cluster were that one. */
  boolean stayLikeIn(Cluster changed) {
    return noted.isEmpty()
        || (addressesAreRead == (!addressesAreKnown && Network.readsAddressesOfPods(changed))
            && noted.allCome(one -> areLikeIn(changed, one.twin(), one.pod().labels())));
  }

  private boolean isAddressRead(int pod) {
    List<String> addresses = pods.addresses(pod);
    return (addressesAreRead && !addresses.isEmpty())
        || addresses.stream().anyMatch(writtenAddresses::contains);
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
      boolean named = told && !pods.name(member).endsWith("-*");
      boolean stays = member != without && !noted.isGone(member);
      if ((stays && (named || pods.node(member) >= 0)) || noted.someIsThere(member, told)) {
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
        return isOwnedAsExample(member);
      }
    }
    for (int member : members) {
      if (noted.hasCome(member) && !isOwnedAsExample(member)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the pod's owner is that of the pod by which its class is shown. */
  private boolean isOwnedAsExample(int pod) {
    int example = cluster.podClasses().get(cluster.classOfPod(pod)).example();
    return pods.topmost(pod).equals(pods.topmost(example));
  }

  private boolean couldBeOn(int pod, String nodeName) {
    Integer node = nodes.get(nodeName);
    if (node == null) {
      return false;
    }
    int nodeClass = landscape.placement().classOfNode(node);
    return contains(landscape.placement().ever(pods.spec(pod)), nodeClass);
  }

  /** Whether the class is on nodes like the pod's even where the pod is not, or could be. */
  private boolean leavesItsNodeAsItIs(int pod) {
    int node = pods.node(pod);
    if (node < 0 || couldBeOn(pod, cluster.nodes().get(node).name())) {
      return true;
    }
    for (int member : cluster.podClasses().get(cluster.classOfPod(pod)).members()) {
      int other = pods.node(member);
      if (member != pod
          && other >= 0
          && !noted.isGone(member)
          && landscape.placement().classOfNode(other) == landscape.placement().classOfNode(node)) {
        return true;
      }
    }
    return false;
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
