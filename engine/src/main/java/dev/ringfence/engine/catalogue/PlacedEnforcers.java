package dev.ringfence.engine.catalogue;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.network.Enforcement;
import dev.ringfence.engine.network.Network;
import dev.ringfence.engine.placement.NodeClass;
import dev.ringfence.engine.placement.Placement;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What enforces network policies where pods can be: most often one product on every node. Rests on
 * nodes and on where pods fit, on no policy.
 */
public final class PlacedEnforcers {

  private static final int[] NOBODY = {};

  private final boolean[] enforced;
  private final int[][] ofNodeClass;
  private final int[][] ofPodClass;

  PlacedEnforcers(Cluster cluster, Network network, Placement placement) {
    List<Enforcement> all = network.enforcements();
    this.enforced = new boolean[all.size()];
    for (int each = 0; each < enforced.length; each++) {
      enforced[each] = all.get(each).state() != Enforcement.State.NOT_ENFORCED;
    }
    this.ofNodeClass = new int[placement.nodeClasses().size()][];
    BitSet everywhere = new BitSet();
    boolean alike = true;
    for (NodeClass nodeClass : placement.nodeClasses()) {
      BitSet found = new BitSet();
      for (int node : nodeClass.members()) {
        found.set(network.enforcementOfNode(node));
      }
      ofNodeClass[nodeClass.id()] = found.stream().toArray();
      alike &= everywhere.isEmpty() || everywhere.equals(found);
      everywhere.or(found);
    }
    this.ofPodClass = new int[cluster.podClasses().size()][];
    int[] same = everywhere.stream().toArray();
    for (PodClass podClass : cluster.podClasses()) {
      int[] ever = placement.ever(podClass);
      ofPodClass[podClass.id()] = ever.length == 0 ? NOBODY : alike ? same : before(ever);
    }
  }

  private int[] before(int[] nodeClasses) {
    BitSet found = new BitSet();
    for (int nodeClass : nodeClasses) {
      Arrays.stream(ofNodeClass[nodeClass]).forEach(found::set);
    }
    return found.stream().toArray();
  }

  /** What holds on some node of the class: usually one. Ascending. */
  public int[] on(int nodeClass) {
    return ofNodeClass[nodeClass];
  }

  /** Those that a pod of the class can be behind; the weakest of them counts. Ascending. */
  public int[] before(PodClass podClass) {
    return ofPodClass[podClass.id()];
  }

  /** Whether it upholds policies, as far as anything shows. */
  public boolean isEnforced(int enforcement) {
    return enforced[enforcement];
  }

  /** Whether policies hold for pods of the class, wherever they are placed. */
  public boolean alwaysBefore(PodClass podClass) {
    return Arrays.stream(before(podClass)).allMatch(this::isEnforced);
  }
}
