package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Cluster;

/** {@code spec.nodeName}: that node and no other. */
final class NodeName implements Filter {

  private final Cluster cluster;

  NodeName(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "NodeName";
  }

  @Override
  public Verdict of(Candidate pod) {
    String wanted = pod.spec().nodeName();
    return wanted == null
        ? Verdict.PASSES
        : node ->
            cluster.nodes().get(node).name().equals(wanted) ? null : "spec.nodeName is " + wanted;
  }
}
