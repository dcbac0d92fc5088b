package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.engine.cluster.Workload;
import dev.ringfence.engine.cluster.WrittenEndpoints;
import dev.ringfence.engine.network.Network;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is read of the single pods of a proved cluster, beside their class; and which pods nobody
 * tells from one of its class, though they may be of another.
 */
final class SinglePods {

  private final Cluster cluster;
  private final Landscape landscape;
  private final Pods pods;
  private final boolean addressesAreKnown;
  private final boolean addressesAreRead;

  /** Addresses that somebody wrote as those of endpoints. */
  private final Set<String> writtenAddresses;

  private final Set<String> namesOfGrants;
  private final Map<String, Integer> nodes;

  /** Topmost owners of DaemonSets: of their pods, labels say who made them. */
  private final Set<ObjectReference> daemonSets;

  private final AlikeAmounts amounts;

  /**
   * Pods of the cluster.
   *
   * @param cluster as it was given to the prover
   * @param landscape what the prover made of it; possible nodes of pools may come on top
   */
  SinglePods(Cluster cluster, Landscape landscape) {
    this.cluster = cluster;
    this.landscape = landscape;
    this.pods = cluster.pods();
    this.amounts = new AlikeAmounts(landscape.cluster());
    this.addressesAreKnown = Network.knowsAddressesOfPods(cluster);
    this.addressesAreRead = !addressesAreKnown && Network.readsAddressesOfPods(cluster);
    this.writtenAddresses = new HashSet<>();
    for (WrittenEndpoints endpoints : cluster.writtenEndpoints()) {
      endpoints.addresses().forEach(one -> writtenAddresses.add(one.address()));
    }
    this.namesOfGrants = new HashSet<>();
    for (Rbac.Role role : cluster.roles()) {
      role.rules().forEach(rule -> namesOfGrants.addAll(rule.resourceNames()));
    }
    this.nodes = new HashMap<>();
    for (int node = 0; node < landscape.cluster().nodes().size(); node++) {
      nodes.putIfAbsent(landscape.cluster().nodes().get(node).name(), node);
    }
    this.daemonSets = new HashSet<>();
    for (Workload workload : cluster.workloads()) {
      if (workload.meta().reference().kind().equals("DaemonSet")) {
        daemonSets.add(workload.topmost());
      }
    }
  }

  private SinglePods(SinglePods before, Cluster cluster, Landscape landscape) {
    this.cluster = cluster;
    this.landscape = landscape;
    this.pods = before.pods;
    this.amounts = before.amounts;
    this.addressesAreKnown = before.addressesAreKnown;
    this.addressesAreRead = !addressesAreKnown && Network.readsAddressesOfPods(cluster);
    this.writtenAddresses = before.writtenAddresses;
    this.namesOfGrants = before.namesOfGrants;
    this.nodes = before.nodes;
    this.daemonSets = before.daemonSets;
  }

  /** The same of a cluster with the same pods, where no grant names others. */
  SinglePods after(Cluster changed, Landscape proved) {
    return new SinglePods(this, changed, proved);
  }

  /** As it was proved. */
  Cluster cluster() {
    return cluster;
  }

  /** Whether some grant gives the name. */
  boolean isNamed(String name) {
    return namesOfGrants.contains(name);
  }

  /** Whether two pods are on nodes that nothing tells apart; each is on one. */
  boolean areOnLikeNodes(int one, int other) {
    return landscape.placement().classOfNode(pods.node(one))
        == landscape.placement().classOfNode(pods.node(other));
  }

  /** Whether addresses were read as in a cluster that differs in policies alone. */
  boolean areAddressesReadAsIn(Cluster changed) {
    return addressesAreRead == (!addressesAreKnown && Network.readsAddressesOfPods(changed));
  }

  /** Whether nothing is read of the node that the pod runs on but whether it could be there. */
  boolean isPlain(int pod) {
    return isOrdinary(pod)
        && !mayBeOfDaemonSet(pod)
        && landscape.tenancy().ofNamespace(pods.namespace(pod)) != landscape.tenancy().platform();
  }

  private boolean mayBeOfDaemonSet(int pod) {
    ObjectReference topmost = pods.topmost(pod);
    return topmost.kind().equals("DaemonSet") || daemonSets.contains(topmost);
  }

  /** Whether nothing but its class is read of the pod, its node apart. */
  boolean isOrdinary(int pod) {
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
  boolean haveLikeSpecs(int twin, PodSpec spec) {
    return pods.spec(twin).equals(spec)
        || (isPlain(twin)
            && isOwnedAsExample(twin)
            && AlikeSpecs.areAlike(pods.spec(twin), spec, amounts));
  }

  /**
   * Labels that nothing tells apart are as good as none, but for finding out who made a pod; where
   * addresses are read, a pod of another class is among others than its twin.
   */
  boolean haveLikeLabels(int twin, LabelSet labels) {
    return pods.labels(twin).equals(labels)
        || (!mayBeOfDaemonSet(twin)
            && (cluster.areOfOneClass(pods.labels(twin), labels)
                || (!addressesAreRead
                    && isPlain(twin)
                    && isOwnedAsExample(twin)
                    && !AlikeSpecs.isAnyKnown(pods.spec(twin))
                    && areLikeIn(cluster, twin, labels))));
  }

  boolean areLikeIn(Cluster changed, int twin, LabelSet labels) {
    return !changed.tellsApart(pods.namespace(twin), pods.labels(twin), labels);
  }

  boolean isAddressRead(int pod) {
    List<String> addresses = pods.addresses(pod);
    return (addressesAreRead && !addresses.isEmpty())
        || addresses.stream().anyMatch(writtenAddresses::contains);
  }

  /** Whether the pod's owner is that of the pod by which its class is shown. */
  boolean isOwnedAsExample(int pod) {
    int example = cluster.podClasses().get(cluster.classOfPod(pod)).example();
    return pods.topmost(pod).equals(pods.topmost(example));
  }

  boolean couldBeOn(int pod, String nodeName) {
    Integer node = nodes.get(nodeName);
    if (node == null) {
      return false;
    }
    int nodeClass = landscape.placement().classOfNode(node);
    return contains(landscape.placement().ever(pods.spec(pod)), nodeClass);
  }

  String namespaceOf(int pod) {
    return cluster.namespaces().get(pods.namespace(pod)).name();
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
