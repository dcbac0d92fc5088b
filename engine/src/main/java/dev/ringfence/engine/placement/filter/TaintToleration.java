package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodSpec;

/** Taints with NoSchedule or NoExecute that the pod does not tolerate. */
final class TaintToleration implements Filter {

  private final Cluster cluster;
  private final boolean byKubelet;

  /**
   * @param byKubelet whether only NoExecute counts, as it does where no scheduler is asked
   */
  TaintToleration(Cluster cluster, boolean byKubelet) {
    this.cluster = cluster;
    this.byKubelet = byKubelet;
  }

  @Override
  public String name() {
    return "TaintToleration";
  }

  @Override
  public Verdict of(Candidate pod) {
    return node -> {
      for (Node.Taint taint : cluster.nodes().get(node).taints()) {
        if (counts(taint) && !tolerates(pod, taint)) {
          return "does not tolerate "
              + taint.key()
              + (taint.value().isEmpty() ? "" : "=" + taint.value())
              + ":"
              + taint.effect();
        }
      }
      return null;
    };
  }

  private boolean counts(Node.Taint taint) {
    return taint.effect().equals("NoExecute")
        || (!byKubelet && taint.effect().equals("NoSchedule"));
  }

  /** Whether any of the taints that keep pods away is not tolerated. */
  static boolean toleratesAll(Candidate pod, Node node) {
    for (Node.Taint taint : node.taints()) {
      boolean keepsAway = taint.effect().equals("NoExecute") || taint.effect().equals("NoSchedule");
      if (keepsAway && !tolerates(pod, taint)) {
        return false;
      }
    }
    return true;
  }

  static boolean tolerates(Candidate pod, Node.Taint taint) {
    for (PodSpec.Toleration toleration : pod.spec().tolerations()) {
      if (toleration.tolerates(taint)) {
        return true;
      }
    }
    return false;
  }
}
