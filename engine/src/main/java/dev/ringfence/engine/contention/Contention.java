package dev.ringfence.engine.contention;

import dev.ringfence.engine.cluster.Cluster;

/** What may be used without bound. */
public final class Contention {

  private final Cluster cluster;

  private Contention(Cluster cluster) {
    this.cluster = cluster;
  }

  public static Contention of(Cluster cluster) {
    return new Contention(cluster);
  }

  Cluster cluster() {
    return cluster;
  }
}
