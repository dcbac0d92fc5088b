package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Node;

/** A cordoned node takes only pods that tolerate the taint of that. */
final class NodeUnschedulable implements Filter {

  private static final Node.Taint TAINT =
      new Node.Taint("node.kubernetes.io/unschedulable", "", "NoSchedule");

  private final Cluster cluster;

  NodeUnschedulable(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "NodeUnschedulable";
  }

  @Override
  public Verdict of(Candidate pod) {
    if (TaintToleration.tolerates(pod, TAINT)) {
      return Verdict.PASSES;
    }
    return node -> cluster.nodes().get(node).unschedulable() ? "spec.unschedulable is true" : null;
  }
}
