package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Cluster;

/** {@code spec.os.name}: the scheduler does not look at it, the kubelet refuses the pod. */
final class OperatingSystem implements Filter {

  private final Cluster cluster;

  OperatingSystem(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "kubelet/OperatingSystem";
  }

  @Override
  public Verdict of(Candidate pod) {
    String wanted = pod.spec().operatingSystem();
    if (wanted == null) {
      return Verdict.PASSES;
    }
    return node -> {
      String actual = cluster.nodes().get(node).info().operatingSystem();
      String label = cluster.nodes().get(node).labels().get("kubernetes.io/os");
      String known = actual.isEmpty() && label != null ? label : actual;
      return known.isEmpty() || known.equals(wanted) ? null : "runs " + known;
    };
  }
}
