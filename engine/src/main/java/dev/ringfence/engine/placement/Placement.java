package dev.ringfence.engine.placement;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import java.util.stream.IntStream;

/** On which nodes pods could be placed. */
public final class Placement {

  private final Cluster cluster;

  private Placement(Cluster cluster) {
    this.cluster = cluster;
  }

  public static Placement of(Cluster cluster) {
    return new Placement(cluster);
  }

  public List<NodeClass> nodeClasses() {
    return List.of(new NodeClass(0, IntStream.range(0, cluster.nodes().size()).toArray()));
  }

  /** The class of a node of the cluster. */
  public int classOfNode(int node) {
    return 0;
  }

  /** The node classes on which a pod of the class could be placed at some time, ascending. */
  public int[] ever(PodClass podClass) {
    return ever(podClass.spec());
  }

  /** The node classes on which a pod with the spec could be placed at some time, ascending. */
  public int[] ever(PodSpec spec) {
    return new int[] {0};
  }
}
