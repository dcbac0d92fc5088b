package dev.ringfence.engine.workload;

import dev.ringfence.engine.cluster.Cluster;

/** What containers, volumes and runtimes give away. */
public final class Workloads {

  private final Cluster cluster;

  private Workloads(Cluster cluster) {
    this.cluster = cluster;
  }

  public static Workloads of(Cluster cluster) {
    return new Workloads(cluster);
  }

  Cluster cluster() {
    return cluster;
  }
}
