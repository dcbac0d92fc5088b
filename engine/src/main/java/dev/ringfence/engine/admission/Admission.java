package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.Cluster;

/** What the API server lets through. */
public final class Admission {

  private final Cluster cluster;

  private Admission(Cluster cluster) {
    this.cluster = cluster;
  }

  public static Admission of(Cluster cluster) {
    return new Admission(cluster);
  }

  Cluster cluster() {
    return cluster;
  }
}
