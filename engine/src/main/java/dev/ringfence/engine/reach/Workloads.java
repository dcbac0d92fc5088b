package dev.ringfence.engine.reach;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.network.Enforcement;
import dev.ringfence.engine.network.Matrix;
import dev.ringfence.engine.network.Network;
import dev.ringfence.engine.placement.Placement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Gathers the pods of each topmost controller; completed pods have no address and are left out. */
final class Workloads {

  private static final Comparator<Workload> ORDER =
      Comparator.comparing((Workload each) -> each.reference().namespaceOrEmpty())
          .thenComparing(each -> each.reference().kind())
          .thenComparing(each -> each.reference().name());

  private static final class Draft {
    private int pods;
    private final TreeSet<Integer> sending = new TreeSet<>();
    private final TreeSet<Integer> receiving = new TreeSet<>();
    private final TreeSet<Integer> podClasses = new TreeSet<>();
    private int namespace;
    private boolean ipv4;
    private boolean ipv6;
  }

  private final Cluster cluster;
  private final Network network;
  private final Placement placement;
  private final Matrix matrix;
  private final boolean[] upheld;
  private final boolean ipv4;
  private final boolean ipv6;

  /**
   * @param upheld for each enforcement whether policies hold on its nodes
   */
  Workloads(
      Cluster cluster, Network network, Placement placement, Matrix matrix, boolean[] upheld) {
    this.cluster = cluster;
    this.network = network;
    this.placement = placement;
    this.matrix = matrix;
    this.upheld = upheld;
    this.ipv4 = hasFamily(false);
    this.ipv6 = hasFamily(true);
  }

  /** By namespace, kind and name. */
  List<Workload> sorted() {
    int[] holds = new int[cluster.podClasses().size()];
    for (PodClass podClass : cluster.podClasses()) {
      holds[podClass.id()] = policiesHold(podClass) ? 1 : 0;
    }
    Map<ObjectReference, Draft> drafts = new HashMap<>();
    Pods pods = cluster.pods();
    for (int pod = 0; pod < pods.count(); pod++) {
      int podClass = cluster.classOfPod(pod);
      if (podClass >= 0) {
        Draft draft = drafts.computeIfAbsent(pods.topmost(pod), ignored -> new Draft());
        draft.namespace = pods.namespace(pod);
        draft.pods += pods.replicas(pod);
        addFamilies(pod, draft);
        int endpoint = network.endpointOfPod(pod);
        draft.sending.add(matrix.sourceClass(endpoint) * 2 + holds[podClass]);
        draft.podClasses.add(podClass);
        draft.receiving.add(matrix.destinationClass(endpoint) * 2 + holds[podClass]);
      }
    }
    List<Workload> workloads = new ArrayList<>(drafts.size());
    drafts.forEach(
        (reference, draft) ->
            workloads.add(
                new Workload(
                    reference,
                    draft.namespace,
                    draft.pods > 1 || isOnEveryNode(reference),
                    draft.ipv4,
                    draft.ipv6,
                    array(draft.sending),
                    array(draft.receiving),
                    array(draft.podClasses))));
    workloads.sort(ORDER);
    return workloads;
  }

  /** A pod has the families of its addresses; one that has none yet may get any there are. */
  private void addFamilies(int pod, Draft draft) {
    List<String> addresses = cluster.pods().addresses(pod);
    if (addresses.isEmpty()) {
      draft.ipv4 |= ipv4;
      draft.ipv6 |= ipv6;
    }
    for (String address : addresses) {
      boolean six = address.indexOf(':') >= 0;
      draft.ipv4 |= !six;
      draft.ipv6 |= six;
    }
  }

  /** Whether pods of the family can be told to be nowhere: every node says its pods' ranges. */
  private boolean hasFamily(boolean six) {
    for (Node node : cluster.nodes()) {
      if (node.podCidrs().isEmpty()
          || node.podCidrs().stream().anyMatch(range -> range.indexOf(':') >= 0 == six)) {
        return true;
      }
    }
    return false;
  }

  /** A DaemonSet without pods stands for one, though it would have one on each node. */
  private boolean isOnEveryNode(ObjectReference reference) {
    return reference.kind().equals("DaemonSet")
        && (cluster.nodes().size() > 1 || cluster.nodes().getFirst().assumed());
  }

  /** Wherever the pods can be placed: the weakest node counts. */
  private boolean policiesHold(PodClass podClass) {
    for (int node : placement.everNodes(podClass)) {
      if (!upheld[network.enforcementOfNode(node)]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether policies hold, by the number of the enforcement.
   *
   * @param unknown where nothing shows it
   * @param starting where pods that start are open for a time
   */
  static boolean[] upheld(Network network, boolean unknown, boolean starting) {
    boolean[] upheld = new boolean[network.enforcements().size()];
    for (int id = 0; id < upheld.length; id++) {
      upheld[id] =
          switch (network.enforcement(id).state()) {
            case ENFORCED -> true;
            case NOT_ENFORCED -> false;
            case UNKNOWN -> unknown;
            case ENFORCED_ONCE_STARTED -> starting;
          };
    }
    return upheld;
  }

  static boolean some(Network network, Enforcement.State state) {
    return network.enforcements().stream().anyMatch(each -> each.state() == state);
  }

  private static int[] array(SortedSet<Integer> set) {
    return set.stream().mapToInt(Integer::intValue).toArray();
  }
}
