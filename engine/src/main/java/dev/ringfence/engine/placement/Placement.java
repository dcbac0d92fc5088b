package dev.ringfence.engine.placement;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * On which nodes pods could be placed, by two relations: {@link #ever} at some time, {@link
 * #together} at one time with another pod.
 */
public final class Placement {

  private final Cluster cluster;
  private final Demands demands;
  private final List<Demand> demandOfPodClass;
  private final List<NodeClass> nodeClasses;
  private final int[] classOfNode;
  private final int[][] everOfPodClass;
  private final int[][] podClassesOfNodeClass;
  private final Map<Demand, int[]> everOfDemand = new HashMap<>();
  private final boolean[] controlPlane;
  private final Separation separation;

  private Placement(Cluster cluster) {
    this.cluster = cluster;
    this.demands = new Demands(cluster);
    this.demandOfPodClass = new ArrayList<>();
    for (PodClass podClass : cluster.podClasses()) {
      demandOfPodClass.add(demands.of(podClass));
    }
    Set<Demand> distinct = new HashSet<>(demandOfPodClass);
    this.nodeClasses = NodeClasses.of(cluster, distinct, topologyKeys(cluster));
    this.classOfNode = new int[cluster.nodes().size()];
    for (NodeClass nodeClass : nodeClasses) {
      for (int node : nodeClass.members()) {
        classOfNode[node] = nodeClass.id();
      }
    }
    for (Demand demand : distinct) {
      everOfDemand.put(demand, fittingByExample(demand));
    }
    this.everOfPodClass = new int[cluster.podClasses().size()][];
    for (PodClass podClass : cluster.podClasses()) {
      int[] allowed = everOfDemand.getOrDefault(demandOfPodClass.get(podClass.id()), new int[0]);
      everOfPodClass[podClass.id()] = withCurrent(podClass, allowed);
    }
    this.podClassesOfNodeClass = turnRound();
    this.controlPlane = new boolean[nodeClasses.size()];
    for (int node : ControlPlaneNodes.of(cluster)) {
      controlPlane[classOfNode[node]] = true;
    }
    this.separation = new Separation(cluster, nodeClasses);
  }

  public static Placement of(Cluster cluster) {
    return new Placement(cluster);
  }

  public List<NodeClass> nodeClasses() {
    return nodeClasses;
  }

  /** The class of a node of the cluster. */
  public int classOfNode(int node) {
    return classOfNode[node];
  }

  /** Whether nodes of the class carry the API server or etcd, by role or by what runs there. */
  public boolean isControlPlane(int nodeClass) {
    return controlPlane[nodeClass];
  }

  /** The operating system of the class by its kubelets' words; empty where unknown. */
  public String operatingSystem(int nodeClass) {
    return NodeFit.operatingSystem(cluster.nodes().get(nodeClasses.get(nodeClass).example()));
  }

  /**
   * The node classes on which a pod of the class could be placed at some time, ascending: where its
   * demand fits, and where a member runs now, whatever has changed since. Empty where it fits
   * nowhere.
   */
  public int[] ever(PodClass podClass) {
    return everOfPodClass[podClass.id()].clone();
  }

  /** Whether a node class is one of {@link #ever}. */
  public boolean isEver(PodClass podClass, int nodeClass) {
    return Arrays.binarySearch(everOfPodClass[podClass.id()], nodeClass) >= 0;
  }

  /**
   * The node classes on which a pod with the spec could be placed at some time, ascending; its
   * claims are not looked at. A spec that no pod of the cluster has may tell apart nodes of one
   * class: the class counts if any of them fits.
   */
  public int[] ever(PodSpec spec) {
    Demand demand = demands.of(spec, null);
    int[] known = everOfDemand.get(demand);
    return known == null ? fittingByAnyMember(demand) : known.clone();
  }

  /** The nodes on which a pod of the class could be placed at some time, ascending. */
  public int[] everNodes(PodClass podClass) {
    return members(everOfPodClass[podClass.id()]);
  }

  /** The nodes on which a pod of the cluster could be placed at some time, ascending. */
  public int[] everNodes(int pod) {
    int podClass = cluster.classOfPod(pod);
    if (podClass >= 0) {
      return everNodes(cluster.podClasses().get(podClass));
    }
    String namespace = cluster.namespaces().get(cluster.pods().namespace(pod)).name();
    return everNodes(cluster.pods().spec(pod), namespace);
  }

  /** The nodes on which a pod with the spec could be placed at some time, ascending, exactly. */
  public int[] everNodes(PodSpec spec, String namespace) {
    Demand demand = demands.of(spec, namespace);
    int[] nodes = new int[cluster.nodes().size()];
    int count = 0;
    for (int node = 0; node < nodes.length; node++) {
      if (NodeFit.refusedBy(demand, cluster.nodes().get(node)) == null) {
        nodes[count++] = node;
      }
    }
    return Arrays.copyOf(nodes, count);
  }

  /** The pod classes of which some pod could ever be placed on a node of the class, ascending. */
  public int[] podClassesOn(int nodeClass) {
    return podClassesOfNodeClass[nodeClass].clone();
  }

  /**
   * The pod classes that nodes of the class could draw to themselves by labels that their own
   * credentials let them set, and that could not be placed there otherwise, ascending.
   */
  public int[] lured(int nodeClass) {
    int[] found = new int[everOfPodClass.length];
    int count = 0;
    Map<Demand, Boolean> known = new HashMap<>();
    int example = nodeClasses.get(nodeClass).example();
    for (PodClass podClass : cluster.podClasses()) {
      if (Arrays.binarySearch(everOfPodClass[podClass.id()], nodeClass) < 0
          && known.computeIfAbsent(
              demandOfPodClass.get(podClass.id()),
              demand -> NodeFit.refusedBy(demand, cluster.nodes().get(example), true) == null)) {
        found[count++] = podClass.id();
      }
    }
    return Arrays.copyOf(found, count);
  }

  /**
   * Whether pods of the two classes could run on one node of some class at one time. Required
   * anti-affinity separates them where it certainly does.
   */
  public boolean together(PodClass first, PodClass second) {
    for (int nodeClass : everOfPodClass[first.id()]) {
      if (together(first, second, nodeClass)) {
        return true;
      }
    }
    return false;
  }

  /** Whether pods of the two classes could run on one node of this class at one time. */
  public boolean together(PodClass first, PodClass second, int nodeClass) {
    return Arrays.binarySearch(everOfPodClass[first.id()], nodeClass) >= 0
        && Arrays.binarySearch(everOfPodClass[second.id()], nodeClass) >= 0
        && !separation.certain(first, second, nodeClass);
  }

  /**
   * Pod classes that fit no node: pinned to one that does not exist, or asking for labels that none
   * has.
   */
  public List<PodClass> unplaceable() {
    List<PodClass> found = new ArrayList<>();
    for (PodClass podClass : cluster.podClasses()) {
      if (everOfPodClass[podClass.id()].length == 0) {
        found.add(podClass);
      }
    }
    return found;
  }

  private int[] fittingByExample(Demand demand) {
    int[] fitting = new int[nodeClasses.size()];
    int count = 0;
    for (NodeClass nodeClass : nodeClasses) {
      if (NodeFit.refusedBy(demand, cluster.nodes().get(nodeClass.example())) == null) {
        fitting[count++] = nodeClass.id();
      }
    }
    return Arrays.copyOf(fitting, count);
  }

  private int[] fittingByAnyMember(Demand demand) {
    int[] fitting = new int[nodeClasses.size()];
    int count = 0;
    for (NodeClass nodeClass : nodeClasses) {
      for (int node : nodeClass.members()) {
        if (NodeFit.refusedBy(demand, cluster.nodes().get(node)) == null) {
          fitting[count++] = nodeClass.id();
          break;
        }
      }
    }
    return Arrays.copyOf(fitting, count);
  }

  private int[] withCurrent(PodClass podClass, int[] allowed) {
    boolean[] on = new boolean[nodeClasses.size()];
    for (int nodeClass : allowed) {
      on[nodeClass] = true;
    }
    for (int pod : podClass.members()) {
      int node = cluster.pods().node(pod);
      if (node >= 0) {
        on[classOfNode[node]] = true;
      }
    }
    int[] all = new int[nodeClasses.size()];
    int count = 0;
    for (int nodeClass = 0; nodeClass < on.length; nodeClass++) {
      if (on[nodeClass]) {
        all[count++] = nodeClass;
      }
    }
    return Arrays.copyOf(all, count);
  }

  private int[][] turnRound() {
    int[][] result = new int[nodeClasses.size()][];
    int[] counts = new int[nodeClasses.size()];
    for (int[] on : everOfPodClass) {
      for (int nodeClass : on) {
        counts[nodeClass]++;
      }
    }
    for (int nodeClass = 0; nodeClass < result.length; nodeClass++) {
      result[nodeClass] = new int[counts[nodeClass]];
    }
    Arrays.fill(counts, 0);
    for (int podClass = 0; podClass < everOfPodClass.length; podClass++) {
      for (int nodeClass : everOfPodClass[podClass]) {
        result[nodeClass][counts[nodeClass]++] = podClass;
      }
    }
    return result;
  }

  private int[] members(int[] classes) {
    TreeSet<Integer> nodes = new TreeSet<>();
    for (int nodeClass : classes) {
      for (int node : nodeClasses.get(nodeClass).members()) {
        nodes.add(node);
      }
    }
    return nodes.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Set<String> topologyKeys(Cluster cluster) {
    Set<String> keys = new HashSet<>();
    for (PodClass podClass : cluster.podClasses()) {
      for (PodSpec.PodAffinityTerm term : podClass.spec().requiredPodAntiAffinity()) {
        keys.add(term.topologyKey());
      }
    }
    return keys;
  }
}
